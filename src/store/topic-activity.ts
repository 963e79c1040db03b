import { sql } from 'kysely';
import type { Language, TagId } from '../model.ts';
import type { Database } from './schema.ts';

/** What one term brought to a topic. */
export interface TermActivity {
  readonly language: Language;
  /** The term as written in the rule. */
  readonly term: string;
  /** Items in which it counted. */
  readonly items: number;
  readonly points: number;
}

/** What a topic brought since a time. */
export interface TopicActivity {
  /** Items by day (UTC, `2026-03-10`), oldest first; days without any are left out. */
  readonly days: readonly { readonly day: string; readonly items: number }[];
  /** Terms by the points they brought, most first. */
  readonly terms: readonly TermActivity[];
  /** Items whose evidence was read for the terms: the newest. */
  readonly read: number;
}

/** Evidence of more items says no more of which terms carry a topic, and takes longer to read. */
const MAX_READ = 5_000;

/** How many items a day bear a tag, and which terms gave it to them, in items ordered from `since` to `until`. */
export async function readTopicActivity(
  db: Database,
  tag: TagId,
  since: Date,
  until: Date,
): Promise<TopicActivity> {
  const borne = sql`tag = ${tag} and item_tags.until is null
    and item_tags.ordered_at >= ${since} and item_tags.ordered_at < ${until}`;
  const days = await sql<{ day: string; items: number }>`
    select to_char(ordered_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as items
    from item_tags where ${borne} group by 1 order by 1`.execute(db);
  const terms = await sql<TermActivity>`
    with recent as materialized (
      select item_id, evidence from item_tags where ${borne} order by ordered_at desc limit ${MAX_READ})
    select items.language, said.rule as term, count(distinct items.id)::int as items,
      round(sum(said.weight)::numeric, 1)::float8 as points
    from recent join items on items.id = recent.item_id,
      jsonb_to_recordset(recent.evidence) as said (rule text, field text, weight real)
    where said.field <> 'categories'
    group by 1, 2 order by points desc, term, language`.execute(db);
  const items = days.rows.reduce((sum, day) => sum + day.items, 0);
  return { days: days.rows, terms: terms.rows, read: Math.min(items, MAX_READ) };
}
