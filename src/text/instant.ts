/** A point in time as ISO 8601 UTC text to the microsecond, as PostgreSQL keeps it and a Date cannot. */
export type Instant = string;

/** The units of a time given as an age, in milliseconds. */
const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const AGE = /^(\d{1,6})([mhdw])$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A time from text: an ISO 8601 date or time (UTC unless it has an offset; a "+" that a query string turned
 * into a space is read as one), or an age before now as `30m`, `24h`, `7d`, `2w`. Undefined when it is none.
 */
export function parseInstant(text: string, now: Date): Instant | undefined {
  const age = AGE.exec(text);
  if (age !== null) {
    const ms = now.getTime() - Number(age[1]) * (UNIT_MS[age[2] ?? ''] ?? Number.NaN);
    return toInstant(ms, '');
  }
  if (DATE.test(text)) return isRealDay(text) ? toInstant(Date.parse(`${text}T00:00:00Z`), '') : undefined;
  const time = TIME.exec(
    text.replace(/ (\d{2}:?\d{2})$/, (spaced) => (text.includes('T') ? `+${spaced.trim()}` : spaced)),
  );
  if (time === null) return undefined;
  const [, day = '', minutes = '', seconds = '00', fraction = '', zone = 'Z'] = time;
  if (!isRealDay(day)) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^(.\d{2}):?(\d{2})$/, '$1:$2');
  return toInstant(Date.parse(`${day}T${minutes}:${seconds}${offset}`), fraction);
}

/** Whether text is an Instant as this module writes it, of a day that exists. */
export function isInstant(text: string): text is Instant {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return ms >= MIN_MS && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
}

/** 31 February must be a mistake, where Date makes it 3 March. */
function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function toInstant(ms: number, fraction: string): Instant | undefined {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()) || date.getTime() < MIN_MS || date.getTime() > MAX_MS) return undefined;
  const iso = date.toISOString();
  return fraction === ''
    ? iso.replace(/Z$/, '000Z')
    : iso.replace(/\.\d{3}Z$/, `.${fraction.padEnd(6, '0').slice(0, 6)}Z`);
}

/** Years 1 to 9999: what ISO's four digits and PostgreSQL's timestamptz both hold. */
const MIN_MS = Date.parse('0001-01-01T00:00:00Z');
const MAX_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
