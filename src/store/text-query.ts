import { type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';
import { foldSearched } from './search-vector.ts';

/** One thing looked for: words that follow each other, or the beginning of a word, in folded letters. */
interface Unit {
  readonly kind: 'words' | 'prefix';
  readonly text: string;
  readonly excluded: boolean;
}

/** A beginning of a word, which may be one that PostgreSQL parts at its apostrophes. */
const PREFIX = /^[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*\*$/u;
const TOKEN = /(-?)(?:"([^"]*)"?|(\S+))/gu;
/** Units of one question: more would make a query plan of hundreds of parts. */
const MAX_UNITS = 40;

/** Reads `reactor "air defence" -exercise oil OR gas missile*`: all must hold, OR binds its two neighbours. */
export function parseTextQuery(text: string): readonly (readonly Unit[])[] {
  const clauses: Unit[][] = [];
  let joins = false;
  for (const [, minus, phrase, word = ''] of foldSearched(text).matchAll(TOKEN)) {
    if (phrase === undefined && word === 'or' && minus === '' && clauses.length > 0) {
      joins = true;
      continue;
    }
    const unit = toUnit(phrase ?? word, phrase === undefined, minus === '-');
    if (unit === undefined) continue;
    const last = clauses.at(-1);
    if (joins && last !== undefined) last.push(unit);
    else clauses.push([unit]);
    joins = false;
  }
  return clauses.slice(0, MAX_UNITS).map((units) => units.slice(0, MAX_UNITS));
}

function toUnit(text: string, isWord: boolean, excluded: boolean): Unit | undefined {
  const isPrefix = isWord && PREFIX.test(text);
  const said = isPrefix ? text.slice(0, -1) : text;
  return /[\p{L}\p{N}]/u.test(said)
    ? { kind: isPrefix ? 'prefix' : 'words', text: said, excluded }
    : undefined;
}

/** A unit by the stems of Russian and English or by its folded letters; a whole stop word of theirs asks for nothing. */
function toUnitQuery({ kind, text, excluded }: Unit): RawBuilder<unknown> {
  const unit = kind === 'words' ? toWordsQuery(text) : toPrefixQuery(text);
  return excluded ? sql`!! ${unit}` : unit;
}

const toWordsQuery = (text: string): RawBuilder<unknown> =>
  sql`(select case when numnode(stemmed) = 0 then stemmed else stemmed || plain end
    from (select phraseto_tsquery('russian', ${text}) as stemmed, phraseto_tsquery('simple', ${text}) as plain) unit)`;

function toPrefixQuery(text: string): RawBuilder<unknown> {
  const begun = `${text.replaceAll("'", ' <-> ')}:*`;
  return sql`(to_tsquery('russian', ${begun}) || to_tsquery('simple', ${begun}))`;
}

/**
 * The PostgreSQL query of what somebody typed, as text to be cast to tsquery: settled before it is used, so that the
 * planner sees which words they are and how rare. Empty where only stop words or signs are asked for.
 */
export async function toTextQuery(db: Database, text: string): Promise<string> {
  const clauses = parseTextQuery(text);
  if (clauses.length === 0) return '';
  const query = sql.join(
    clauses.map((units) => sql`(${sql.join(units.map(toUnitQuery), sql` || `)})`),
    sql` && `,
  );
  const { rows } = await sql<{ query: string }>`select (${query})::text as query`.execute(db);
  return rows[0]?.query ?? '';
}
