import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { extractPage, type PageInput } from '../src/extract/page.ts';
import { type FeedDocument, readFeedDocument } from '../src/feed-document.ts';
import { type FeedInput, parseFeed } from '../src/parse/feed.ts';
import { openReaders, type Readers, type ReadingBounds } from '../src/threads.ts';

const ITEM =
  '<item><title>A harbour</title><link>https://harbour.test/a</link><pubDate>Sun, 01 Mar 2026 08:00:00 GMT</pubDate></item>';

const toFeed = (bytes: number): FeedInput => ({
  body: Buffer.from(
    `<rss version="2.0"><channel>${ITEM.repeat(Math.ceil(bytes / ITEM.length))}</channel></rss>`,
  ),
  url: 'https://harbour.test/feed',
  contentType: undefined,
  zone: 'UTC',
});
const toPage = (inside: string): PageInput => ({
  body: Buffer.from(`<html><head><title>Harbour</title></head><body>${inside}</body></html>`),
  contentType: 'text/html',
  url: 'https://harbour.test/a',
  hints: { zone: 'UTC', siteRules: true },
  maxTextChars: 200_000,
});
const toArticle = (paragraphs: number): PageInput =>
  toPage(
    `<h1>Harbour</h1><article>${Array.from(
      { length: paragraphs },
      (_, n) =>
        `<p>Berth ${n} of the harbour is open again to ships from all ports of the sea, and the mayor said on the day that ${n * 3} of them had come by noon.</p>`,
    ).join('')}</article>`,
  );

describe('readers', () => {
  const wide = openReaders(() => ({ maxMs: 60_000, maxMegabytes: 256 }));
  afterAll(wide.close);

  it.each([
    ['a small feed', 1_000],
    ['a large feed, by the thread', 400_000],
  ])('read %s as the pure function does', async (_name, bytes) => {
    const feed = toFeed(bytes);
    expect(await wide.parse(feed)).toEqual(await parseFeed(feed));
    expect(feed.body.length).toBeGreaterThan(bytes);
  });

  it.each([
    ['a short list', 20],
    ['a list of many elements, by the thread', 9_000],
  ])('read %s as the pure function does', async (_name, rows) => {
    const document: FeedDocument = {
      ...toFeed(0),
      body: Buffer.from(`<body>${'<p><a href="/x">A crane</a>'.repeat(rows)}`),
      expected: { source: { kind: 'list', item: 'p' }, now: new Date(0), hadEntries: false },
    };
    const read = await wide.parse(document);
    expect(read).toEqual(await readFeedDocument(document));
    expect(read.kind === 'parsed' && read.entries).toHaveLength(Math.min(rows, 5000));
  });

  it.each([
    ['a small page', toArticle(20)],
    ['a large page, by the thread', toArticle(5_000)],
    ['a page of many elements, by the thread', toPage('<i>x</i>'.repeat(5_000))],
  ])('read %s as the pure function does', async (_name, page) => {
    expect(await wide.extract(page)).toEqual(extractPage(page));
  });

  it('keep a text no longer than allowed, cut at a paragraph', async () => {
    const outcome = await wide.extract({ ...toArticle(5_000), maxTextChars: 1_000 });
    if (outcome.kind === 'failed') throw new Error(outcome.detail);
    const { text, html } = outcome.article;
    expect(text.length).toBeGreaterThan(800);
    expect(text.length).toBeLessThanOrEqual(1_000);
    expect(text.endsWith('had come by noon.')).toBe(true);
    expect(html.match(/<p>/g)).toHaveLength(text.split('\n\n').length);
  });
});

describe('the reading thread', () => {
  let readers: Readers | undefined;
  /** The readers with the bounds of the first body that the thread reads, and of those that follow. */
  const open = (first: ReadingBounds, rest = first): Readers => {
    let bounds = first;
    readers = openReaders(() => {
      const own = bounds;
      bounds = rest;
      return own;
    });
    return readers;
  };
  afterEach(() => readers?.close());

  it('is ended where a body takes too long; the event loop is free meanwhile, the next body is read', async () => {
    // So many open paragraphs take several seconds.
    const page = toPage('<p>a'.repeat(250_000));
    const { extract, parse } = open({ maxMs: 500, maxMegabytes: 512 }, { maxMs: 60_000, maxMegabytes: 512 });
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 10);
    const [slow, next] = await Promise.all([extract(page), parse(toFeed(300_000))]);
    clearInterval(timer);
    expect(slow).toEqual({
      kind: 'failed',
      failure: 'too-slow',
      detail: `reading ${page.body.length} bytes took more than 0.5 s`,
    });
    expect(ticks).toBeGreaterThan(15);
    expect(next.kind).toBe('parsed');
  });

  it('is ended where a body takes too much memory, and the next body is read', async () => {
    const { parse } = open({ maxMs: 60_000, maxMegabytes: 64 });
    const items = Array.from(
      { length: 80_000 },
      (_, n) => `{"id":"${n}","tags":[{},{},{},{},{},{},{},{},{}]}`,
    );
    const body = Buffer.from(`{"version":"https://jsonfeed.org/version/1","items":[${items.join(',')}]}`);
    const greedy = await parse({ ...toFeed(0), body });
    expect(greedy).toEqual({
      kind: 'failed',
      failure: 'too-large',
      detail: `reading ${body.length} bytes took more than 64 MB of memory`,
      feedLinks: [],
    });
    expect((await parse(toFeed(300_000))).kind).toBe('parsed');
  });
});
