import { DATE_NOISE, foldName, toMonth } from './date-names.ts';
import { buildZonedToUtc, parseStatedZone, type StatedZone, toEpoch, type WallTime } from './date-zones.ts';

export { isZone, zonedToUtc } from './date-zones.ts';

/** A date as written to the instant it means, or undefined where it means none. */
export type ParseDate = (text: string) => Date | undefined;

/**
 * Reads the dates of feeds and pages: RFC 822 and its many variants, W3C-DTF and ISO 8601, asctime, dd.mm.yyyy,
 * month names of the European languages. Day comes before month where digits alone do not tell. `zone` (IANA) holds
 * for a date that states none; the host's zone never matters.
 */
export const parseDate = (text: string, zone: string): Date | undefined => buildDateParser(zone)(text);

/** The same for many dates of one zone. */
export function buildDateParser(zone: string): ParseDate {
  const converters = new Map([[zone, buildZonedToUtc(zone)]]);
  const convert = (wall: WallTime, place: string): Date => {
    const known = converters.get(place) ?? buildZonedToUtc(place);
    // A feed that names places names one or two; the bound is for those that try.
    if (converters.size < MAX_CONVERTERS) converters.set(place, known);
    return known(wall);
  };
  return (text) => {
    const trimmed = text.trim();
    // No date is longer; a megabyte of digits is an attack.
    if (trimmed === '' || trimmed.length > MAX_DATE_CHARS) return undefined;
    const date = parseCommon(trimmed) ?? parseUncommon(trimmed);
    if (date === undefined || !isCalendar(date.wall)) return undefined;
    if (date.zone?.kind === 'offset') return new Date(toEpoch(date.wall) - date.zone.minutes * 60_000);
    return convert(date.wall, date.zone?.kind === 'place' ? date.zone.zone : zone);
  };
}

const MAX_DATE_CHARS = 100;
const MAX_CONVERTERS = 20;

function parseUncommon(text: string): Dated | undefined {
  const normal = text.normalize('NFC').replace(/[\s\u00a0\u200e\u200f]+/g, ' ');
  return parseEpoch(normal) ?? parseCompact(normal) ?? parseLoose(normal);
}

interface Dated {
  readonly wall: WallTime;
  readonly zone: StatedZone | undefined;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const GREENWICH: StatedZone = { kind: 'offset', minutes: 0 };
const MIDNIGHT: Clock = { hour: 0, minute: 0, second: 0, millisecond: 0 };

function isCalendar({ year, month, day, hour, minute, second }: WallTime): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || minute > 59 || second > 60) return false;
  // 24:00:00 is the end of the day (ISO 8601); 23:59:60 is a leap second.
  if (hour > 24 || (hour === 24 && (minute > 0 || second > 0))) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0));
}

// RFC 822 and RFC 3339 as nearly every feed writes them; read here at a fifth of the general reader's cost.
const RFC_822 =
  /^(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))? ([A-Z]{1,5}|[+-]\d{4})$/;
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/;

function parseCommon(text: string): Dated | undefined {
  const named = RFC_822.exec(text);
  const match = named ?? RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day] =
    named === null
      ? [Number(match[1]), Number(match[2]), Number(match[3])]
      : [Number(match[3]), toMonth(match[2] ?? '') ?? 0, Number(match[1])];
  const wall = {
    year,
    month,
    day,
    hour: Number(match[4]),
    minute: Number(match[5]),
    second: Number(match[6]),
  };
  const stated = match[8] ?? '';
  const zone = stated === 'GMT' || stated === 'Z' || stated === '+0000' ? GREENWICH : parseStatedZone(stated);
  return zone && { wall: { ...wall, millisecond: toMilliseconds(match[7]) }, zone };
}

const toMilliseconds = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Seconds (10 digits) or milliseconds (13) since 1970. */
function parseEpoch(text: string): Dated | undefined {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return undefined;
  const date = new Date(text.length === 10 ? Number(text) * 1000 : Number(text));
  const wall = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
  return { wall, zone: GREENWICH };
}

/** ISO 8601's basic format: 20260209T143500Z. */
function parseCompact(text: string): Dated | undefined {
  const match = text.match(
    /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i,
  );
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const wall = { year: year ?? 0, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0 };
  return {
    wall: { ...wall, second: second ?? 0, millisecond: 0 },
    zone: match[7] === undefined ? undefined : parseStatedZone(match[7]),
  };
}

// The hour must not go on from another number, nor the seconds into one: 1:2:3:4 is no time.
const TIME =
  /(?<![\d:.])(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)(?![\d:])(?: ?([ap])\.?m\.?(?![\p{L}]))?/iu;

