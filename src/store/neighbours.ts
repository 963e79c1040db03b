import { sql } from 'kysely';
import type { ItemId, Language, TagId } from '../model.ts';
import { toItemId, toOptional } from './rows.ts';
import type { Database } from './schema.ts';
import type { Position } from './search.ts';

/** An item as a link to it needs it. */
export interface Neighbour {
  readonly id: ItemId;
  readonly title: string | undefined;
  readonly language: Language;
}

/** The items beside a place in a tag's order; undefined at its ends. */
export interface Neighbours {
  readonly newer: Neighbour | undefined;
  readonly older: Neighbour | undefined;
}

/** The items beside a place among those that bear a tag, newest first. */
export async function loadNeighbours(db: Database, { at, id }: Position, tag: TagId): Promise<Neighbours> {
  const bearing = sql`select item_id, ordered_at from item_tags where tag = ${tag} and until is null`;
  const place = sql`(${at}::timestamptz, ${id}::bigint)`;
  const { rows } = await sql<{ is_newer: boolean; id: number; title: string | null; language: string }>`
    with newer as materialized (${bearing} and (ordered_at, item_id) > ${place}
      order by ordered_at, item_id limit 1),
    older as materialized (${bearing} and (ordered_at, item_id) < ${place}
      order by ordered_at desc, item_id desc limit 1)
    select is_newer, items.id, items.title, items.language from items
      join (select item_id, true as is_newer from newer union all select item_id, false from older) beside
      on items.id = beside.item_id`.execute(db);
  const pick = (isNewer: boolean): Neighbour | undefined => {
    const row = rows.find(({ is_newer }) => is_newer === isNewer);
    return row === undefined
      ? undefined
      : { id: toItemId(row.id), title: toOptional(row.title), language: row.language };
  };
  return { newer: pick(true), older: pick(false) };
}
