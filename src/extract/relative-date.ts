import type { ParseDate } from '../text/date.ts';

/** "Today" and "yesterday" as sites show them in place of a date, with the days they lie back. */
const RELATIVE_DAYS: readonly (readonly [RegExp, number])[] = [
  [/^(?:today|bu ?gün|сьогодні|сегодня|heute)(?![\p{L}\p{N}])/iu, 0],
  [/^(?:yesterday|dünən|вчора|вчера|gestern)(?![\p{L}\p{N}])/iu, 1],
];
const TIME_ALONE = /^\D{0,6}(\d{1,2}):(\d{2})$/;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Clocks of sites and ours differ; a date further ahead than this means an earlier day. */
const AHEAD_MS = 60 * 60 * 1000;

/** Whether a text begins with a day that only a clock can tell. */
export const isRelativeDay = (text: string): boolean => RELATIVE_DAYS.some(([pattern]) => pattern.test(text));

/** The day `back` days before now on the zone's wall calendar, as 2026-02-21. */
const toDay = (now: Date, back: number, zone: string): string => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now);
  return new Date(Date.parse(`${today}T00:00:00Z`) - back * DAY_MS).toISOString().slice(0, 10);
};

/** "Dünən / 22:30", or a time alone, which is that of the last such time before `now`; undefined where it is neither. */
export const readRelative = (text: string, zone: string, parse: ParseDate, now: Date): Date | undefined => {
  const named = RELATIVE_DAYS.find(([pattern]) => pattern.test(text));
  const clock = TIME_ALONE.exec(named === undefined ? text : text.replace(named[0], ''));
  if (clock === null) return undefined;
  const at = (back: number) => parse(`${toDay(now, back, zone)} ${clock[1]?.padStart(2, '0')}:${clock[2]}`);
  const back = named?.[1] ?? 0;
  const date = at(back);
  // Shown shortly after midnight, or by a page kept since yesterday.
  return date !== undefined && date.getTime() > now.getTime() + AHEAD_MS ? at(back + 1) : date;
};