function parseLoose(text: string): Dated | undefined {
  const time = TIME.exec(text);
  if (time === null) {
    const day = parseDay(text, undefined);
    return day === undefined ? undefined : { wall: { ...day, ...MIDNIGHT }, zone: undefined };
  }
  const clock = toClock(time);
  if (clock === undefined) return undefined;
  const before = text.slice(0, time.index).replace(/[\s,/|([–—-]+$/, '');
  const after = text
    .slice(time.index + time[0].length)
    .replace(/^[\s,|/\])]+/, '')
    .replace(/[\s\]]+$/, '');
  const rest =
    before === '' ? { day: parseDay(after, undefined), zone: undefined } : readAround(before, after);
  return rest?.day === undefined ? undefined : { wall: { ...rest.day, ...clock }, zone: rest.zone };
}

/** A day before the time, and after it nothing, a zone, or asctime's year with or without a zone before it. */
function readAround(
  before: string,
  after: string,
): { day: Day | undefined; zone: StatedZone | undefined } | undefined {
  const dayText = before.replace(/(?<=\d)T$/i, '');
  const year = after.match(/^(?:(.*) )?(\d{4})$/);
  const zoneText = year === null ? after : (year[1] ?? '');
  const zone = zoneText === '' ? undefined : parseStatedZone(zoneText);
  if (zoneText !== '' && zone === undefined) return undefined;
  return { day: parseDay(dayText, year?.[2] === undefined ? undefined : Number(year[2])), zone };
}

function toClock(match: RegExpExecArray): Clock | undefined {
  const half = match[5]?.toLowerCase();
  const hour = Number(match[1]);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  return {
    hour: half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0),
    minute: Number(match[2]),
    second: Number(match[3] ?? 0),
    millisecond: toMilliseconds(match[4]),
  };
}

/** Reads the day of a date whose time has been taken away; `year` is the one that stood after the time. */
function parseDay(text: string, year: number | undefined): Day | undefined {
  if (!/^[\p{L}\p{N}(]/u.test(text) || !/^[\p{L}\p{M}\p{N}\s.,:/()'’ºª–-]*$/u.test(text)) return undefined;
  const words = text.match(/\d+|[\p{L}\p{M}.'’ºª]+/gu) ?? [];
  const month = findMonth(words);
  const numbers: string[] = [];
  for (const [index, word] of words.entries()) {
    if (/^\d/.test(word)) numbers.push(word);
    // A weekday we have no name for may lead; anything unknown after the first number is no date.
    else if (
      index !== month?.index &&
      !DATE_NOISE.has(foldName(word)) &&
      numbers.length > 0 &&
      foldName(word) !== ''
    )
      return undefined;
  }
  if (year !== undefined) numbers.push(String(year).padStart(4, '0'));
  return month === undefined ? fromNumbers(numbers, text) : fromNamed(numbers, month.month);
}

/** The month's name; of two (French "mar., 01 déc." leads with Tuesday) the last. */
function findMonth(words: readonly string[]): { index: number; month: number } | undefined {
  for (const [index, word] of [...words.entries()].reverse()) {
    const month = /^\d/.test(word) ? undefined : toMonth(word);
    if (month !== undefined) return { index, month };
  }
  return undefined;
}

function fromNamed(numbers: readonly string[], month: number): Day | undefined {
  const [first, second] = numbers;
  if (first === undefined || second === undefined || numbers.length > 2) return undefined;
  const [year, day] = first.length > 2 ? [first, second] : [second, first];
  return toDay(year, String(month), day);
}

function fromNumbers(numbers: readonly string[], text: string): Day | undefined {
  const [first, second, third] = numbers;
  if (first === undefined || numbers.length > 3) return undefined;
  if (first.length === 4) {
    if (second?.length === 3 && third === undefined) return fromOrdinal(Number(first), Number(second));
    return toDay(first, second ?? '1', third ?? '1');
  }
  if (second === undefined || third === undefined) return undefined;
  // 02/13/2026 can only be American; 02/09/2026 is read day first, as everywhere but there.
  return text.includes('/') && Number(second) > 12
    ? toDay(third, first, second)
    : toDay(third, second, first);
}

function toDay(year: string, month: string, day: string): Day | undefined {
  if (year.length !== 4 && year.length !== 2) return undefined;
  if (month.length > 3 || day.length > 2) return undefined;
  return { year: toFullYear(year), month: Number(month), day: Number(day) };
}

/** RFC 2822 section 4.3: two digits below 50 are of this century. */
const toFullYear = (year: string): number =>
  year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);

/** ISO 8601's day of the year: 2003-335. */
function fromOrdinal(year: number, ordinal: number): Day | undefined {
  const date = new Date(Date.UTC(year, 0, ordinal));
  if (ordinal < 1 || date.getUTCFullYear() !== year) return undefined;
  return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
