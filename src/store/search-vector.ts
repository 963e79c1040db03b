import { type RawBuilder, sql } from 'kysely';

/** Titles beyond this are no titles; their further words are not searched. */
const MAX_TITLE_CHARS = 2_000;
/**
 * A tsvector holds at most 1 MB of lexemes and positions (PostgreSQL manual, "Text Search Limitations"): 100,000
 * characters of 4 bytes with their positions stay under it, and a 15,000-word article has about 90,000.
 */
const MAX_TEXT_CHARS = 100_000;

/** The words an item is found by, title before text, from SQL expressions of type text (NULL counts as empty). */
export function searchVector(
  _language: RawBuilder<unknown>,
  title: RawBuilder<unknown>,
  text: RawBuilder<unknown>,
): RawBuilder<string> {
  return sql<string>`setweight(to_tsvector('simple', left(coalesce(${title}, ''), ${sql.lit(MAX_TITLE_CHARS)})), 'A')
    || setweight(to_tsvector('simple', left(coalesce(${text}, ''), ${sql.lit(MAX_TEXT_CHARS)})), 'B')`;
}
