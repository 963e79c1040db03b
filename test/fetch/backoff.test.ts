import { describe, expect, it } from 'vitest';
import {
  type IntervalLimits,
  nextFetchAfterFailure,
  nextFetchAfterSuccess,
  nextReadAfterFailure,
  type PollSuccess,
  toGapSeconds,
} from '../../src/fetch/backoff.ts';
import type { FailureKind } from '../../src/model.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const LIMITS: IntervalLimits = {
  minIntervalSeconds: 5 * MINUTE,
  maxIntervalSeconds: DAY,
  defaultIntervalSeconds: 15 * MINUTE,
};
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const secondsTo = (date: Date): number => (date.getTime() - NOW.getTime()) / 1000;
const every = (seconds: number, count: number): readonly Date[] =>
  Array.from({ length: count }, (_, index) => ago(index * seconds));

const poll = (changes: Partial<PollSuccess>): PollSuccess => ({
  now: NOW,
  intervalSeconds: 15 * MINUTE,
  lastFetchAt: ago(15 * MINUTE),
  lastNewItemAt: ago(10 * DAY),
  entries: 20,
  newItems: 0,
  publishedAt: [],
  freshSeconds: undefined,
  ttlSeconds: undefined,
  jitter: 0,
  ...changes,
});

describe('the next fetch after one that worked', () => {
  it.each<[string, Partial<PollSuccess>, number, number]>([
    ['is the default for a feed just met', { lastFetchAt: undefined }, 15 * MINUTE, 15 * MINUTE],
    [
      'is half the gap of a quick feed just met',
      { lastFetchAt: undefined, publishedAt: every(16 * MINUTE, 9) },
      8 * MINUTE,
      8 * MINUTE,
    ],
    ['is later when nothing is new', {}, 22.5 * MINUTE, 22.5 * MINUTE],
    [
      'grows no further than an eighth of the silence',
      { intervalSeconds: HOUR, lastNewItemAt: ago(4 * HOUR) },
      30 * MINUTE,
      30 * MINUTE,
    ],
    ['never passes the maximum', { intervalSeconds: DAY, lastNewItemAt: undefined }, DAY, DAY],
    [
      'stays when news comes as often as polls do by half',
      { newItems: 1, intervalSeconds: 15 * MINUTE, lastFetchAt: ago(30 * MINUTE) },
      15 * MINUTE,
      15 * MINUTE,
    ],
    [
      'is sooner when news comes quicker',
      { newItems: 2, intervalSeconds: HOUR, lastFetchAt: ago(HOUR) },
      30 * MINUTE,
      30 * MINUTE,
    ],
    ['is half when every entry is new', { newItems: 20, intervalSeconds: HOUR }, 30 * MINUTE, 30 * MINUTE],
    ['never falls below the minimum', { newItems: 20, intervalSeconds: 5 * MINUTE }, 5 * MINUTE, 5 * MINUTE],
    ['waits for freshness without changing the interval', { freshSeconds: HOUR }, 22.5 * MINUTE, HOUR],
    ['waits for the ttl', { ttlSeconds: 2 * HOUR }, 22.5 * MINUTE, 2 * HOUR],
    ['does not wait for a year of freshness', { freshSeconds: 365 * DAY }, 22.5 * MINUTE, DAY],
    ['is spread by a tenth', { jitter: 1 }, 22.5 * MINUTE, 24.75 * MINUTE],
  ])('%s', (_, changes, intervalSeconds, seconds) => {
    const next = nextFetchAfterSuccess(poll(changes), LIMITS);
    expect(next.intervalSeconds).toBe(intervalSeconds);
    expect(secondsTo(next.nextFetchAt)).toBe(seconds);
  });

  it('settles near half the gap of a steady feed', () => {
    let intervalSeconds = 15 * MINUTE;
    for (let round = 0; round < 40; round += 1) {
      const newItems =
        Math.floor(((round + 1) * intervalSeconds) / (20 * MINUTE)) -
        Math.floor((round * intervalSeconds) / (20 * MINUTE));
      const next = nextFetchAfterSuccess(
        poll({
          intervalSeconds,
          newItems,
          lastFetchAt: ago(intervalSeconds),
          lastNewItemAt: ago(20 * MINUTE),
        }),
        LIMITS,
      );
      intervalSeconds = next.intervalSeconds;
    }
    expect(intervalSeconds).toBeGreaterThanOrEqual(8 * MINUTE);
    expect(intervalSeconds).toBeLessThanOrEqual(20 * MINUTE);
  });
});

describe('toGapSeconds', () => {
  it.each<[string, readonly Date[], number | undefined]>([
    ['nothing from two dates', every(60, 2), undefined],
    ['the gap of a steady feed', every(60, 10), 60],
    ['the same in any order', [...every(60, 10)].reverse(), 60],
    ['the middle one of uneven gaps', [ago(0), ago(10), ago(40), ago(10_000)], 30],
  ])('reads %s', (_, dates, expected) => {
    expect(toGapSeconds(dates)).toBe(expected);
  });
});

describe('the next fetch after a failure', () => {
  const seconds = (failures: number, failure: FailureKind = 'timeout', retryAfterSeconds?: number): number =>
    secondsTo(
      nextFetchAfterFailure(
        { now: NOW, failure, failures, intervalSeconds: 15 * MINUTE, retryAfterSeconds, jitter: 0 },
        LIMITS,
      ),
    );

  it('doubles from the interval to a day and stays there for ever', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 50, 100_000].map((failures) => seconds(failures) / MINUTE)).toEqual([
      15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440,
    ]);
  });

  it('asks for what is gone once a week', () => {
    expect(seconds(1, 'gone')).toBe(7 * DAY);
    expect(seconds(50, 'gone')).toBe(7 * DAY);
  });

  it.each([
    ['waits for a Retry-After beyond its own time', 1, HOUR, HOUR],
    ['keeps its own time beyond a Retry-After', 4, HOUR, 2 * HOUR],
  ])('%s', (_, failures, retryAfter, expected) => {
    expect(seconds(failures, 'rate-limited', retryAfter)).toBe(expected);
  });
});

describe('the next try of a page', () => {
  const delays = (
    failure: FailureKind,
    maxAttempts: number,
    retryAfterSeconds?: number,
  ): readonly unknown[] =>
    [1, 2, 3, 4, 5].map((attempts) => {
      const at = nextReadAfterFailure(
        { now: NOW, failure, attempts, retryAfterSeconds, jitter: 0 },
        maxAttempts,
      );
      return at === undefined ? 'given up' : secondsTo(at);
    });

  it.each<[string, FailureKind, number, readonly unknown[]]>([
    ['comes later each time', 'timeout', 9, [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR]],
    ['ends at the attempts allowed', 'timeout', 3, [MINUTE, 5 * MINUTE, 'given up', 'given up', 'given up']],
    [
      'is made for a page not there yet',
      'not-found',
      5,
      [MINUTE, 5 * MINUTE, 'given up', 'given up', 'given up'],
    ],
    ['is not made for a PDF', 'not-a-page', 5, ['given up', 'given up', 'given up', 'given up', 'given up']],
  ])('%s', (_, failure, maxAttempts, expected) => {
    expect(delays(failure, maxAttempts)).toEqual(expected);
  });

  it('waits for a Retry-After', () => {
    expect(delays('rate-limited', 9, HOUR)[0]).toBe(HOUR);
  });
});
