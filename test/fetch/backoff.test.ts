import { describe, expect, it } from 'vitest';
import {
  type IntervalLimits,
  nextFetchAfterFailure,
  nextFetchAfterSuccess,
  nextReadAfterFailure,
  type PollSuccess,
  toGapSeconds,
} from '../../src/fetch/backoff.ts';
import type { FailureKind, FeedAsks } from '../../src/model.ts';

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

const asks = (changes: Partial<FeedAsks> = {}): FeedAsks => ({
  ...{ ttlSeconds: undefined, skipHours: [], skipDays: [] },
  ...changes,
});

const poll = (changes: Partial<PollSuccess>): PollSuccess => ({
  now: NOW,
  intervalSeconds: 15 * MINUTE,
  lastFetchAt: ago(15 * MINUTE),
  lastNewItemAt: ago(10 * DAY),
  newItems: 0,
  overflow: false,
  publishedAt: [],
  freshSeconds: undefined,
  asks: asks(),
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
    [
      'is half when no entry was known',
      { newItems: 20, overflow: true, intervalSeconds: HOUR },
      30 * MINUTE,
      30 * MINUTE,
    ],
    [
      'never falls below the minimum',
      { newItems: 20, overflow: true, intervalSeconds: 5 * MINUTE },
      5 * MINUTE,
      5 * MINUTE,
    ],
    ['waits for freshness without changing the interval', { freshSeconds: HOUR }, 22.5 * MINUTE, HOUR],
    ['waits for the ttl', { asks: asks({ ttlSeconds: 2 * HOUR }) }, 22.5 * MINUTE, 2 * HOUR],
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

describe('a feed that asks to skip hours and days', () => {
  // It is Sunday 1 March 2026, 12:00 in GMT; without that the next fetch is at 12:22:30.
  it.each<[string, Partial<FeedAsks>, Partial<PollSuccess>, string]>([
    ['is fetched in its free hours as ever', { skipHours: [0, 1, 13] }, {}, '01T12:22:30'],
    ['waits for the next full hour', { skipHours: [12] }, {}, '01T13:00:00'],
    ['waits for the end of several', { skipHours: [12, 13, 14, 16] }, {}, '01T15:00:00'],
    [
      'waits over midnight',
      { skipHours: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0] },
      {},
      '02T01:00:00',
    ],
    ['waits for the next day', { skipDays: [0] }, {}, '02T00:00:00'],
    ['waits for a free hour of a free day', { skipDays: [0], skipHours: [0, 1] }, {}, '02T02:00:00'],
    ["waits no longer than the operator's maximum", { skipDays: [0, 1, 2] }, {}, '02T12:00:00'],
    ['is not silenced by skipping every hour', { skipHours: [...Array(24).keys()] }, {}, '01T12:22:30'],
    ['is not silenced by skipping every day', { skipDays: [0, 1, 2, 3, 4, 5, 6] }, {}, '01T12:22:30'],
    ['does not come with all others at the full hour', { skipHours: [12] }, { jitter: 0.5 }, '01T13:05:00'],
  ])('%s', (_, skip, changes, expected) => {
    const { nextFetchAt } = nextFetchAfterSuccess(poll({ asks: asks(skip), ...changes }), LIMITS);
    expect(nextFetchAt.toISOString()).toBe(`2026-03-${expected}.000Z`);
  });

  it('is left alone then after a failure too', () => {
    const failed = {
      now: NOW,
      failure: 'timeout',
      failures: 1,
      intervalSeconds: 15 * MINUTE,
      jitter: 0,
    } as const;
    const next = nextFetchAfterFailure(
      { ...failed, retryAfterSeconds: undefined, asks: asks({ skipHours: [12] }) },
      LIMITS,
    );
    expect(next).toEqual(new Date('2026-03-01T13:00:00Z'));
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
        {
          now: NOW,
          failure,
          failures,
          intervalSeconds: 15 * MINUTE,
          retryAfterSeconds,
          asks: asks(),
          jitter: 0,
        },
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
