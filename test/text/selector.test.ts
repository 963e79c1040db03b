import { describe, expect, it } from 'vitest';
import { findSelectorFault } from '../../src/text/selector.ts';

describe('a CSS selector', () => {
  it.each([
    'div > p',
    'a[href^="/news"]:not(.ad)',
    'li:has(> a)',
    '> a',
    'li:nth-child(2n)',
    ':is(h2, h3) a',
    `a${'.b'.repeat(149)}`,
  ])('may be %s', (selector) => {
    expect(findSelectorFault(selector)).toBeUndefined();
  });

  it.each([
    ['', 'it is empty'],
    [' ', 'it is empty'],
    ['<li>', 'it is markup'],
    ['a[', 'Expected name, found'],
    ['a,,b', 'Empty sub-selector'],
    ['a:foo', 'Unknown pseudo-class :foo'],
    ['p::before', 'Pseudo-elements are not supported by css-select'],
    ['li:is(', 'Missing closing parenthesis in :is (li:is()'],
    [`a${'.b'.repeat(150)}`, 'it is longer than 300 characters'],
  ])('%j is none', (selector, fault) => {
    expect(findSelectorFault(selector)).toBe(fault);
  });
});
