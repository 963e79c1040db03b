import type { FailureKind, FeedAsks } from '../model.ts';
import { leaveSkipped } from '../text/skip-times.ts';

/** The operator's bounds of polling, in seconds. */
export interface IntervalLimits {
  readonly minIntervalSeconds: number;
  readonly maxIntervalSeconds: number;
  /** Where nothing is known of a feed yet. */
  readonly defaultIntervalSeconds: number;
}

/** What a poll that worked says of a feed's rhythm. */
export interface PollSuccess {
  readonly now: Date;
  /** The interval that led to this poll. */
  readonly intervalSeconds: number;
  readonly lastFetchAt: Date | undefined;
  /** Before this poll. */
  readonly lastNewItemAt: Date | undefined;
  /** Items that nobody had before; 0 after a 304 or an unchanged body. */
  readonly newItems: number;
  /** No entry was known although the feed was read before. */
  readonly overflow: boolean;
  /** Dates the entries claim, in any order; they tell the rhythm of a feed seen for the first time. */
  readonly publishedAt: readonly Date[];
  /** How long the answer claims to stay as it is: Cache-Control or Expires. */
  readonly freshSeconds: number | undefined;
  /** What the feed asks, in this answer or the last one read. */
  readonly asks: FeedAsks;
  /** 0 to 1: spreads what would otherwise fall together. */
  readonly jitter: number;
}

/** When to fetch next, and the interval to keep as the feed's. */
export interface NextFetch {
  readonly nextFetchAt: Date;
  readonly intervalSeconds: number;
}

/** Spread of a time: up to this share later, never earlier, so that no promise to a server is broken. */
const JITTER_SHARE = 0.1;
/** A poll without news lengthens the interval by so much: the news of a quiet hour is late by half of it at most. */
const QUIET_GROWTH = 1.5;
/** A quiet feed is still asked this many times in the time it takes for one item as a rule. */
const POLLS_PER_GAP = 2;
/** A night is no change of rhythm: an interval grows to this share of the silence (an hour after eight), no further. */
const QUIET_SHARE = 1 / 8;
/** Feeds that all begin again at the same full hour are spread over so much of it. */
const SKIP_SPREAD_SECONDS = 600;
/** Nothing is tried less often than this unless it is gone for good. */
const MAX_BACKOFF_SECONDS = 24 * 3600;
/** 410 says for ever, and is wrong often enough to ask once a week. */
const GONE_SECONDS = 7 * 24 * 3600;
/** The gap is read from the newest entries: an archive's old rhythm says little of today's. */
const NEWEST = 20;

/**
 * The next fetch after one that worked. The interval follows the feed: shorter after a poll with news, at half the
 * gap between its items; halved when no entry was known, since some were probably missed; longer after a poll
 * without. Within the operator's limits; and not before the answer's freshness and the feed's ttl are over, nor in hours
 * and days it asks to skip, as long as these stay within the limits too.
 */
export function nextFetchAfterSuccess(poll: PollSuccess, limits: IntervalLimits): NextFetch {
  const intervalSeconds = clamp(toInterval(poll, limits), limits);
  const asked = Math.max(intervalSeconds, poll.freshSeconds ?? 0, poll.asks.ttlSeconds ?? 0);
  const at = toTime(poll.now, clamp(asked, limits), poll.jitter);
  return { intervalSeconds, nextFetchAt: outOfSkipped(at, poll, limits) };
}

/** Out of the times the feed asks to skip, but no later than the operator's longest interval has it. */
function outOfSkipped(
  at: Date,
  { now, asks, jitter }: Pick<PollSuccess, 'now' | 'asks' | 'jitter'>,
  limits: IntervalLimits,
): Date {
  const free = leaveSkipped(at, asks);
  if (free.getTime() === at.getTime()) return at;
  const spread = free.getTime() + Math.round(SKIP_SPREAD_SECONDS * jitter * 1000);
  const latest = now.getTime() + limits.maxIntervalSeconds * 1000;
  return new Date(Math.max(at.getTime(), Math.min(spread, latest)));
}

function toInterval(poll: PollSuccess, limits: IntervalLimits): number {
  const { intervalSeconds: current, newItems } = poll;
  if (poll.lastFetchAt === undefined) {
    const gap = toGapSeconds(poll.publishedAt) ?? Number.POSITIVE_INFINITY;
    return Math.min(gap / POLLS_PER_GAP, limits.defaultIntervalSeconds);
  }
  if (newItems === 0) return Math.min(current * QUIET_GROWTH, toQuietLimit(poll, limits));
  if (poll.overflow) return current / 2;
  const wanted = secondsBetween(poll.lastFetchAt, poll.now) / newItems / POLLS_PER_GAP;
  // Half-way, by ratio: one burst is no rhythm.
  return Math.min(current, Math.sqrt(current * Math.max(1, wanted)));
}

