import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/config/duration.ts';
import { findNearest } from '../../src/config/nearest.ts';
import { describeValue, formatPath, maskSecrets } from '../../src/config/problems.ts';
import { parseBaseUrl, parseContact, parseHostOrRange } from '../../src/config/setting.ts';
import { parseLanguage, parseZone } from '../../src/config/words.ts';

describe('a duration', () => {
  it.each([
    ['90s', 90],
    ['45m', 2700],
    ['12h', 43_200],
    ['30d', 2_592_000],
    ['2w', 1_209_600],
    ['0d', undefined],
    ['30', undefined],
    ['30 d', undefined],
    ['1.5h', undefined],
    ['-1d', undefined],
    ['9999999d', undefined],
  ])('%s is %s seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
    if (seconds !== undefined) expect(parseDuration(formatDuration(seconds))).toBe(seconds);
  });
});

describe('a slip of the pen', () => {
  it.each([
    ['langauge', 'language'],
    ['Feed', 'feeds'],
    ['ur', 'url'],
    ['colour', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%s meant %s', (typed, meant) => {
    expect(findNearest(typed, ['url', 'language', 'feeds'])).toBe(meant);
  });
});

describe('a value in a message', () => {
  it.each([
    ['postgres://me:hunter2@db/x', '"postgres://me:***@db/x"'],
    ['postgres://me:p@ss/w@db/x', '"postgres://me:***@db/x"'],
    [
      'https://one.example/rss?user=me&token=hunter2&page=1',
      '"https://one.example/rss?user=me&token=***&page=1"',
    ],
    ['a\nb', '"a\\nb"'],
    ['x'.repeat(200), `"${'x'.repeat(99)}…"`],
    [undefined, ''],
    [null, 'null'],
    [['a'], '(a list of 1)'],
    [{ a: 1 }, '(a mapping)'],
  ])('%j reads %s', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  it('keeps text without secrets as it is', () => {
    const text = 'GET https://one.example:8080/a@b?q=1 at 12:30';
    expect(maskSecrets(text)).toBe(text);
  });

  it('has a path that quotes what is no word', () => {
    expect(formatPath(['feeds', 2, 'my key', 'id'])).toBe('feeds[2]."my key".id');
  });
});

const taken = <T>(parse: (text: string) => T | undefined, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => parse(text) !== undefined);

describe('what a setting takes', () => {
  it('a host or range', () => {
    const good = ['localhost', 'One.example', '10.0.0.0/8', '::1', 'fd00::/8', '127.0.0.1'];
    expect(
      taken(parseHostOrRange, [
        ...good,
        '10.0.0.0/33',
        'fd00::/129',
        'one.example/8',
        'a b',
        '-x',
        'http://x',
        '',
      ]),
    ).toEqual(good);
  });

  it('a contact that fits into a User-Agent', () => {
    const good = ['me@one.example', 'https://one.example/about'];
    expect(
      taken(parseContact, [...good, 'me', 'me@one.example)', 'mailto:me@one.example', 'ü@one.example']),
    ).toEqual(good);
  });

  it('a base URL, less the slash at its end', () => {
    expect(parseBaseUrl('https://one.example/news/')).toBe('https://one.example/news');
    expect(
      taken(parseBaseUrl, [
        'https://one.example?x=1',
        'one.example',
        'ftp://one.example',
        'https://me:x@one.example',
      ]),
    ).toEqual([]);
  });

  it('a language in its one spelling', () => {
    expect(
      taken(parseLanguage, ['uk', 'crh', 'no', 'ua', 'UK', 'ukr', 'uk-UA', 'und', 'xx', 'iw', '']),
    ).toEqual(['uk', 'crh', 'no']);
  });

  it('a zone by its name', () => {
    expect(taken(parseZone, ['Asia/Baku', 'UTC', 'Europe/Kiev', 'Baku', '+04:00', '', 'Mars/Base'])).toEqual([
      'Asia/Baku',
      'UTC',
      'Europe/Kiev',
    ]);
  });
});
