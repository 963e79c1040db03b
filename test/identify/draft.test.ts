import { describe, expect, test } from 'vitest';
import { toDraft, toLookupKeys } from '../../src/identify/draft.ts';
import { draft, entry, feedId, NOW } from './entries.ts';

describe('the time that sorts an item', () => {
  const published = (text: string) => ({ publishedAt: new Date(text), publishedText: text });

  test.each([
    ['published', published('2026-02-09T10:00:00Z'), '2026-02-09T10:00:00.000Z', undefined],
    [
      'published a few minutes ahead of our clock',
      published('2026-02-09T12:10:00Z'),
      '2026-02-09T12:10:00.000Z',
      undefined,
    ],
    [
      'updated, where it is the only date',
      { updatedAt: new Date('2026-02-09T10:00:00Z') },
      '2026-02-09T10:00:00.000Z',
      undefined,
    ],
    [
      'first seen for the year 9999',
      published('9999-12-31T00:00:00Z'),
      NOW.toISOString(),
      'date in the future: 9999-12-31T00:00:00.000Z',
    ],
    [
      'first seen for tomorrow',
      published('2026-02-10T10:00:00Z'),
      NOW.toISOString(),
      'date in the future: 2026-02-10T10:00:00.000Z',
    ],
    [
      'first seen for a clock at zero',
      published('1970-01-01T00:00:00Z'),
      NOW.toISOString(),
      'date before 1995: 1970-01-01T00:00:00.000Z',
    ],
    ['first seen without a date', {}, NOW.toISOString(), 'no date'],
    [
      'first seen for an unreadable date',
      { publishedText: 'soon' },
      NOW.toISOString(),
      'unreadable date "soon"',
    ],
  ])('is %s', (_name, said, orderedAt, reason) => {
    const made = draft(said);
    expect(made.orderedAt.toISOString()).toBe(orderedAt);
    expect(made.orderedReason).toBe(reason);
    expect(made.orderedBy).toBe(reason === undefined ? 'published' : 'first-seen');
    expect(made.entry.publishedAt).toEqual('publishedAt' in said ? said.publishedAt : undefined);
  });
});

describe('keys', () => {
  test('a guid is of its feed, a page of its publisher', () => {
    const said = { id: 'a', url: 'https://a.example/one' };
    const [one, two] = [draft(said, 'one').keys, draft(said, 'two').keys];
    expect(one.guid).not.toBe(two.guid);
    expect(one.url).toBe(two.url);
  });

  test.each([
    ['http://a.example/one', 'https://www.a.example/one/?utm_medium=feed', true],
    ['https://a.example/live#1', 'https://a.example/live#2', false],
    ['tag:a.example,2026:1', 'tag:a.example,2026:2', false],
    ['1', '2', false],
  ])('guids %s and %s', (one, two, isSame) => {
    expect(draft({ id: one }).keys.guid === draft({ id: two }).keys.guid).toBe(isSame);
  });

  test('a title counts by its letters and its day', () => {
    const at = (title: string, date: string) => draft({ title, publishedAt: new Date(date) }).keys.titleDay;
    expect(at('“Bir”  iki…', '2026-02-09T01:00:00Z')).toBe(at('BIR IKI', '2026-02-09T23:00:00Z'));
    expect(at('One', '2026-02-09T01:00:00Z')).not.toBe(at('One', '2026-02-10T01:00:00Z'));
  });

  test('every key is asked for once', () => {
    const one = draft({ id: 'a', url: 'https://a.example/one', title: 'One' });
    expect(toLookupKeys([one, one])).toEqual([one.keys.guid, one.keys.url]);
  });
});

test.each([
  ['az-Latn-AZ', 'az'],
  ['EN_us', 'en'],
  ['uk', 'uk'],
  ['Ukrainian', undefined],
])('language %s becomes %s', (said, language) => {
  expect(toDraft(entry({ language: said }), feedId(), NOW).entry.language).toBe(language);
});
