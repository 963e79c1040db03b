import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../src/extract/compare.ts';

describe('two readings of a page', () => {
  it.each<[string, string, string, number, readonly string[], readonly string[]]>([
    ['are the same', 'One two.\n\nThree.', 'One two.\n\nThree.', 1, [], []],
    ['differ by a paragraph', 'One two.', 'One two.\n\nThree four.', 4 / 6, [], ['Three four.']],
    ['share nothing', 'One.', 'Two.', 0, ['One.'], ['Two.']],
    ['have a word of different number', 'tea tea', 'tea', 2 / 3, ['tea tea'], []],
    ['are split otherwise', 'One two.\n\nThree.', 'One two. Three.', 1, [], []],
    ['are both empty', '', '', 1, [], []],
  ])('%s', (_name, first, second, shared, onlyFirst, onlySecond) => {
    expect(compareTexts(first, second)).toEqual({ shared, onlyFirst, onlySecond });
  });
});
