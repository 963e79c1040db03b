import { type RawBuilder, sql } from 'kysely';

/** Titles beyond this are no titles; their further words are not searched. */
const MAX_TITLE_CHARS = 2_000;
/**
 * A tsvector holds at most 1 MB of lexemes and positions (PostgreSQL manual, "Text Search Limitations"): 100,000
 * characters of 4 bytes with their positions stay under it, and a 15,000-word article has about 90,000.
 */
const MAX_TEXT_CHARS = 100_000;

/**
 * Lower-case letters that are written for one another: those of Azerbaijani and of names for the plain Latin ones, which
 * people type instead, Russian ё for е, Ukrainian ґ for г, the apostrophe that is a letter for the sign. The Cyrillic й and ї stand
 * for sounds of their own.
 */
const FOLDED = [
  ['ıíìîï', 'i'],
  ['əéèêëěę', 'e'],
  ['şśš', 's'],
  ['çćč', 'c'],
  ['ğ', 'g'],
  ['öóôõőø', 'o'],
  ['üúûů', 'u'],
  ['áàâäãåą', 'a'],
  ['ñńň', 'n'],
  ['ýÿ', 'y'],
  ['źžż', 'z'],
  ['ł', 'l'],
  ['ř', 'r'],
  ['ё', 'е'],
  ['ґ', 'г'],
  ['ʼ’', "'"],
] as const;
/** Signs that NFC leaves apart: stress marks, and the dot that lower case leaves of İ. */
const DROPPED = '\u0300\u0301\u0307';

const FROM = `${FOLDED.map(([letters]) => letters).join('')}${DROPPED}`;
const TO = FOLDED.map(([letters, plain]) => plain.repeat(letters.length)).join('');

/** A text in the letters that the search compares by, in lower case. */
export const foldSearched = (text: string): string =>
  Array.from(text.normalize('NFC').toLowerCase(), (letter) => {
    const place = FROM.indexOf(letter);
    return place < 0 ? letter : TO.charAt(place);
  }).join('');

const fold = (text: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`translate(lower(normalize(${text})), ${sql.lit(FROM)}, ${sql.lit(TO)})`;

/**
 * The words an item is found by, title before text, from SQL expressions of type text (NULL counts as empty). English
 * and Russian by their stems (PostgreSQL's `russian` stems Latin words as English), all other languages by the words
 * themselves: PostgreSQL has no stemmer for Azerbaijani or Ukrainian.
 */
export function searchVector(
  language: RawBuilder<unknown>,
  title: RawBuilder<unknown>,
  text: RawBuilder<unknown>,
): RawBuilder<string> {
  const config = sql`case when (${language})::text in ('en', 'ru') then 'russian'::regconfig else 'simple'::regconfig end`;
  const part = (value: RawBuilder<unknown>, chars: number, weight: string) =>
    sql`setweight(to_tsvector(${config}, ${fold(sql`left(coalesce(${value}, ''), ${sql.lit(chars)})`)}), ${sql.lit(weight)})`;
  return sql<string>`${part(title, MAX_TITLE_CHARS, 'A')} || ${part(text, MAX_TEXT_CHARS, 'B')}`;
}
