import { describe, expect, it } from 'vitest';
import { askForest, buildForest } from '../../src/extract/trees.ts';

const forest = buildForest({ bias: 0.5, trees: ['0:10 =1 1:0.5 =2 =3', '1:2 0:-1 =-4 =-5 =-6', '=0.25'] });

describe('a forest', () => {
  it.each([
    ['under the first threshold', [9, 0], 0.5 + 1 - 5 + 0.25],
    ['on a threshold, which is not under it', [10, 0.5], 0.5 + 3 - 5 + 0.25],
    ['over the first, under the second', [11, 0.4], 0.5 + 2 - 5 + 0.25],
    ['under zero', [-2, 0], 0.5 + 1 - 4 + 0.25],
    ['over all', [11, 2], 0.5 + 3 - 6 + 0.25],
  ])('adds the answers for a row %s', (_, row, expected) => {
    expect(askForest(forest, Float64Array.from(row))).toBeCloseTo(expected);
  });

  it('refuses what is neither a question nor an answer', () => {
    expect(() => buildForest({ bias: 0, trees: ['0:1 =1 x'] })).toThrow('neither a question nor an answer');
  });
});
