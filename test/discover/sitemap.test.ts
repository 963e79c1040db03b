import { describe, expect, it } from 'vitest';
import { readSource, readUnnamedSitemap } from '../../src/discover/read-source.ts';
import { isVouching, joinSitemaps, orderParts } from '../../src/discover/sitemap-parts.ts';
import { readFailure, readFeed, readFixture, toDocument } from './support.ts';

const SITEMAP = { kind: 'sitemap' } as const;
const NEWS = readFixture('sitemap-news.xml');
const toUrlset = (inside: string): string =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inside}</urlset>`;

describe('a sitemap', () => {
  it('gives its pages with what the news namespace says of them, the newest first', () => {
    const feed = readFeed(SITEMAP, NEWS, { zone: 'Europe/Kyiv' });
    expect(feed).toMatchObject({ title: 'Harbour Post', isWhole: true, format: 'sitemap' });
    expect(feed.entries).toMatchObject([
      {
        ...{ url: 'https://harbour.example/about', title: undefined, publishedAt: undefined },
        updatedAt: new Date('2026-02-10T12:00:00Z'),
      },
      {
        url: 'https://harbour.example/news/1',
        title: 'Порт прийняв перше судно & два буксири',
        publishedAt: new Date('2026-02-10T05:00:00Z'),
        updatedAt: new Date('2026-02-10T05:20:00Z'),
        language: 'uk',
        categories: ['порт', 'судно'],
        enclosures: [{ url: 'https://harbour.example/i/1.jpg' }],
      },
      {
        ...{ url: 'https://harbour.example/news/2?a=1&b=2', title: 'Друга <b>новина</b>' },
        publishedAt: new Date('2026-02-09T22:00:00Z'),
      },
    ]);
    expect(feed.drops).toEqual([{ reason: 'no-link', detail: '1 places of the sitemap have no address' }]);
  });

  it('is recognised by its root, whatever stands before it; nothing else is', () => {
    const read = (body: string) =>
      readUnnamedSitemap({ ...toDocument(SITEMAP, body), body, contentType: 'text/html' });
    expect(read(NEWS)?.kind).toBe('parsed');
    expect(read('<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"/>')?.kind).toBe('parsed');
    for (const body of ['<html><body>urlset</body></html>', '<rss/>', '<!-- <urlset> -->', '<urlsets>'])
      expect(read(body)).toBeUndefined();
  });

  it.each([
    ['is empty', toUrlset('')],
    ['closes itself', '<urlset/>'],
  ])('that %s has no entries and is no failure', (_name, body) => {
    expect(readFeed(SITEMAP, body, { hadEntries: true })).toMatchObject({ entries: [], isWhole: true });
  });

  it.each([
    [
      'no place has an address',
      toUrlset('<url><location>https://a.example/</location></url>'),
      'layout-changed',
    ],
    ['an address is none', toUrlset('<url><loc>mailto:a@b.example</loc></url>'), 'layout-changed'],
    ['an index has no sitemaps', '<sitemapindex></sitemapindex>', 'layout-changed'],
    ['it ends at once', '<urlset>', 'malformed'],
    ['it is a page', '<html><body>Not found</body></html>', 'not-a-feed'],
    ['there is nothing', ' ', 'empty'],
  ])('is a failure where %s', (_name, body, failure) => {
    expect(readFailure(SITEMAP, body)).toMatchObject({ failure });
  });

  it('says that it was cut off, and gives what came before', () => {
    const feed = readFeed(SITEMAP, NEWS.slice(0, NEWS.indexOf('<url><loc>/about')));
    expect(feed.isWhole).toBe(false);
    expect(feed.entries).toHaveLength(2);
  });

  it('is bounded in entries, in their length and in depth', () => {
    const limits = { maxEntries: 2, maxEntryChars: 40, maxDepth: 3 };
    const pages = Array.from(
      { length: 5 },
      (_, n) =>
        `<url><loc>https://a.example/${n}</loc><lastmod>2026-02-0${n + 1}</lastmod><x>${'y'.repeat(99)}</x></url>`,
    );
    const feed = readFeed(SITEMAP, toUrlset(pages.join('')), { limits });
    expect(feed.entries.map(({ url }) => url)).toEqual(['https://a.example/4', 'https://a.example/3']);
    expect(feed.drops).toEqual([
      { reason: 'too-many-entries', detail: '3 entries beyond the limit were left out' },
    ]);
    const deep = toUrlset(`${'<a>'.repeat(100_000)}<url><loc>https://a.example/</loc></url>`);
    expect(readFeed(SITEMAP, deep, { limits }).entries).toEqual([]);
  });
});

describe('an index of sitemaps', () => {
  const read = readSource(toDocument(SITEMAP, readFixture('sitemap-index.xml')));
  if (read.kind !== 'index') throw new Error('no index');

  it('is followed to its news first, then to the newest, of numbered ones to the last', () => {
    expect(orderParts(read).map(({ url }) => new URL(url).pathname)).toEqual([
      ...['/news-sitemap.xml', '/pages.xml', '/tags.xml', '/posts-10.xml', '/posts-2.xml'],
    ]);
  });

  it('vouches for its parts where it says to the minute when each changed', () => {
    expect(isVouching(read)).toBe(false);
    expect(isVouching({ ...read, parts: read.parts.filter(({ isExact }) => isExact) })).toBe(true);
  });

  it('is one feed of its parts, each page once, the newest first', () => {
    const limits = { maxEntries: 3, maxEntryChars: 100, maxDepth: 10 };
    const news = readFeed(SITEMAP, NEWS);
    const other = readFeed(
      SITEMAP,
      toUrlset(
        '<url><loc>https://harbour.example/news/1</loc><lastmod>2026-02-12</lastmod></url><url><loc>https://harbour.example/new</loc><lastmod>2026-02-11</lastmod></url>',
      ),
    );
    const joined = joinSitemaps([news, other], [], limits);
    expect(joined.entries.map(({ url, title }) => [url, title])).toEqual([
      ['https://harbour.example/new', undefined],
      ['https://harbour.example/about', undefined],
      ['https://harbour.example/news/1', 'Порт прийняв перше судно & два буксири'],
    ]);
    expect(joined.drops.map(({ reason }) => reason)).toEqual(['no-link', 'too-many-entries']);
  });
});