function toQuietLimit({ lastNewItemAt, now }: PollSuccess, limits: IntervalLimits): number {
  if (lastNewItemAt === undefined) return limits.maxIntervalSeconds;
  return Math.max(limits.defaultIntervalSeconds, secondsBetween(lastNewItemAt, now) * QUIET_SHARE);
}

/** The median time between two of a feed's newest entries, in seconds; undefined for fewer than three dates. */
export function toGapSeconds(dates: readonly Date[]): number | undefined {
  const newest = dates
    .map((date) => date.getTime())
    .sort((a, b) => b - a)
    .slice(0, NEWEST);
  const gaps = newest.slice(1).map((time, index) => ((newest[index] ?? time) - time) / 1000);
  return gaps.length < 2 ? undefined : gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}

/** What is known of a failure when its next try is set. */
export interface PollFailure {
  readonly now: Date;
  readonly failure: FailureKind;
  /** Failures in a row, this one included: 1 or more. */
  readonly failures: number;
  /** The feed's interval; a failure does not change it. */
  readonly intervalSeconds: number;
  readonly retryAfterSeconds: number | undefined;
  readonly asks: FeedAsks;
  readonly jitter: number;
}

/**
 * The next fetch after one that failed: the feed's own interval, doubled with each failure in a row up to 24 h, and
 * never given up; 410 is asked once a week; never before Retry-After is over; out of the times it asks to skip.
 */
export function nextFetchAfterFailure(poll: PollFailure, limits: IntervalLimits): Date {
  const base = clamp(poll.intervalSeconds, limits);
  const doubled = base * 2 ** Math.min(Math.max(0, poll.failures - 1), 20);
  const backoff = poll.failure === 'gone' ? GONE_SECONDS : Math.min(doubled, MAX_BACKOFF_SECONDS);
  const at = toTime(poll.now, Math.max(backoff, poll.retryAfterSeconds ?? 0), poll.jitter);
  return outOfSkipped(at, poll, limits);
}

/** Waits before another try to read a page: soon, for a slip; then long enough for a site to be mended. */
const READ_DELAYS_SECONDS = [60, 5 * 60, 30 * 60, 2 * 3600, 12 * 3600] as const;

/** How many attempts a page's failure deserves; what is not named here, as many as the operator allows. */
const READ_ATTEMPTS: Partial<Record<FailureKind, number>> = {
  // Nothing about these changes by waiting.
  'no-url': 1,
  'bad-url': 1,
  'not-a-page': 1,
  robots: 1,
  blocked: 1,
  'too-large': 1,
  // The machine may have been busy the first time.
  'too-slow': 2,
  gone: 1,
  // A feed may name a page before it is published, or while it is still empty.
  'not-found': 3,
  'no-article': 2,
  'consent-wall': 2,
  'login-wall': 2,
  'needs-script': 2,
  redirects: 2,
  forbidden: 3,
  challenge: 3,
};

export interface ReadFailure {
  readonly now: Date;
  readonly failure: FailureKind;
  /** Attempts made, this one included: 1 or more. */
  readonly attempts: number;
  readonly retryAfterSeconds: number | undefined;
  readonly jitter: number;
}

/** When to try a page again, or undefined when it is left with what the feed gave. */
export function nextReadAfterFailure(read: ReadFailure, maxAttempts: number): Date | undefined {
  if (read.attempts >= Math.min(maxAttempts, READ_ATTEMPTS[read.failure] ?? maxAttempts)) return undefined;
  const delay = READ_DELAYS_SECONDS[read.attempts - 1] ?? READ_DELAYS_SECONDS[4];
  return toTime(read.now, Math.max(delay, read.retryAfterSeconds ?? 0), read.jitter);
}

const toTime = (now: Date, seconds: number, jitter: number): Date =>
  new Date(now.getTime() + Math.round(seconds * (1 + JITTER_SHARE * jitter) * 1000));
const clamp = (seconds: number, limits: IntervalLimits): number =>
  Math.round(Math.min(limits.maxIntervalSeconds, Math.max(limits.minIntervalSeconds, seconds)));
const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;
