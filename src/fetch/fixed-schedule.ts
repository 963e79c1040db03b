import type { Feed, FeedAsks, FeedSchedule } from '../model.ts';
import { nextCronTime, readCron } from '../text/cron.ts';
import { type IntervalLimits, type NextFetch, nextFetchAfterFailure, type PollFailure } from './backoff.ts';

/** What says when a feed is fetched: its schedule, and the zone whose clock a cron expression means. */
export type Scheduled = Pick<Feed, 'schedule' | 'zone'>;

/** The operator's word on when stands above the feed's. */
const NO_ASKS: FeedAsks = { ttlSeconds: undefined, skipHours: [], skipDays: [] };

/**
 * The next fetch after one that worked, where the operator fixed when: to the minute, without jitter, and whatever the
 * feed's own rhythm, freshness and ttl say. Undefined where nothing is fixed.
 */
export function nextFixedAfterSuccess({ schedule, zone }: Scheduled, now: Date): NextFetch | undefined {
  if (schedule === undefined) return undefined;
  const nextFetchAt = nextSlot(schedule, zone, now);
  return { nextFetchAt, intervalSeconds: toIntervalSeconds(schedule, zone, nextFetchAt) };
}

/**
 * The next fetch after one that failed, where the operator fixed when: backed off as any other feed's, but only to a
 * time the schedule has, so that a feed of the day is not tried at night. Undefined where nothing is fixed.
 */
export function nextFixedAfterFailure(
  { schedule, zone }: Scheduled,
  poll: PollFailure,
  limits: IntervalLimits,
): Date | undefined {
  if (schedule === undefined) return undefined;
  const { now } = poll;
  const slot = nextSlot(schedule, zone, now);
  const intervalSeconds = toIntervalSeconds(schedule, zone, slot);
  const backedOff = nextFetchAfterFailure({ ...poll, intervalSeconds, asks: NO_ASKS, jitter: 0 }, limits);
  if (schedule.kind === 'every') return new Date(Math.max(backedOff.getTime(), slot.getTime()));
  // Back-off counts intervals from now, which lies within one: the first failure waits for the very next slot.
  const afterMs = Math.max(
    now.getTime(),
    backedOff.getTime() - intervalSeconds * 1000,
    now.getTime() + (poll.retryAfterSeconds ?? 0) * 1000 - 1,
  );
  return nextSlot(schedule, zone, new Date(afterMs));
}

function nextSlot(schedule: FeedSchedule, zone: string, after: Date): Date {
  if (schedule.kind === 'every') return new Date(after.getTime() + schedule.seconds * 1000);
  const read = readCron(schedule.expression);
  // The config's reader lets no other in.
  if (read.kind === 'refused')
    throw new Error(`the cron expression ${JSON.stringify(schedule.expression)}: expected ${read.expected}`);
  return nextCronTime(read.cron, zone, after);
}

/** The time to the slot after this one: of a cron expression the gap within its day, not the night before it. */
const toIntervalSeconds = (schedule: FeedSchedule, zone: string, slot: Date): number =>
  schedule.kind === 'every'
    ? schedule.seconds
    : (nextSlot(schedule, zone, slot).getTime() - slot.getTime()) / 1000;
