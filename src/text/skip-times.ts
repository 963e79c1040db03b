import type { FeedAsks } from '../model.ts';

type SkipTimes = Pick<FeedAsks, 'skipHours' | 'skipDays'>;

/** Whether a feed asks never to be fetched, which nobody can mean: its wish is then not kept. */
export const isAlwaysSkipped = ({ skipHours, skipDays }: SkipTimes): boolean =>
  skipHours.length >= 24 || skipDays.length >= 7;

const HOUR_MS = 3_600_000;

/** The time itself, or where it lies in hours or days (GMT) that the feed asks to skip, the first full hour after them. */
export function leaveSkipped(time: Date, skip: SkipTimes): Date {
  if (isAlwaysSkipped(skip)) return time;
  let at = time;
  while (skip.skipHours.includes(at.getUTCHours()) || skip.skipDays.includes(at.getUTCDay()))
    at = new Date((Math.floor(at.getTime() / HOUR_MS) + 1) * HOUR_MS);
  return at;
}
