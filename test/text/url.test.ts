import { describe, expect, test } from 'vitest';
import { parseHttpUrl, toCanonicalUrl, toDomain, toHost, toUrlKey } from '../../src/text/url.ts';

describe('parseHttpUrl', () => {
  test.each([
    [' https://A.example/x ', undefined, 'https://a.example/x'],
    ['/x?y#z', 'https://a.example/b/', 'https://a.example/x?y#z'],
    ['//b.example/x', 'https://a.example/', 'https://b.example/x'],
    ['https://user:secret@a.example/', undefined, 'https://a.example/'],
    [
      'https://example.com/новости',
      undefined,
      'https://example.com/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8',
    ],
    ['/x', undefined, undefined],
    ['', 'https://a.example/', undefined],
    ['javascript:alert(1)', 'https://a.example/', undefined],
    ['ftp://a.example/', undefined, undefined],
    ['https://', undefined, undefined],
    [`https://a.example/${'x'.repeat(9000)}`, undefined, undefined],
  ])('%j on %j', (text, base, expected) => {
    expect(parseHttpUrl(text, base)?.href).toBe(expected);
  });
});

describe('toCanonicalUrl', () => {
  test.each([
    ['HTTPS://A.Example:443/x/#part', 'https://a.example/x/'],
    ['http://a.example.:80/x', 'http://a.example/x'],
    ['https://a.example/x?b=2&a=1', 'https://a.example/x?b=2&a=1'],
    ['https://a.example/x?utm_source=rss&id=5&fbclid=q', 'https://a.example/x?id=5'],
    ['https://a.example/x?utm_source=rss', 'https://a.example/x'],
    ['https://a.example/x?', 'https://a.example/x'],
    ['https://a.example/x?at_medium=RSS&at_campaign=K', 'https://a.example/x'],
    ['https://a.example/x?ref=rss', 'https://a.example/x'],
    ['https://a.example/x?ref=7', 'https://a.example/x?ref=7'],
    ['https://u:p@a.example/x', 'https://a.example/x'],
  ])('%s', (url, expected) => {
    expect(toCanonicalUrl(url)).toBe(expected);
    expect(toCanonicalUrl(toCanonicalUrl(url))).toBe(expected);
  });
});

describe('toUrlKey', () => {
  test.each([
    ['https://www.a.example/x/', 'http://a.example/x'],
    ['https://a.example/', 'http://www.a.example'],
    ['https://a.example/%d0%bd', 'https://a.example/%D0%BD'],
    ['https://a.example/%D0%BD', 'https://a.example/н'],
  ])('%s and %s are one page', (one, two) => {
    expect(toUrlKey(toCanonicalUrl(one))).toBe(toUrlKey(toCanonicalUrl(two)));
  });

  test.each([
    ['https://a.example/x', 'https://a.example/y'],
    ['https://a.example/x?id=1', 'https://a.example/x?id=2'],
    ['https://a.example/x', 'https://b.example/x'],
    ['https://a.example/x', 'https://a.example/X'],
    ['https://en.a.example/x', 'https://a.example/x'],
  ])('%s and %s are two', (one, two) => {
    expect(toUrlKey(toCanonicalUrl(one))).not.toBe(toUrlKey(toCanonicalUrl(two)));
  });
});

test('a host keeps a port that is not its own, a domain loses www.', () => {
  expect(toHost('https://WWW.A.example:8443/x')).toBe('www.a.example:8443');
  expect(toHost('http://a.example.:80/')).toBe('a.example');
  expect(toDomain('WWW.a.example')).toBe('a.example');
});
