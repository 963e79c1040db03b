import type { FetchState } from '../model.ts';
import { toGapSeconds } from './backoff.ts';

/** What a poll that worked says of a feed's habit. */
export interface HabitPoll {
  readonly state: FetchState;
  readonly now: Date;
  /** Items that are new in this feed, those other feeds brought before among them. */
  readonly news: number;
  /** Dates the entries claim, where they were read. */
  readonly publishedAt: readonly Date[];
}

type Habit = Pick<FetchState, 'longestGapSeconds' | 'silentSince'>;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A feed is silent after twice its longest gap of late: a paper without weekends (62 h) after five days. */
const SILENT_AFTER_GAPS = 2;
/** But never before a day: nights and holidays are nobody's fault. */
const MIN_SILENCE_SECONDS = DAY;
/** A feed just met shows its usual gap, not its longest: with the line above, silence is ten times the usual one. */
const USUAL_GAPS = 5;
/** And as long as no weekend was seen, one is allowed for: three days make no silence. */
const FIRST_GAP_SECONDS = 36 * HOUR;
/** A holiday is forgotten by half in four weeks, so that it does not hide a silence half a year later. */
const HALF_LIFE_SECONDS = 28 * DAY;

/**
 * The feed's habit after a poll that worked, and whether it is silent: it answers, but has had nothing new for far
 * longer than its habit, which is the longest time between two of its items, fading with the weeks. A feed without
 * two items, or without three dates at the first fetch, has no habit yet and is never silent.
 */
export function toHabit({ state, now, news, publishedAt }: HabitPoll): Habit {
  const isFirst = state.lastSuccessAt === undefined;
  const longestGapSeconds = isFirst ? toFirstGap(publishedAt) : news > 0 ? toGap(state, now) : undefined;
  const gap = longestGapSeconds ?? state.longestGapSeconds;
  if (news > 0 || gap === undefined) return { longestGapSeconds: gap, silentSince: undefined };
  const since = state.lastNewItemAt ?? toNewest(publishedAt, now);
  const limit = Math.max(MIN_SILENCE_SECONDS, SILENT_AFTER_GAPS * gap);
  const isSilent = since !== undefined && secondsBetween(since, now) > limit;
  return { longestGapSeconds: gap, silentSince: state.silentSince ?? (isSilent ? since : undefined) };
}

function toFirstGap(publishedAt: readonly Date[]): number | undefined {
  const usual = toGapSeconds(publishedAt);
  return usual === undefined ? undefined : Math.max(FIRST_GAP_SECONDS, USUAL_GAPS * usual);
}

/** The longest gap with the one that has just ended; of time in which we did not ask, one interval at most counts. */
function toGap(state: FetchState, now: Date): number | undefined {
  const { lastNewItemAt, lastSuccessAt = now, longestGapSeconds, intervalSeconds } = state;
  if (lastNewItemAt === undefined) return longestGapSeconds;
  const unasked = Math.min(secondsBetween(lastSuccessAt, now), intervalSeconds);
  const ended = Math.max(0, secondsBetween(lastNewItemAt, lastSuccessAt)) + unasked;
  const faded =
    longestGapSeconds === undefined
      ? FIRST_GAP_SECONDS
      : longestGapSeconds * 0.5 ** (secondsBetween(lastNewItemAt, now) / HALF_LIFE_SECONDS);
  return Math.max(ended, faded);
}

/** When a feed all of whose entries were too old to keep last had news. */
function toNewest(publishedAt: readonly Date[], now: Date): Date | undefined {
  const past = publishedAt.map((date) => date.getTime()).filter((time) => time <= now.getTime());
  return past.length === 0 ? undefined : new Date(past.reduce((a, b) => Math.max(a, b)));
}

const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;
