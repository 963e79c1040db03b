import type { ParseDate } from '../text/date.ts';

/** How much a date says: its day, its minute in no known zone, its instant. */
type Precision = 0 | 1 | 2;

interface Stated {
  readonly date: Date;
  readonly precision: Precision;
}

const toPrecision = (text: string): Precision => {
  if (!/\d[:T]\d{2}|T\d{2}|^\d{10}(?:\d{3})?$/.test(text)) return 0;
  return /(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4}\)?)$/.test(text.trim()) || /^\d{10,13}$/.test(text) ? 2 : 1;
};

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

/** Whether a later date says the same as the first and says it more precisely. */
const isFiner = (one: Stated, other: Stated): boolean => {
  if (other.precision <= one.precision) return false;
  const apart = Math.abs(one.date.getTime() - other.date.getTime());
  // A wall clock read in the wrong zone is off by whole quarters of an hour, at most fourteen hours.
  return one.precision === 0 ? apart <= 36 * HOUR_MS : apart <= 14 * HOUR_MS && apart % QUARTER_MS < 1_000;
};

/**
 * The date that texts state, the first that can be read; where a later one names the minute or the zone of the same
 * day or minute, that one.
 */
export const toStatedDate = (texts: readonly (string | undefined)[], parse: ParseDate): Date | undefined => {
  const stated: Stated[] = [];
  for (const text of texts) {
    const date = text === undefined ? undefined : parse(text);
    if (text === undefined || date === undefined) continue;
    stated.push({ date, precision: toPrecision(text) });
    // Nothing is finer than an instant: what follows need not be read.
    if (stated[0]?.precision === 2) break;
  }
  const [first] = stated;
  if (first === undefined) return undefined;
  const finer = stated.find((other) => other.precision === 2 && isFiner(first, other));
  return (finer ?? stated.find((other) => isFiner(first, other)) ?? first).date;
};
