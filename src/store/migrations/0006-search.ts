import { type Kysely, sql } from 'kysely';
import { searchVector } from '../search-vector.ts';

/** The words of the stored items by the letters that are compared now; an item's tags, for lists, from one index. */
export async function up(db: Kysely<never>): Promise<void> {
  // What a consumer sees does not change: without its trigger the update keeps no copies of all rows.
  await sql`alter table items disable trigger items_changed`.execute(db);
  await sql`update items set search = ${searchVector(sql`language`, sql`title`, sql`text`)}
    where search is not null`.execute(db);
  await sql`alter table items enable trigger items_changed`.execute(db);
  await sql`drop index item_tags_current`.execute(db);
  await sql`create unique index item_tags_current on item_tags (item_id, tag) include (score, given_by)
    where until is null`.execute(db);
}
