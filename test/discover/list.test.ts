import { describe, expect, it } from 'vitest';
import type { FeedSource } from '../../src/model.ts';
import { readFailure, readFeed, readFixture } from './support.ts';

const toList = (selectors: Omit<Extract<FeedSource, { kind: 'list' }>, 'kind'>): FeedSource => ({
  kind: 'list',
  ...selectors,
});
const AZ = readFixture('list-az.html');
const CARDS = {
  item: '.news-list .card',
  link: '.card__title',
  title: '.card__title',
  date: '.card__date li',
};
const AT_LIMAN = { url: 'https://liman.example/son-xeberler', zone: 'Asia/Baku' };
const PLAIN = readFixture('list-plain.html');

describe('a listing page', () => {
  it('gives a row an entry, by the selectors, dates as they are shown in the zone of the feed', () => {
    const feed = readFeed(toList(CARDS), AZ, AT_LIMAN);
    expect(feed).toMatchObject({ title: 'Liman xəbərləri', link: AT_LIMAN.url, isWhole: true });
    expect(
      feed.entries.map(({ title, url, publishedAt }) => [title, url, publishedAt?.toISOString()]),
    ).toEqual([
      [
        'Limana yeni kran gətirilib',
        'https://liman.example/iqtisadiyyat/yeni-kran?utm_source=list',
        '2026-02-10T10:05:00.000Z',
      ],
      ['Körpü bu gün bağlıdır', 'https://liman.example/cemiyyet/korpu', '2026-02-10T05:30:00.000Z'],
      ['Gəmi dünən yola düşüb', 'https://liman.example/cemiyyet/gemi', '2026-02-09T18:30:00.000Z'],
    ]);
    expect(feed.entries.map(({ id }) => id)).toEqual([undefined, undefined, undefined]);
    expect(feed.drops).toEqual([{ reason: 'no-link', detail: '1 rows without a link were left out' }]);
  });

  it('needs no more than the rows: first link, its heading or text, the time element', () => {
    const { entries } = readFeed(toList({ item: 'article' }), PLAIN, { zone: 'Europe/Kyiv' });
    expect(entries.map(({ title, url, publishedAt }) => [title, url, publishedAt?.toISOString()])).toEqual([
      ['Ferry line opens', 'https://harbour.example/press/101', '2026-02-10T07:00:00.000Z'],
      ['Quay wall & road repaired', 'https://harbour.example/press/100', '2026-02-09T16:30:00.000Z'],
      ['Lighthouse lit again', 'https://harbour.example/press/99', undefined],
    ]);
  });

  it.each<[string, Parameters<typeof toList>[0], string]>([
    ['the row is the link itself', { item: 'article > a[href^="press"]' }, 'Ferry line opens'],
    ['link names what stands within the link', { item: 'article', link: 'h3' }, 'Ferry line opens'],
    ['title names an element of its own', { item: 'article', title: 'p' }, 'It runs daily.'],
  ])('is read where %s', (_name, selectors, title) => {
    expect(readFeed(toList(selectors), PLAIN).entries[0]).toMatchObject({
      ...{ title, url: 'https://harbour.example/press/101' },
    });
  });

  it('keeps a date that cannot be read as it is written, and counts rows without one', () => {
    const { entries, drops } = readFeed(toList({ item: 'article', date: 'p' }), PLAIN);
    expect(entries[0]).toMatchObject({ publishedAt: undefined, publishedText: 'It runs daily.' });
    expect(drops).toEqual([{ reason: 'no-date', detail: '2 rows have no date that "p" matches' }]);
  });

  it('takes no more rows than a feed may have entries', () => {
    const limits = { maxEntries: 1, maxEntryChars: 5, maxDepth: 100 };
    const { entries, drops } = readFeed(toList({ item: 'article' }), PLAIN, { limits });
    expect(entries.map(({ title }) => title)).toEqual(['Ferry']);
    expect(drops).toEqual([
      { reason: 'too-many-entries', detail: '2 entries beyond the limit were left out' },
    ]);
  });

  it.each<[string, string, Parameters<typeof toList>[0], string]>([
    ['no row is found', PLAIN, { item: '.card' }, 'nothing on the page matches item ".card"'],
    [
      'the list is there without rows',
      '<ul class="news"></ul>',
      { item: 'ul.news > li' },
      'nothing on the page matches item "ul.news > li", though "ul.news" is there: a list filled by a script cannot be read, for one that may be empty say so by "empty"',
    ],
    ['no row has a link', '<p>a</p><p>b</p>', { item: 'p' }, 'none of 2 rows has a link'],
    [
      'no row has the link named',
      PLAIN,
      { item: 'article', link: '.more' },
      'none of 3 rows has a link that link ".more" matches',
    ],
    [
      'no row has the title named',
      PLAIN,
      { item: 'article', title: 'h4' },
      'none of 3 rows has a title that title "h4" matches',
    ],
  ])('is a changed layout where %s', (_name, body, selectors, detail) => {
    expect(readFailure(toList(selectors), body)).toEqual({
      ...{ kind: 'failed', failure: 'layout-changed', detail, feedLinks: [] },
    });
  });

  it('is empty where it shows what it shows when it is', () => {
    const selectors = { item: '.news li', empty: '.news .none' };
    expect(
      readFeed(toList(selectors), '<div class="news"><p class="none">Nothing today</p></div>'),
    ).toMatchObject({
      ...{ entries: [], drops: [], isWhole: true },
    });
    expect(readFailure(toList(selectors), '<div class="news"></div>').failure).toBe('layout-changed');
  });

  it('is read however deep it nests', () => {
    const body = `${'<div>'.repeat(50_000)}<article><a href="/x">X</a></article>`;
    expect(readFailure(toList({ item: 'article' }), body).failure).toBe('layout-changed');
  });
});
