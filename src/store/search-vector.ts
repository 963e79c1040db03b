import { type RawBuilder, sql } from 'kysely';

/** Titles beyond this are no titles; their further words are not searched. */
const MAX_TITLE_CHARS = 2_000;
/**
 * A tsvector holds at most 1 MB of lexemes and positions (PostgreSQL manual, "Text Search Limitations"): 100,000
 * characters of 4 bytes with their positions stay under it, and a 15,000-word article has about 90,000.
 */
const MAX_TEXT_CHARS = 100_000;

/** Letters that are written for one another: the Azerbaijani i's, Russian ё. */
const [FROM, TO] = ['İIıЁё', 'iiiее'];

/** A text in the letters that the search compares by; case is the text search's own. */
export const foldSearched = (text: string): string =>
  text.normalize('NFC').replace(/[İIıЁё]/gu, (letter) => TO.charAt(FROM.indexOf(letter)));

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
    sql`setweight(to_tsvector(${config}, translate(left(coalesce(${value}, ''), ${sql.lit(chars)}),
      ${sql.lit(FROM)}, ${sql.lit(TO)})), ${sql.lit(weight)})`;
  return sql<string>`${part(title, MAX_TITLE_CHARS, 'A')} || ${part(text, MAX_TEXT_CHARS, 'B')}`;
}
