/**
 * Minutes east of Greenwich by the names feeds use. RFC 822 section 5.1 gives UT, GMT and the American ones; the others
 * are the time zone database's abbreviations (2024a), each with the meaning most feeds give it where several are known
 * (IST India, CST and EST America, AMT Armenia, BST Britain).
 */
const OFFSET_MINUTES: ReadonlyMap<string, number> = new Map([
  ['z', 0],
  ['ut', 0],
  ['utc', 0],
  ['gmt', 0],
  ['wet', 0],
  ['west', 60],
  ['bst', 60],
  ['cet', 60],
  ['mez', 60],
  ['met', 60],
  ['wat', 60],
  ['cest', 120],
  ['mesz', 120],
  ['mest', 120],
  ['eet', 120],
  ['cat', 120],
  ['sast', 120],
  ['eest', 180],
  ['msk', 180],
  ['мск', 180],
  ['trt', 180],
  ['eat', 180],
  ['irst', 210],
  ['azt', 240],
  ['get', 240],
  ['amt', 240],
  ['gst', 240],
  ['samt', 240],
  ['msd', 240],
  ['azst', 300],
  ['uzt', 300],
  ['tmt', 300],
  ['pkt', 300],
  ['yekt', 300],
  ['ist', 330],
  ['npt', 345],
  ['almt', 300],
  ['kgt', 360],
  ['omst', 360],
  ['krat', 420],
  ['ict', 420],
  ['wib', 420],
  ['irkt', 480],
  ['hkt', 480],
  ['sgt', 480],
  ['pht', 480],
  ['awst', 480],
  ['jst', 540],
  ['kst', 540],
  ['yakt', 540],
  ['acst', 570],
  ['aest', 600],
  ['vlat', 600],
  ['acdt', 630],
  ['aedt', 660],
  ['nzst', 720],
  ['nzdt', 780],
  ['nst', -210],
  ['ndt', -150],
  ['brt', -180],
  ['art', -180],
  ['ast', -240],
  ['adt', -180],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
  ['akst', -540],
  ['akdt', -480],
  ['hst', -600],
]);

/** Names that follow the local clock, summer time included. */
const ZONE_NAMES: ReadonlyMap<string, string> = new Map([
  ['et', 'America/New_York'],
  ['ct', 'America/Chicago'],
  ['mt', 'America/Denver'],
  ['pt', 'America/Los_Angeles'],
]);

/** A zone as a date states it: a fixed offset, a place, or a name we do not know. */
export type StatedZone =
  | { readonly kind: 'offset'; readonly minutes: number }
  | { readonly kind: 'place'; readonly zone: string }
  | { readonly kind: 'unknown' };

/** What an IANA name looks like; asking the runtime costs as much as a hundred dates. */
const PLACE = /^[A-Z][A-Za-z_]{1,20}\/[A-Z][A-Za-z_+-]{1,30}(?:\/[A-Z][A-Za-z_]{1,30})?$/;

/** Beyond UTC-12 to UTC+14 there is no place on Earth. */
const MAX_OFFSET_MINUTES = 14 * 60;

/** Reads what follows a time: `+0400`, `GMT+3`, `(UTC +04:00)`, `MSK`, `Europe/Kyiv`; undefined where it is no zone. */
export function parseStatedZone(text: string): StatedZone | undefined {
  const bare = unwrap(text);
  const offset = bare.match(/^(?:gmt|utc?|z)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$/i);
  if (offset !== null) return toOffset(offset[1] ?? '+', offset[2] ?? '0', offset[3] ?? '0');
  const known = OFFSET_MINUTES.get(bare.toLowerCase());
  if (known !== undefined) return { kind: 'offset', minutes: known };
  const zone = ZONE_NAMES.get(bare.toLowerCase());
  if (zone !== undefined) return { kind: 'place', zone };
  if (PLACE.test(bare)) return isZone(bare) ? { kind: 'place', zone: bare } : undefined;
  return /^[A-Z]{1,5}$/.test(bare) ? { kind: 'unknown' } : undefined;
}

/** "GMT+0200 (CEST)" and "+0000 UTC" say the same thing twice; "(UTC)" says it in brackets. */
function unwrap(text: string): string {
  const trimmed = text.trim();
  const withoutComment = trimmed.replace(/\s*\([^()]*\)$/, '');
  const bare = withoutComment === '' ? trimmed.slice(1, -1).trim() : withoutComment;
  return bare.replace(/^([+-]\d{2}:?\d{2})\s+[A-Z]{1,5}$/, '$1').replace(/^:\s*/, '');
}

function toOffset(sign: string, hours: string, minutes: string): StatedZone | undefined {
  const total = Number(hours) * 60 + Number(minutes);
  if (total > MAX_OFFSET_MINUTES || Number(minutes) > 59) return undefined;
  return { kind: 'offset', minutes: sign === '+' ? total : -total };
}

/** Whether a name is an IANA time zone this runtime knows. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What a wall clock in some zone shows. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** Turns wall times of one IANA zone into instants; the formatter is made at the first use and kept. */
export function buildZonedToUtc(zone: string): (wall: WallTime) => Date {
  if (zone === 'UTC') return (wall) => new Date(toEpoch(wall));
  let formatter: Intl.DateTimeFormat | undefined;
  const offsetAt = (epoch: number): number => {
    formatter ??= new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    return readOffset(formatter, epoch);
  };
  return (wall) => {
    const asUtc = toEpoch(wall);
    // Twice, because near a change of the clock the offset at the guess is not the offset at the answer.
    const guess = asUtc - offsetAt(asUtc);
    return new Date(asUtc - offsetAt(guess));
  };
}

/** The instant at which a wall clock of an IANA zone shows the given time; throws RangeError on an unknown zone. */
export const zonedToUtc = (wall: WallTime, zone: string): Date => buildZonedToUtc(zone)(wall);

/** Milliseconds since 1970 of a wall clock in Greenwich. `Date.UTC` would read the years 0 to 99 as 1900 to 1999. */
export function toEpoch(wall: WallTime): number {
  const { year, month, day, hour, minute, second, millisecond } = wall;
  if (year > 99) return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, millisecond);
  return date.getTime();
}

function readOffset(formatter: Intl.DateTimeFormat, epoch: number): number {
  const name = formatter.formatToParts(epoch).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = name.match(/([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -seconds : seconds) * 1000;
}
