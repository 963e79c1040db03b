import type { PageInput } from './extract/page.ts';
import type { FeedAnswer, FeedDocument } from './feed-document.ts';
import type { IntervalLimits } from './fetch/backoff.ts';
import { toFeedOptions } from './fetch/credentials.ts';
import { toPollUrl } from './fetch/move.ts';
import { isFullFetchDue, type PollFacts, toFailureUpdate, toSuccessUpdate } from './fetch/poll.ts';
import { decide } from './identify/decide.ts';
import { toDraft, toLookupKeys } from './identify/draft.ts';
import { dropTooOld } from './identify/initial-age.ts';
import type {
  CollectCounts,
  Collected,
  ExtractOutcome,
  Failure,
  FeedUpdate,
  Fetch,
  Fetched,
  FetchOutcome,
  FetchRequest,
  KnownArticle,
  LeaseLost,
  PageRecord,
  PendingItem,
  Polled,
  ReadItem,
  Reading,
  ReplayedItem,
  ReplayItem,
  SitemapIndex,
  Work,
} from './model.ts';
import type { FeedLimits } from './parse/limits.ts';
import {
  compareReadings,
  type FetchedPage,
  isPageWanted,
  type PageOutcome,
  type ReadRules,
  toChosen,
  toHints,
  toPageRecord,
  toReading,
  toTrusted,
} from './reading.ts';
import { followIndex, type IndexRead } from './sitemap-index.ts';
import { sha256Hex } from './text/hash.ts';

/** What the applied revision makes of feeds and pages: all that the passes need besides effects. */
export interface Rules extends ReadRules {
  readonly limits: IntervalLimits;
  /** Entries older than this are left out of a feed's first fetch; undefined takes all. */
  readonly initialMaxAgeMs: number | undefined;
  /** What one feed may bring. */
  readonly feedLimits: FeedLimits;
}

/** The world as the passes see it. */
export interface Effects {
  readonly fetch: Fetch;
  /** Bytes to feed or article, wherever that is done: what takes too long or too much is a failure. */
  readonly parse: (document: FeedDocument) => Promise<FeedAnswer>;
  readonly extract: (page: PageInput) => Promise<ExtractOutcome>;
  readonly now: () => Date;
  /** 0 to 1: spreads what would otherwise fall together. */
  readonly random: () => number;
  readonly store: PassStore;
}

type Saved = { readonly kind: 'saved' } | LeaseLost;

/** Where the passes leave what they made; each call is one transaction, void where the lease is lost. */
export interface PassStore {
  readonly saveCollected: (
    collected: Collected,
  ) => Promise<{ readonly kind: 'saved'; readonly counts: CollectCounts } | LeaseLost>;
  readonly savePoll: (polled: Polled) => Promise<Saved>;
  readonly saveRead: (
    read: ReadItem,
  ) => Promise<{ readonly kind: 'saved'; readonly evicted: number } | LeaseLost>;
}

/** Where a replay leaves what it made; void where the item changed meanwhile. */
export interface ReplayStore {
  readonly saveReplay: (replayed: ReplayedItem) => Promise<{ readonly kind: 'saved' | 'changed' }>;
}

export type FeedWork = Extract<Work, { kind: 'feed' }>;
export type ItemWork = Extract<Work, { kind: 'item' }>;

/** What one pass came to, for the log. */
export type Report =
  | { readonly kind: 'collected'; readonly update: FeedUpdate; readonly counts: CollectCounts }
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      readonly page: PageRecord;
      /** Kept pages of others that made room. */
      readonly evicted: number;
    }
  | LeaseLost;

/** What a replay came to; `passed-over` where the item changed meanwhile. */
export type Replay =
  | { readonly kind: 'improved' | 'unchanged' | 'failed'; readonly reading: Reading }
  | { readonly kind: 'passed-over' };

const NOTHING: CollectCounts = {
  entries: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  dropped: 0,
  joined: 0,
  known: 0,
};

