import type {
  CollectCounts,
  Failure,
  FeedUpdate,
  Fetched,
  FetchOutcome,
  FetchState,
  NotModified,
  ParsedFeed,
} from '../model.ts';
import {
  type IntervalLimits,
  nextFetchAfterFailure,
  nextFetchAfterSuccess,
  type PollFailure,
} from './backoff.ts';
import { nextFixedAfterFailure, nextFixedAfterSuccess, type Scheduled } from './fixed-schedule.ts';
import { followMove, isFallback } from './move.ts';
import { toHabit } from './silence.ts';

/** Some servers answer 304 for ever: a feed is fetched without validators this often (Feedbin, Media Cloud). */
const FULL_FETCH_EVERY_MS = 12 * 60 * 60 * 1000;

/** True when the next request carries no validators. */
export const isFullFetchDue = (state: FetchState, now: Date): boolean =>
  state.fullFetchAt === undefined ||
  now.getTime() - state.fullFetchAt.getTime() >= FULL_FETCH_EVERY_MS ||
  isFallback(state);

/** One poll of a feed, before it is known what it brought. */
export interface PollFacts {
  readonly feed: Scheduled;
  readonly state: FetchState;
  readonly limits: IntervalLimits;
  readonly startedAt: Date;
  readonly now: Date;
  /** 0 to 1. */
  readonly jitter: number;
}

/** What was read in a poll; no feed where it is as before. */
export interface PollRead {
  readonly bodyHash: string;
  readonly feed: ParsedFeed | undefined;
  /** Of all that was read, where that was more than the answer. */
  readonly bodyBytes?: number | undefined;
}

/** What a poll leaves of its feed when the feed was read, or was as before. Its validators vouch for what was read. */
export function toSuccessUpdate(
  facts: PollFacts,
  outcome: Fetched | NotModified,
  read: PollRead | undefined,
  counts: CollectCounts,
): FeedUpdate {
  const { state, startedAt, now } = facts;
  const feed = read?.feed;
  const asks = feed?.asks ?? state.asks;
  const overflow = feed !== undefined && isOverflow(state, counts);
  const news = counts.new + counts.joined;
  const publishedAt = feed?.entries.flatMap((entry) => entry.publishedAt ?? []) ?? [];
  const fixed = nextFixedAfterSuccess(facts.feed, now);
  const next =
    fixed ??
    nextFetchAfterSuccess(
      {
        now,
        intervalSeconds: state.intervalSeconds,
        lastFetchAt: state.lastFetchAt,
        lastNewItemAt: state.lastNewItemAt,
        newItems: counts.new,
        overflow,
        publishedAt,
        freshSeconds: outcome.freshSeconds,
        asks,
        jitter: facts.jitter,
      },
      facts.limits,
    );
  const notModified = outcome.kind === 'not-modified';
  return {
    poll: {
      kind: notModified ? 'not-modified' : feed === undefined ? 'unchanged' : 'fetched',
      fetchedAt: startedAt,
      status: outcome.status,
      failure: undefined,
      detail: undefined,
      bodyBytes: notModified ? undefined : (read?.bodyBytes ?? outcome.body.byteLength),
      durationMs: outcome.durationMs,
      overflow,
      drops: feed?.drops ?? [],
    },
    state: {
      ...toValidators(state, outcome, feed),
      bodyHash: read?.bodyHash ?? state.bodyHash,
      fullFetchAt: isFullFetchDue(state, startedAt) ? startedAt : state.fullFetchAt,
      lastFetchAt: startedAt,
      lastSuccessAt: startedAt,
      lastNewItemAt: news > 0 ? now : state.lastNewItemAt,
      failures: 0,
      failingSince: undefined,
      intervalSeconds: next.intervalSeconds,
      entries: feed === undefined ? state.entries : counts.entries,
      overflows: state.overflows + (overflow ? 1 : 0),
      lastOverflowAt: overflow ? startedAt : state.lastOverflowAt,
      ...toHabit({ state, now, news, publishedAt }),
      asks,
      move: followMove(state, outcome.movedTo, startedAt),
    },
    nextFetchAt: next.nextFetchAt,
    title: feed?.title,
    link: feed?.link,
    feedLinks: [],
  };
}

/** A feed of one entry always shows another: that says nothing of what was missed. */
const isOverflow = (state: FetchState, counts: CollectCounts): boolean =>
  state.entries > 0 && counts.entries > 1 && counts.new > 0 && counts.known === 0;

/** Validators vouch for what was read: those of a document cut off would keep its rest from us. */
function toValidators(
  state: FetchState,
  outcome: Fetched | NotModified,
  feed: ParsedFeed | undefined,
): Pick<FetchState, 'etag' | 'lastModified'> {
  if (feed?.isWhole === false) return { etag: state.etag, lastModified: state.lastModified };
  if (outcome.kind === 'fetched') return { etag: outcome.etag, lastModified: outcome.lastModified };
  // A 304 repeats only the validators it changes (RFC 9110, 15.4.5).
  return {
    etag: outcome.etag ?? state.etag,
    lastModified: outcome.lastModified ?? state.lastModified,
  };
}

/** What a poll leaves of its feed when nothing was read: validators and hash as they were, the back-off set. */
export function toFailureUpdate(
  facts: PollFacts,
  failure: Failure,
  outcome: FetchOutcome | undefined,
  feedLinks: readonly string[],
): FeedUpdate {
  const { state, startedAt, now } = facts;
  const failures = state.failures + 1;
  const failed: PollFailure = {
    now,
    failure: failure.failure,
    failures,
    intervalSeconds: state.intervalSeconds,
    retryAfterSeconds: outcome?.kind === 'failed' ? outcome.retryAfterSeconds : undefined,
    asks: state.asks,
    jitter: facts.jitter,
  };
  return {
    poll: {
      kind: 'failed',
      fetchedAt: startedAt,
      status: outcome?.status,
      failure: failure.failure,
      detail: failure.detail,
      bodyBytes: outcome?.kind === 'fetched' ? outcome.body.byteLength : undefined,
      durationMs: outcome?.durationMs ?? 0,
      overflow: false,
      drops: [],
    },
    state: { ...state, lastFetchAt: startedAt, failures, failingSince: state.failingSince ?? startedAt },
    nextFetchAt:
      nextFixedAfterFailure(facts.feed, failed, facts.limits) ?? nextFetchAfterFailure(failed, facts.limits),
    title: undefined,
    link: undefined,
    feedLinks,
  };
}
