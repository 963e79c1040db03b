/** What PostgreSQL's text and jsonb cannot hold: NUL and lone surrogates, as JSON.stringify spells them. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;

/**
 * JSON text that PostgreSQL takes as jsonb: NUL and lone surrogates become U+FFFD, one unit for one, so that
 * offsets into the text stay right.
 */
export function toJsonText(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  return UNSTORABLE.test(json) ? JSON.stringify(value, toStorable) : json;
}

const toStorable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? toStorableText(value) : value;

/** The text as PostgreSQL can hold it; NUL and lone surrogates become U+FFFD. */
export const toStorableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** A date as the store's JSON rows carry it: ISO 8601, or null where there is none or its year is not 1 to 9999. */
export function toJsonDate(date: Date | undefined): string | null {
  if (date === undefined || Number.isNaN(date.getTime())) return null;
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString() : null;
}
