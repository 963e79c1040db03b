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
import { type IntervalLimits, nextFetchAfterFailure, nextFetchAfterSuccess } from './backoff.ts';

/** Some servers answer 304 for ever: a feed is fetched without validators this often (Feedbin, Media Cloud). */
const FULL_FETCH_EVERY_MS = 12 * 60 * 60 * 1000;

/** True when the next request carries no validators. */
export const isFullFetchDue = (state: FetchState, now: Date): boolean =>
  state.fullFetchAt === undefined || now.getTime() - state.fullFetchAt.getTime() >= FULL_FETCH_EVERY_MS;

/** One poll of a feed, before it is known what it brought. */
export interface PollFacts {
  readonly state: FetchState;
  readonly limits: IntervalLimits;
  readonly startedAt: Date;
  readonly now: Date;
  /** 0 to 1. */
  readonly jitter: number;
}

/** What a poll leaves of its feed when the feed was read, or was as before. Its validators vouch for what was read. */
export function toSuccessUpdate(
  facts: PollFacts,
  outcome: Fetched | NotModified,
  read: { readonly bodyHash: string; readonly feed: ParsedFeed | undefined } | undefined,
  counts: CollectCounts,
): FeedUpdate {
  const { state, startedAt, now } = facts;
  const next = nextFetchAfterSuccess(
    {
      now,
      intervalSeconds: state.intervalSeconds,
      lastFetchAt: state.lastFetchAt,
      lastNewItemAt: state.lastNewItemAt,
      entries: counts.entries,
      newItems: counts.new,
      publishedAt: read?.feed?.entries.flatMap(({ publishedAt }) => publishedAt ?? []) ?? [],
      freshSeconds: outcome.freshSeconds,
      ttlSeconds: read?.feed?.ttlSeconds,
      jitter: facts.jitter,
    },
    facts.limits,
  );
  const notModified = outcome.kind === 'not-modified';
  return {
    poll: {
      kind: notModified ? 'not-modified' : read?.feed === undefined ? 'unchanged' : 'fetched',
      fetchedAt: startedAt,
      status: outcome.status,
      failure: undefined,
      detail: undefined,
      bodyBytes: notModified ? undefined : outcome.body.byteLength,
      durationMs: outcome.durationMs,
      drops: read?.feed?.drops ?? [],
    },
    state: {
      // A 304 repeats only the validators it changes (RFC 9110, 15.4.5).
      etag: outcome.etag ?? (notModified ? state.etag : undefined),
      lastModified: outcome.lastModified ?? (notModified ? state.lastModified : undefined),
      bodyHash: read?.bodyHash ?? state.bodyHash,
      fullFetchAt: isFullFetchDue(state, startedAt) ? startedAt : state.fullFetchAt,
      lastFetchAt: startedAt,
      lastSuccessAt: startedAt,
      lastNewItemAt: counts.new > 0 ? now : state.lastNewItemAt,
      failures: 0,
      failingSince: undefined,
      intervalSeconds: next.intervalSeconds,
    },
    nextFetchAt: next.nextFetchAt,
    title: read?.feed?.title,
    link: read?.feed?.link,
    feedLinks: [],
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
  return {
    poll: {
      kind: 'failed',
      fetchedAt: startedAt,
      status: outcome?.status,
      failure: failure.failure,
      detail: failure.detail,
      bodyBytes: outcome?.kind === 'fetched' ? outcome.body.byteLength : undefined,
      durationMs: outcome?.durationMs ?? 0,
      drops: [],
    },
    state: { ...state, lastFetchAt: startedAt, failures, failingSince: state.failingSince ?? startedAt },
    nextFetchAt: nextFetchAfterFailure(
      {
        now,
        failure: failure.failure,
        failures,
        intervalSeconds: state.intervalSeconds,
        retryAfterSeconds: outcome?.kind === 'failed' ? outcome.retryAfterSeconds : undefined,
        jitter: facts.jitter,
      },
      facts.limits,
    ),
    title: undefined,
    link: undefined,
    feedLinks,
  };
}
