import { isVouching, joinSitemaps, orderParts } from './discover/sitemap-parts.ts';
import type { FeedAnswer, FeedDocument } from './feed-document.ts';
import { toFeedOptions } from './fetch/credentials.ts';
import type { Drop, Failure, Feed, Fetch, Fetched, FetchOutcome, ParsedFeed, SitemapIndex } from './model.ts';
import { DEFAULT_LIMITS, type FeedLimits } from './parse/limits.ts';
import { sha256Hex } from './text/hash.ts';

/** Sitemaps asked for in one pass: with its index and a spacing of seconds they fit well into a lease. */
const MAX_PARTS = 5;
/** Indexes within each other, as some large archives have them by year and month. */
const MAX_LEVELS = 2;

/** An index whose parts are to be read. */
export interface IndexTask {
  readonly index: SitemapIndex;
  /** The answer that brought it. */
  readonly outcome: Fetched;
  readonly feed: Feed;
  readonly limits?: FeedLimits | undefined;
  readonly heldHost?: string | undefined;
  /** No further part is asked for from then on. */
  readonly deadline?: Date | undefined;
}

/** What is needed of the world. */
export interface IndexEffects {
  readonly fetch: Fetch;
  readonly parse: (document: FeedDocument) => Promise<FeedAnswer>;
  readonly now: () => Date;
}

/** The parts of an index as one feed; `outcome` is the index's answer, with validators only where it vouches for all. */
export type IndexRead =
  | {
      readonly kind: 'read';
      readonly outcome: Fetched;
      readonly feed: ParsedFeed;
      /** Over the index and every part. */
      readonly bodyHash: string;
      readonly bodyBytes: number;
    }
  | { readonly kind: 'unread'; readonly failure: Failure; readonly outcome: FetchOutcome };

/** Follows an index to its newest sitemaps, one after the other; what some of them fail by is told, and the rest taken. */
export async function followIndex(task: IndexTask, effects: IndexEffects): Promise<IndexRead> {
  const { index, outcome: root, limits = DEFAULT_LIMITS } = task;
  const waiting = orderParts(index).map(({ url }) => ({ url, level: 1 }));
  const seen = new Set([root.url]);
  const answers: Fetched[] = [];
  const feeds: ParsedFeed[] = [];
  const failed: { readonly url: string; readonly failure: Failure; readonly outcome: FetchOutcome }[] = [];
  const drops: Drop[] = [...index.drops];
  let isNested = false;
  while (waiting.length > 0 && answers.length + failed.length < MAX_PARTS && !isOver(task, effects)) {
    const next = waiting.shift();
    if (next === undefined || seen.has(next.url)) continue;
    seen.add(next.url);
    const part = await readPart(next.url, task, effects);
    if (part.outcome.kind === 'fetched') answers.push(part.outcome);
    if (part.read.kind === 'parsed') feeds.push(part.read);
    else if (part.read.kind === 'failed')
      failed.push({ url: next.url, failure: part.read, outcome: part.outcome });
    else if (next.level >= MAX_LEVELS)
      drops.push({ reason: 'too-deep', detail: `${next.url} is an index within an index` });
    else {
      isNested = true;
      waiting.unshift(...orderParts(part.read).map(({ url }) => ({ url, level: next.level + 1 })));
    }
  }
  const [first] = failed;
  if (feeds.length === 0 && first !== undefined) return { kind: 'unread', ...toUnread(first) };
  const isLate = waiting.length > 0 && isOver(task, effects);
  if (feeds.length === 0)
    return { kind: 'unread', failure: isLate ? OUT_OF_TIME : NO_SITEMAP, outcome: root };
  if (isLate) drops.push({ reason: 'out-of-time', detail: OUT_OF_TIME.detail });
  drops.push(
    ...failed.map(({ url, failure }) => ({ reason: 'part-failed', detail: `${url}: ${failure.detail}` })),
  );
  const joined = joinSitemaps(feeds, drops, limits);
  const isWhole = joined.isWhole && index.isWhole && failed.length === 0 && !isLate;
  return {
    kind: 'read',
    outcome: toWhole(root, answers, isWhole && !isNested && isVouching(index)),
    feed: { ...joined, isWhole },
    bodyHash: sha256Hex([root, ...answers].map(({ body }) => sha256Hex(body)).join(' ')),
    bodyBytes: [root, ...answers].reduce((sum, { body }) => sum + body.byteLength, 0),
  };
}

const isOver = ({ deadline }: IndexTask, { now }: IndexEffects): boolean =>
  deadline !== undefined && now().getTime() >= deadline.getTime();

async function readPart(
  url: string,
  { feed, heldHost, limits }: IndexTask,
  effects: IndexEffects,
): Promise<{ readonly outcome: FetchOutcome; readonly read: FeedAnswer }> {
  const outcome = await effects.fetch({ url, purpose: 'feed', heldHost, ...toFeedOptions(feed, url) });
  if (outcome.kind === 'failed') return { outcome, read: { ...outcome, feedLinks: [] } };
  if (outcome.kind === 'not-modified') {
    const detail = '304 to a request without validators';
    return { outcome, read: { kind: 'failed', failure: 'http-error', detail, feedLinks: [] } };
  }
  const read = await effects.parse({
    ...{ body: outcome.body, url: outcome.url, contentType: outcome.contentType, zone: feed.zone },
    ...(limits === undefined ? {} : { limits }),
    expected: { source: { kind: 'sitemap' }, now: effects.now(), hadEntries: false },
  });
  return { outcome, read };
}

const toUnread = ({ url, failure, outcome }: { url: string; failure: Failure; outcome: FetchOutcome }) => ({
  failure: { ...failure, detail: `${url}: ${failure.detail}`.slice(0, MAX_DETAIL_CHARS) },
  outcome,
});
const MAX_DETAIL_CHARS = 500;

const NO_SITEMAP: Failure = {
  kind: 'failed',
  failure: 'layout-changed',
  detail: 'an index that leads to no sitemap within two steps',
};
const OUT_OF_TIME: Failure = {
  kind: 'failed',
  failure: 'timeout',
  detail: 'the sitemaps of the index took too long to come',
};

/** The index's answer as that of all its parts: as fresh as the least fresh of them. */
function toWhole(root: Fetched, parts: readonly Fetched[], vouches: boolean): Fetched {
  const fresh = parts.map(({ freshSeconds }) => freshSeconds ?? 0);
  return {
    ...root,
    ...(vouches ? {} : { etag: undefined, lastModified: undefined }),
    freshSeconds: fresh.length === 0 ? undefined : Math.min(...fresh),
    durationMs: [root, ...parts].reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}
