import { expect, it } from 'vitest';
import { matchesGlob, matchesUrl } from '../../src/tag/glob.ts';

it.each([
  ['a/*/c', 'a/b/c', true],
  ['a/*/c', 'a//c', true],
  ['a/*/c', 'a/b/d', false],
  ['a*', 'a', true],
  ['a*a', 'a', false],
  ['*b*b', 'abb', true],
  ['*b*b', 'ab', false],
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a.b', 'axb', false],
])('the pattern %s against %s: %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

it('compares a URL without its scheme and www', () => {
  expect(matchesUrl('agency.example/en/*', 'https://www.agency.example/en/x')).toBe(true);
  expect(matchesUrl('agency.example/en/*', 'http://agency.example/ru/x')).toBe(false);
});