/** Collect: a due feed to new and changed items, saved with its validators and next time in one transaction. */
export async function collectFeed(work: FeedWork, effects: Effects, rules: Rules): Promise<Report> {
  const { feed, state, lease } = work;
  const startedAt = effects.now();
  const outcome = await effects.fetch(toFeedRequest(work, startedAt));
  const facts: PollFacts = {
    feed,
    state,
    limits: rules.limits,
    startedAt,
    now: effects.now(),
    jitter: effects.random(),
  };

  const save = async (update: FeedUpdate): Promise<Report> => {
    const saved = await effects.store.savePoll({ feed, lease, update });
    return saved.kind === 'saved' ? { kind: 'collected', update, counts: NOTHING } : saved;
  };
  if (outcome.kind === 'failed') return save(toFailureUpdate(facts, outcome, outcome, []));
  if (outcome.kind === 'not-modified') return save(toSuccessUpdate(facts, outcome, undefined, NOTHING));
  const bodyHash = sha256Hex(outcome.body);
  if (bodyHash === state.bodyHash)
    return save(toSuccessUpdate(facts, outcome, { bodyHash, feed: undefined }, NOTHING));

  const { url, contentType, body } = outcome;
  const parsed = await effects.parse({
    ...{ body, url, contentType, zone: feed.zone, limits: rules.feedLimits },
    expected: toExpected(work, startedAt),
  });
  if (parsed.kind === 'failed') return save(toFailureUpdate(facts, parsed, outcome, parsed.feedLinks));
  const read =
    parsed.kind === 'index'
      ? await readIndex(parsed, { work, outcome, startedAt }, effects, rules)
      : { kind: 'read' as const, outcome, feed: parsed, bodyHash };
  if (read.kind === 'unread') return save(toFailureUpdate(facts, read.failure, read.outcome, []));
  if (read.bodyHash === state.bodyHash)
    return save(toSuccessUpdate(facts, read.outcome, { ...read, feed: undefined }, NOTHING));

  const drafts = read.feed.entries.map((entry) => toDraft(entry, feed.id, facts.now));
  const maxAgeMs = state.lastSuccessAt === undefined ? rules.initialMaxAgeMs : undefined;
  const toUpdate = (counts: CollectCounts) => toSuccessUpdate(facts, read.outcome, read, counts);
  const saved = await effects.store.saveCollected({
    feed,
    lease,
    now: facts.now,
    lookupKeys: toLookupKeys(drafts),
    decide: (known) => dropTooOld(decide(drafts, known), maxAgeMs, facts.now),
    update: toUpdate,
  });
  return saved.kind === 'saved'
    ? { kind: 'collected', update: toUpdate(saved.counts), counts: saved.counts }
    : saved;
}

const toExpected = ({ feed: { source }, state }: FeedWork, now: Date): FeedDocument['expected'] =>
  source === undefined ? undefined : { source, now, hadEntries: state.entries > 0 };

/** A sitemap's index is read with its newest parts in the same pass, as long as half of the lease lasts. */
function readIndex(
  index: SitemapIndex,
  poll: { readonly work: FeedWork; readonly outcome: Fetched; readonly startedAt: Date },
  effects: Effects,
  rules: Rules,
): Promise<IndexRead> {
  const { feed, lease } = poll.work;
  const deadline = new Date((poll.startedAt.getTime() + lease.until.getTime()) / 2);
  const task = {
    index,
    outcome: poll.outcome,
    feed,
    limits: rules.feedLimits,
    heldHost: lease.host,
    deadline,
  };
  return followIndex(task, effects);
}

function toFeedRequest({ feed, state, lease }: FeedWork, now: Date): FetchRequest {
  const validators = isFullFetchDue(state, now) ? {} : { etag: state.etag, lastModified: state.lastModified };
  const url = toPollUrl(feed.url, state);
  return { url, purpose: 'feed', heldHost: lease.host, ...validators, ...toFeedOptions(feed, url) };
}

/** Read: a pending item to its article, language and tags; a page that gives nothing leaves what the feed gave. */
export async function readItem(work: ItemWork, effects: Effects, rules: Rules): Promise<Report> {
  const { item, lease } = work;
  const { outcome, page } = await readPage(work, effects, rules);
  const now = effects.now();
  const reading = toReading(item, outcome, { now, jitter: effects.random(), rules });
  const saved = await effects.store.saveRead({ item, lease, now, reading, page });
  return saved.kind === 'saved' ? { kind: 'read', reading, page, evicted: saved.evicted } : saved;
}

