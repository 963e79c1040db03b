import { buildZonedToUtc, type WallTime } from './date-zones.ts';

/** When something is to happen again and again, by the wall clock of a zone: five fields of crontab(5). */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  /** 1 to 31. */
  readonly days: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 (Sunday) to 6. */
  readonly weekdays: ReadonlySet<number>;
  /** Day and weekday both restricted mean either of them, as crontab(5) has it; else both. */
  readonly eitherDay: boolean;
}

export type ReadCron =
  | { readonly kind: 'read'; readonly cron: Cron }
  /** What was expected. */
  | { readonly kind: 'refused'; readonly expected: string };

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Three letters of English for the numbers from `min` on. */
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  // 7 is Sunday too.
  { name: 'weekday', min: 0, max: 7, names: WEEKDAYS },
] as const satisfies readonly Field[];

const SHAPE = 'five fields (minute hour day month weekday) such as "*/20 6-23 * * *"';
/** The longest month, by its number. */
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads a cron expression; what is refused is told field by field. */
export function readCron(text: string): ReadCron {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return { kind: 'refused', expected: SHAPE };
  const read = FIELDS.map((field, at) => readField(parts[at] ?? '', field));
  const wrong = FIELDS.find((_, at) => read[at] === undefined);
  if (wrong !== undefined) {
    const expected = `${wrong.name === 'hour' ? 'an' : 'a'} ${wrong.name} of ${wrong.min} to ${wrong.max}, as *, 5, 1,15, 6-23 or */20`;
    return { kind: 'refused', expected };
  }
  const [minutes, hours, days, months, weekdays] = read;
  const isFree = (at: number): boolean => (parts[at] ?? '').startsWith('*');
  const cron: Cron = {
    minutes: minutes ?? new Set(),
    hours: hours ?? new Set(),
    days: days ?? new Set(),
    months: months ?? new Set(),
    weekdays: new Set([...(weekdays ?? [])].map((day) => day % 7)),
    eitherDay: !isFree(2) && !isFree(4),
  };
  const happens = cron.eitherDay || [...cron.months].some((month) => hasDay(cron, month));
  return happens ? { kind: 'read', cron } : { kind: 'refused', expected: 'a day that its months have' };
}

const hasDay = ({ days }: Cron, month: number): boolean =>
  [...days].some((day) => day <= (DAYS_OF_MONTH[month - 1] ?? 0));

/** The numbers a field stands for: a list of `*`, `n`, `a-b`, each with `/step` unless it is one number. */
function readField(text: string, field: Field): ReadonlySet<number> | undefined {
  const ranges = text.split(',').map((part) => readRange(part, field));
  if (ranges.some((range) => range === undefined)) return undefined;
  return new Set(ranges.flatMap((range) => range ?? []));
}

function readRange(text: string, field: Field): readonly number[] | undefined {
  const match = /^(?:(\*)|(\w{1,3})(?:-(\w{1,3}))?)(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, star, from, to, step] = match;
  if (star === undefined && to === undefined && step !== undefined) return undefined;
  const first = star === undefined ? readNumber(from ?? '', field) : field.min;
  const last = star === undefined ? readNumber(to ?? from ?? '', field) : field.max;
  const by = Number(step ?? 1);
  if (first === undefined || last === undefined || last < first || by < 1) return undefined;
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

function readNumber(text: string, { min, max, names }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const number = named >= 0 ? named + min : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return number >= min && number <= max ? number : undefined;
}

/** 29 February on a Monday comes every 28 years, and later over a century without its leap day. */
const MAX_DAYS = 366 * 40;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The first time after `after` at which the wall clock of an IANA zone shows what the expression asks for. A time that
 * the clock skips in spring comes within an hour of it; one that it shows twice in autumn comes once.
 */
export function nextCronTime(cron: Cron, zone: string, after: Date): Date {
  const toUtc = buildZonedToUtc(zone);
  const minutes = [...cron.minutes].sort((a, b) => a - b);
  const hours = [...cron.hours].sort((a, b) => a - b);
  const lastMinute = minutes.at(-1) ?? 0;
  // No zone is a whole day off Greenwich: the day before cannot be too late to begin with.
  const firstDay = Math.floor(after.getTime() / DAY_MS) - 1;
  for (let day = firstDay; day < firstDay + MAX_DAYS; day += 1) {
    const date = new Date(day * DAY_MS);
    if (!isDay(cron, date)) continue;
    // Asking for an hour's last minute first spares a clock of a zone 60 questions an hour gone by.
    const hour = hours.find((each) => toUtc(toWall(date, each, lastMinute)) > after);
    const times = hour === undefined ? [] : minutes.map((minute) => toUtc(toWall(date, hour, minute)));
    const found = times.find((time) => time > after);
    if (found !== undefined) return found;
  }
  throw new RangeError('the cron expression never comes');
}

function isDay(cron: Cron, date: Date): boolean {
  if (!cron.months.has(date.getUTCMonth() + 1)) return false;
  const day = cron.days.has(date.getUTCDate());
  const weekday = cron.weekdays.has(date.getUTCDay());
  return cron.eitherDay ? day || weekday : day && weekday;
}

const toWall = (date: Date, hour: number, minute: number): WallTime => ({
  year: date.getUTCFullYear(),
  month: date.getUTCMonth() + 1,
  day: date.getUTCDate(),
  hour,
  minute,
  second: 0,
  millisecond: 0,
});
