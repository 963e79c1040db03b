import type { PageInput } from './extract/page.ts';
import type { FeedAnswer, FeedDocument } from './feed-document.ts';
import { type IntervalLimits, nextReadAfterFailure } from './fetch/backoff.ts';
import { toFeedOptions } from './fetch/credentials.ts';
import { toPollUrl } from './fetch/move.ts';
import { isFullFetchDue, type PollFacts, toFailureUpdate, toSuccessUpdate } from './fetch/poll.ts';
import { decide } from './identify/decide.ts';
import { toDraft, toLookupKeys } from './identify/draft.ts';
import { dropTooOld } from './identify/initial-age.ts';
import type {
  Article,
  CollectCounts,
  Collected,
  ExtractOutcome,
  Failure,
  Feed,
  FeedId,
  FeedUpdate,
  Fetch,
  Fetched,
  FetchOutcome,
  FetchRequest,
  LeaseLost,
  PendingItem,
  Polled,
  ReadItem,
  Reading,
  SitemapIndex,
  Taggable,
  Work,
} from './model.ts';
import type { FeedLimits } from './parse/limits.ts';
import { followIndex, type IndexRead } from './sitemap-index.ts';
import type { Tagger } from './tag/compile.ts';
import { tagItem } from './tag/tag.ts';
import { sha256Hex } from './text/hash.ts';
import { sanitizeHtml, toPlainText } from './text/html.ts';
import type { DetectLanguage } from './text/language.ts';

/** What the applied revision makes of feeds and pages: all that the passes need besides effects. */
export interface Rules {
  readonly feeds: ReadonlyMap<FeedId, Feed>;
  readonly tagger: Tagger;
  readonly detectLanguage: DetectLanguage;
  readonly limits: IntervalLimits;
  /** Entries older than this are left out of a feed's first fetch; undefined takes all. */
  readonly initialMaxAgeMs: number | undefined;
  readonly maxReadAttempts: number;
  /** What one feed may bring. */
  readonly feedLimits: FeedLimits;
  /** UTF-16 units kept of an article's text. */
  readonly maxTextChars: number;
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
  readonly saveRead: (read: ReadItem) => Promise<Saved>;
}

export type FeedWork = Extract<Work, { kind: 'feed' }>;
export type ItemWork = Extract<Work, { kind: 'item' }>;

/** What one pass came to, for the log. */
export type Report =
  | { readonly kind: 'collected'; readonly update: FeedUpdate; readonly counts: CollectCounts }
  | { readonly kind: 'read'; readonly reading: Reading }
  | LeaseLost;

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
  const page = await readPage(work, effects, rules);
  const now = effects.now();
  const content = toContent(item, page);
  const language = rules.detectLanguage({ stated: item.language, title: content.title, text: content.text });
  const tags = tagItem(rules.tagger, { ...toTaggable(item, content), language });
  const reading: Reading = {
    ...toReadState(page, item, now, effects.random(), rules),
    language,
    text: content.text,
    html: content.html,
    article: page.kind === 'article' ? page.article : undefined,
    tags,
    taggedBy: rules.tagger.hash,
  };
  const saved = await effects.store.saveRead({ item, lease, now, reading });
  return saved.kind === 'saved' ? { kind: 'read', reading } : saved;
}

type Page =
  | { readonly kind: 'article'; readonly article: Article }
  | { readonly kind: 'not-wanted' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly retryAfterSeconds: number | undefined };

async function readPage({ item, lease }: ItemWork, effects: Effects, rules: Rules): Promise<Page> {
  const feeds = item.feeds.flatMap((id) => rules.feeds.get(id) ?? []);
  const feed = feeds.find(({ read }) => read === 'page');
  if (feeds.length > 0 && feed === undefined) return { kind: 'not-wanted' };
  if (item.url === undefined)
    return toFailedPage({ kind: 'failed', failure: 'no-url', detail: 'the entry has no link' }, undefined);
  const outcome = await effects.fetch({ url: item.url, purpose: 'page', heldHost: lease.host });
  if (outcome.kind !== 'fetched') return toFailedPage(toFailure(outcome), outcome);
  const extracted = await effects.extract({
    ...{ body: outcome.body, contentType: outcome.contentType, url: outcome.url },
    hints: toHints(item, feeds, effects.now()),
    maxTextChars: rules.maxTextChars,
  });
  return extracted.kind === 'extracted'
    ? { kind: 'article', article: extracted.article }
    : toFailedPage(extracted, outcome);
}

const toHints = (item: PendingItem, feeds: readonly Feed[], now: Date): PageInput['hints'] => {
  const feed = feeds.find(({ read }) => read === 'page');
  // Of several feeds that carry the item one may say how its pages are read.
  const ruled = feeds.find(({ pageRule }) => pageRule !== undefined);
  return {
    zone: ruled?.zone ?? feed?.zone ?? 'UTC',
    language: item.language,
    title: item.title,
    siteRules: true,
    rule: ruled?.pageRule === undefined ? undefined : { feed: ruled.id, ...ruled.pageRule },
    now,
  };
};

/** A page is asked for without validators: a 304 is a server's mistake. */
const toFailure = (outcome: Exclude<FetchOutcome, Fetched>): Failure =>
  outcome.kind === 'failed'
    ? outcome
    : { kind: 'failed', failure: 'http-error', detail: '304 to a request without validators' };

const toFailedPage = (failure: Failure, outcome: FetchOutcome | undefined): Page => ({
  kind: 'failed',
  failure,
  retryAfterSeconds: outcome?.kind === 'failed' ? outcome.retryAfterSeconds : undefined,
});

interface Content {
  readonly title: string;
  readonly text: string;
  readonly html: string;
}

function toContent(item: PendingItem, page: Page): Content {
  if (page.kind === 'article') {
    const { article } = page;
    return { title: item.title ?? article.title ?? '', text: article.text, html: article.html };
  }
  const html = sanitizeHtml(item.contentHtml ?? item.summaryHtml ?? '', item.url ?? '');
  return { title: item.title ?? '', text: toPlainText(html), html };
}

const toTaggable = (item: PendingItem, { title, text }: Content): Omit<Taggable, 'language'> => ({
  title,
  text,
  categories: item.categories,
  url: item.url,
  feeds: item.feeds,
});

function toReadState(page: Page, item: PendingItem, now: Date, jitter: number, rules: Rules) {
  if (page.kind === 'article')
    return { state: 'read' as const, failure: undefined, detail: undefined, nextReadAt: undefined };
  if (page.kind === 'not-wanted')
    return { state: 'feed-only' as const, failure: undefined, detail: undefined, nextReadAt: undefined };
  const { failure, retryAfterSeconds } = page;
  const attempts = item.attempts + 1;
  const nextReadAt = nextReadAfterFailure(
    { now, failure: failure.failure, attempts, retryAfterSeconds, jitter },
    rules.maxReadAttempts,
  );
  const state = nextReadAt === undefined ? ('failed' as const) : ('pending' as const);
  return { state, failure: failure.failure, detail: failure.detail, nextReadAt };
}
