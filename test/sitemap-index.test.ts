import { describe, expect, it } from 'vitest';
import { readFeedDocument } from '../src/feed-document.ts';
import type { Feed, Fetched, FetchOutcome, FetchRequest, SitemapIndex } from '../src/model.ts';
import { parseFeedId, parsePublisherId } from '../src/model.ts';
import { followIndex, type IndexRead, type IndexTask } from '../src/sitemap-index.ts';

const NOW = new Date('2026-02-10T12:00:00Z');
const at = (name: string): string => `https://post.example/${name}`;

const toFetched = (url: string, body: string, more: Partial<Fetched> = {}): Fetched => ({
  ...{ kind: 'fetched', status: 200, url, contentType: undefined, etag: '"1"', lastModified: undefined },
  ...{ freshSeconds: 60, body: Buffer.from(body), durationMs: 5, ...more },
});
const toFailed = (failure: 'not-found' | 'rate-limited'): FetchOutcome => ({
  ...{ kind: 'failed', failure, detail: 'no', status: 404, retryAfterSeconds: 30, durationMs: 1 },
});
const toUrlset = (...names: readonly string[]): string =>
  `<urlset>${names.map((name) => `<url><loc>${at(name)}</loc></url>`).join('')}</urlset>`;
const toIndex = (names: readonly string[], lastmod = '2026-02-10T10:00:00Z'): string =>
  `<sitemapindex>${names.map((name) => `<sitemap><loc>${at(name)}</loc><lastmod>${lastmod}</lastmod></sitemap>`).join('')}</sitemapindex>`;

const [id, publisher] = [parseFeedId('post'), parsePublisherId('post')];
if (id === undefined || publisher === undefined) throw new Error('no ids');
const FEED: Feed = {
  ...{ id, publisher, url: at('index.xml'), language: undefined, zone: 'UTC', read: 'page' },
  auth: { user: 'reader', password: 'x' },
};

/** Follows an index over a web of these answers, and what was asked for. */
async function follow(
  index: string,
  web: Readonly<Record<string, string | FetchOutcome>>,
  more: Partial<IndexTask> = {},
): Promise<{ readonly read: IndexRead; readonly asked: readonly FetchRequest[] }> {
  const asked: FetchRequest[] = [];
  const outcome = toFetched(at('index.xml'), index, { freshSeconds: 9999 });
  const parsed = await readFeedDocument({
    body: index,
    url: outcome.url,
    contentType: undefined,
    zone: 'UTC',
  });
  if (parsed.kind !== 'index') throw new Error('no index');
  const root: SitemapIndex = parsed;
  const read = await followIndex(
    { index: root, outcome, feed: FEED, heldHost: 'post.example', ...more },
    {
      parse: readFeedDocument,
      now: () => NOW,
      fetch: async (request) => {
        asked.push(request);
        const answer = web[request.url.slice(request.url.lastIndexOf('/') + 1)] ?? toFailed('not-found');
        return typeof answer === 'string' ? toFetched(request.url, answer) : answer;
      },
    },
  );
  return { read, asked };
}
const urlsOf = (read: IndexRead): readonly (string | undefined)[] =>
  read.kind === 'read' ? read.feed.entries.map(({ url }) => url) : [read.failure.detail];

describe('an index of sitemaps', () => {
  it('is read with its parts, asked for as its feed is, and vouches for them', async () => {
    const { read, asked } = await follow(toIndex(['a.xml', 'b.xml']), {
      ...{ 'a.xml': toUrlset('1', '2'), 'b.xml': toUrlset('2', '3') },
    });
    expect(urlsOf(read)).toEqual([at('2'), at('3'), at('1')]);
    expect(asked[0]).toMatchObject({
      purpose: 'feed',
      heldHost: 'post.example',
      credentials: { auth: FEED.auth },
    });
    expect(read).toMatchObject({
      outcome: { etag: '"1"', freshSeconds: 60, durationMs: 15 },
      feed: { isWhole: true, drops: [] },
    });
  });

  it.each([
    ['of the index', toIndex(['a.xml'], '2026-02-10T11:00:00Z'), toUrlset('1')],
    ['of a part', toIndex(['a.xml']), `${toUrlset('1')} `],
  ])('has another hash with every change %s', async (_name, index, part) => {
    const before = await follow(toIndex(['a.xml']), { 'a.xml': toUrlset('1') });
    const again = await follow(toIndex(['a.xml']), { 'a.xml': toUrlset('1') });
    const after = await follow(index, { 'a.xml': part });
    const hashOf = ({ read }: { read: IndexRead }) => (read.kind === 'read' ? read.bodyHash : undefined);
    expect(hashOf(again)).toBe(hashOf(before));
    expect(hashOf(after)).not.toBe(hashOf(before));
  });

  it.each([
    ['has days only', toIndex(['a.xml'], '2026-02-10'), { 'a.xml': toUrlset('1') }],
    ['leads to another index', toIndex(['a.xml']), { 'a.xml': toIndex(['b.xml']), 'b.xml': toUrlset('1') }],
  ])('that %s keeps no validators: a 304 would hide what is new in its parts', async (_name, index, web) => {
    const { read } = await follow(index, web);
    expect(urlsOf(read)).toEqual([at('1')]);
    expect(read.outcome).toMatchObject({ etag: undefined, lastModified: undefined });
  });

  it('takes what it can where a part fails, tells of it, and does not count as whole', async () => {
    const { read } = await follow(toIndex(['a.xml', 'b.xml']), { 'a.xml': toUrlset('1') });
    expect(urlsOf(read)).toEqual([at('1')]);
    expect(read).toMatchObject({
      outcome: { etag: undefined },
      feed: { isWhole: false, drops: [{ reason: 'part-failed', detail: `${at('b.xml')}: no` }] },
    });
  });

  it('fails as its first part does where all of them do', async () => {
    const { read } = await follow(toIndex(['a.xml']), { 'a.xml': toFailed('rate-limited') });
    expect(read).toMatchObject({
      kind: 'unread',
      failure: { failure: 'rate-limited', detail: `${at('a.xml')}: no` },
      outcome: { retryAfterSeconds: 30 },
    });
  });

  it('asks for no more than five parts, none of them twice, and goes down two levels', async () => {
    const many = Array.from({ length: 9 }, (_, n) => `${n}.xml`);
    const web = Object.fromEntries(many.map((name) => [name, toUrlset(name)]));
    expect((await follow(toIndex([...many, '8.xml', 'index.xml']), web)).asked.map(({ url }) => url)).toEqual(
      ['8.xml', '7.xml', '6.xml', '5.xml', '4.xml'].map(at),
    );
    const loop = await follow(toIndex(['a.xml']), {
      'a.xml': toIndex(['b.xml']),
      'b.xml': toIndex(['a.xml', 'c.xml']),
    });
    expect(loop.read).toMatchObject({ kind: 'unread', failure: { failure: 'layout-changed' } });
    expect(loop.asked).toHaveLength(2);
  });

  it('is left when its time is over', async () => {
    const { read, asked } = await follow(toIndex(['a.xml']), { 'a.xml': toUrlset('1') }, { deadline: NOW });
    expect(asked).toEqual([]);
    expect(read).toMatchObject({ kind: 'unread', failure: { failure: 'timeout' } });
  });
});
