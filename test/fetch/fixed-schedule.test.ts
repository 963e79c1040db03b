import { describe, expect, it } from 'vitest';
import type { IntervalLimits, PollFailure } from '../../src/fetch/backoff.ts';
import { nextFixedAfterFailure, nextFixedAfterSuccess } from '../../src/fetch/fixed-schedule.ts';
import { type PollFacts, toFailureUpdate, toSuccessUpdate } from '../../src/fetch/poll.ts';
import type { FailureKind, FeedSchedule, NotModified } from '../../src/model.ts';
import { buildState } from './states.ts';

const NOW = new Date('2026-03-01T12:05:10Z');
const MINUTE = 60;
const LIMITS: IntervalLimits = {
  minIntervalSeconds: 5 * MINUTE,
  maxIntervalSeconds: 24 * 60 * MINUTE,
  defaultIntervalSeconds: 15 * MINUTE,
};
const every = (minutes: number): FeedSchedule => ({ kind: 'every', seconds: minutes * MINUTE });
const cron = (expression: string): FeedSchedule => ({ kind: 'cron', expression });
const toText = (date: Date | undefined): string | undefined => date?.toISOString().slice(5, 19);

describe('the next fetch of a feed with a schedule of its own', () => {
  it.each<[string, FeedSchedule, string, string, number]>([
    ['every 30 minutes', every(30), 'UTC', '03-01T12:35:10', 30],
    ['oftener than the least interval of others', every(1), 'UTC', '03-01T12:06:10', 1],
    ['every ten days', every(14_400), 'UTC', '03-11T12:05:10', 14_400],
    ['at twenty past', cron('*/20 * * * *'), 'UTC', '03-01T12:20:00', 20],
    ['by the clock of its zone', cron('0 17-18 * * *'), 'Asia/Baku', '03-01T13:00:00', 60],
  ])('that worked: %s', (_, schedule, zone, at, minutes) => {
    const next = nextFixedAfterSuccess({ schedule, zone }, NOW);
    expect([toText(next?.nextFetchAt), next?.intervalSeconds]).toEqual([at, minutes * MINUTE]);
  });

  it.each<[string, FeedSchedule, Partial<PollFailure>, string]>([
    ['waits as long as ever for the first time', every(30), {}, '03-01T12:35:10'],
    ['backs off', every(30), { failures: 3 }, '03-01T14:05:10'],
    ['but no further than a day', every(30), { failures: 30 }, '03-02T12:05:10'],
    ['and never comes before its time', every(3 * 24 * 60), { failures: 30 }, '03-04T12:05:10'],
    ['nor before Retry-After is over', every(30), { retryAfterSeconds: 7200 }, '03-01T14:05:10'],
    ['takes the very next slot for the first time', cron('*/20 * * * *'), {}, '03-01T12:20:00'],
    ['leaves slots out', cron('*/20 * * * *'), { failures: 2 }, '03-01T12:40:00'],
    ['leaves out more and more', cron('*/20 * * * *'), { failures: 4 }, '03-01T14:40:00'],
    ['keeps to its hours', cron('*/20 6-13 * * *'), { failures: 5 }, '03-02T06:00:00'],
    ['takes a slot after Retry-After', cron('*/20 * * * *'), { retryAfterSeconds: 7200 }, '03-01T14:20:00'],
    ['takes a slot just at Retry-After', cron('5 * * * *'), { retryAfterSeconds: 3590 }, '03-01T13:05:00'],
    ['is asked once a week when gone', cron('0 12 * * *'), { failure: 'gone' }, '03-08T12:00:00'],
    [
      'heeds no hours that the feed asks to skip',
      every(30),
      { asks: { ttlSeconds: 86_400, skipHours: [12, 13], skipDays: [0] } },
      '03-01T12:35:10',
    ],
  ])('that failed %s', (_, schedule, changes, at) => {
    const poll: PollFailure = {
      now: NOW,
      failure: 'server-error' satisfies FailureKind,
      failures: 1,
      intervalSeconds: 900,
      retryAfterSeconds: undefined,
      asks: { ttlSeconds: undefined, skipHours: [], skipDays: [] },
      jitter: 1,
      ...changes,
    };
    expect(toText(nextFixedAfterFailure({ schedule, zone: 'UTC' }, poll, LIMITS))).toBe(at);
  });

  it('is the feed’s own affair where nothing is fixed', () => {
    expect(nextFixedAfterSuccess({ schedule: undefined, zone: 'UTC' }, NOW)).toBeUndefined();
  });
});

describe('a poll of a feed with a schedule of its own', () => {
  const facts: PollFacts = {
    feed: { schedule: every(30), zone: 'UTC' },
    state: buildState({ intervalSeconds: 900 }),
    limits: LIMITS,
    startedAt: NOW,
    now: NOW,
    jitter: 1,
  };
  const notModified: NotModified = {
    ...{ kind: 'not-modified', status: 304, url: 'https://one.example/rss', durationMs: 1 },
    ...{ etag: undefined, lastModified: undefined, freshSeconds: 86_400 },
  };
  const NOTHING = { entries: 0, new: 0, changed: 0, unchanged: 0, dropped: 0, joined: 0, known: 0 };

  it('leaves its time and interval, whatever freshness the answer claims', () => {
    const update = toSuccessUpdate(facts, notModified, undefined, NOTHING);
    expect(toText(update.nextFetchAt)).toBe('03-01T12:35:10');
    expect(update.state.intervalSeconds).toBe(1800);
  });

  it('backs off from its own interval when it fails', () => {
    const failed = { kind: 'failed', failure: 'timeout', detail: 'late' } as const;
    const twice = { ...facts, state: buildState({ failures: 1, intervalSeconds: 900 }) };
    expect(toText(toFailureUpdate(twice, failed, undefined, []).nextFetchAt)).toBe('03-01T13:05:10');
  });
});
