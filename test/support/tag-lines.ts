import { sql } from 'kysely';
import type { Database } from '../../src/store/schema.ts';
import type { Tagger } from '../../src/tag/compile.ts';
import { tagItem } from '../../src/tag/tag.ts';
import { generateItems } from './generated-items.ts';

/** Every tag that the generated items bear in the store, with score, rule and evidence, as sorted lines. */
export async function listTags(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`select
      concat_ws(' ', url, tag, score, given_by, rule_hash, evidence::text) as line
    from item_tags join items on items.id = item_id where until is null`.execute(db);
  return rows.map(({ line }) => line).sort();
}

/** What tagging as many generated items anew by all rules gives, in the same words; `db` only writes them so. */
export async function listTagsAnew(db: Database, tagger: Tagger, count: number): Promise<readonly string[]> {
  const given = [...generateItems(count)].flatMap(({ url, ...item }) =>
    tagItem(tagger, { ...item, url, categories: [], feeds: [] }).map((tag) => ({ url, ...tag })),
  );
  const { rows } = await sql<{ line: string }>`select
      concat_ws(' ', url, tag, score, "givenBy", "ruleHash", evidence::text) as line
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as given (url text, tag text, score real, "givenBy" text, "ruleHash" text, evidence jsonb)`.execute(db);
  return rows.map(({ line }) => line).sort();
}