/** Replay: a kept page to its item's article again, by the rules as they are now and without the network. */
export async function replayItem(
  { item, snapshot }: ReplayItem,
  effects: Pick<Effects, 'extract' | 'now'> & { readonly store: ReplayStore },
  rules: Rules,
): Promise<Replay> {
  const bodyHash = sha256Hex(snapshot.body);
  const fetched = { ...snapshot, mark: { etag: undefined, lastModified: undefined, bodyHash } };
  const { outcome, page } = await extractItem(item, fetched, effects, rules);
  const now = effects.now();
  const reading = toReading(item, outcome, { now, jitter: 0, rules });
  const kind = compareReadings(item, snapshot, reading, page);
  if (kind !== 'improved') return { kind, reading };
  const saved = await effects.store.saveReplay({ item, snapshot, now, reading, page });
  return saved.kind === 'saved' ? { kind, reading } : { kind: 'passed-over' };
}

interface ReadPage {
  readonly outcome: PageOutcome;
  readonly page: PageRecord;
}

const NO_PAGE: PageRecord = { kind: 'none' };

/** An item has its page read again where its entry changed, and to try once more; what gave its article is asked for by its validators. */
async function readPage({ item, lease }: ItemWork, effects: Effects, rules: Rules): Promise<ReadPage> {
  if (!isPageWanted(item, rules)) return { outcome: { kind: 'not-wanted' }, page: NO_PAGE };
  if (item.url === undefined)
    return toFailedPage({ kind: 'failed', failure: 'no-url', detail: 'the entry has no link' }, undefined);
  const known = toTrusted(item);
  const { etag, lastModified } = known ?? {};
  const fetched = await effects.fetch({
    ...{ url: item.url, purpose: 'page', heldHost: lease.host, etag, lastModified },
  });
  if (fetched.kind === 'failed') return toFailedPage(fetched, fetched);
  if (fetched.kind === 'not-modified')
    return known === undefined ? toFailedPage(UNASKED_304, undefined) : toUnchanged(known, 'not-modified');
  const bodyHash = sha256Hex(fetched.body);
  if (known !== undefined && bodyHash === known.bodyHash) return toUnchanged(known, 'same-body');
  const page: FetchedPage = {
    ...{ url: fetched.url, contentType: fetched.contentType, body: fetched.body },
    fetchedAt: effects.now(),
    mark: { etag: fetched.etag, lastModified: fetched.lastModified, bodyHash },
  };
  return extractItem(item, page, effects, rules);
}

/** A 304 to a request without validators is a server's mistake. */
const UNASKED_304: Failure = {
  ...{ kind: 'failed', failure: 'http-error', detail: '304 to a request without validators' },
};

const toFailedPage = (failure: Failure, outcome: FetchOutcome | undefined): ReadPage => ({
  outcome: {
    kind: 'failed',
    failure,
    retryAfterSeconds: outcome?.kind === 'failed' ? outcome.retryAfterSeconds : undefined,
  },
  page: NO_PAGE,
});

const toUnchanged = (known: KnownArticle, by: 'not-modified' | 'same-body'): ReadPage => ({
  outcome: { kind: 'unchanged', known },
  page: { kind: 'unchanged', by },
});

/** A page's bytes to its article, by the better of its text and the feed's, and what is to be kept of it. */
async function extractItem(
  item: PendingItem,
  fetched: FetchedPage,
  effects: Pick<Effects, 'extract'>,
  rules: Rules,
): Promise<ReadPage> {
  const { url, contentType, body } = fetched;
  const extracted = await effects.extract({
    ...{ body, contentType, url, maxTextChars: rules.maxTextChars },
    hints: toHints(item, rules, fetched.fetchedAt),
  });
  const chosen = toChosen(item, extracted, rules.maxTextChars);
  const page = toPageRecord(chosen, fetched);
  return chosen.kind === 'extracted'
    ? { outcome: { kind: 'article', article: chosen.article }, page }
    : { outcome: { kind: 'failed', failure: chosen, retryAfterSeconds: undefined }, page };
}
