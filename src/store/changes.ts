import { sql } from 'kysely';
import type { ItemId } from '../model.ts';
import type { ItemView } from './item-view.ts';
import { toItemId } from './rows.ts';
import type { Database } from './schema.ts';
import { type ItemQuery, selectMatching } from './search.ts';
import type { Extent } from './select-items.ts';

/** Where a consumer has come to in the changes. */
export interface ChangePosition {
  /** Number of a transaction, as PostgreSQL writes it. */
  readonly change: string;
  /** Item of the last change read, 0 before the first. */
  readonly id: number;
}

/** The first position: all items are still to come. */
export const FIRST_CHANGE: ChangePosition = { change: '0', id: 0 };

/** A page of changes. */
export type Changes =
  | {
      readonly kind: 'changes';
      /** As they are now, each once, those that match the query. */
      readonly items: readonly ItemView[];
      /** Items that are gone, or do not match the query (any more). */
      readonly removed: readonly ItemId[];
      readonly next: ChangePosition;
      /** Whether more changes are there already. */
      readonly more: boolean;
    }
  /** The position lies ahead of the store: it was restored from an earlier copy, or is another one. */
  | { readonly kind: 'ahead' };

/**
 * The items changed after a position: new, edited, read, tagged or retagged, or removed. Who repeats it from `next` until
 * there are no more holds exactly what the query's conditions match; its order, limit and cursor do not count.
 */
export async function readChanges(
  db: Database,
  query: ItemQuery,
  after: ChangePosition,
  limit: number,
  extent: Extent = 'whole',
): Promise<Changes> {
  const { rows } = await sql<{ change: string; id: number }>`
    select change::text, item_id as id from item_changes
    where change < pg_snapshot_xmin(pg_current_snapshot())
      and (change, item_id) > (${after.change}::xid8, ${after.id}::bigint)
    order by item_changes.change, item_id limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined && (await isAhead(db, after))) return { kind: 'ahead' };
  const ids = [...new Set(page.map(({ id }) => toItemId(id)))];
  const items = await selectMatching(db, query, ids, extent);
  const matching = new Set(items.map(({ id }) => id));
  return {
    kind: 'changes',
    items,
    removed: ids.filter((id) => !matching.has(id)),
    next: last === undefined ? after : { change: last.change, id: last.id },
    more: rows.length > limit,
  };
}

async function isAhead(db: Database, { change }: ChangePosition): Promise<boolean> {
  const { rows } = await sql<{
    ahead: boolean;
  }>`select ${change}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead`.execute(db);
  return rows[0]?.ahead === true;
}

/** Forgets changes that a later one of the same item makes needless, and gives how many; a reader's place stays good. */
export async function compactChanges(db: Database): Promise<number> {
  const { numAffectedRows } = await sql`delete from item_changes using (
      select item_id, max(change) as last from item_changes
      where change < pg_snapshot_xmin(pg_current_snapshot()) group by item_id having count(*) > 1) as newest
    where item_changes.item_id = newest.item_id and item_changes.change < newest.last`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
