import { type RawBuilder, sql } from 'kysely';
import type { ItemId, TagId } from '../model.ts';
import type { ItemQuery, Position, RankedPosition } from './item-query.ts';
import type { ItemView } from './item-view.ts';
import { toItemId } from './rows.ts';
import type { Database } from './schema.ts';
import { type Extent, selectItems, toInstantText } from './select-items.ts';
import { toTextQuery } from './text-query.ts';
import { toConditions, toWhere, walkNewest } from './walk.ts';

export type { Condition, ItemQuery, Position, RankedPosition } from './item-query.ts';

export interface ItemPage {
  readonly items: readonly ItemView[];
  /** Where the next page starts; undefined at the end. */
  readonly next: Position | RankedPosition | undefined;
}

/** One page of the items a query asks for, in its order; throws on a database error only. */
export async function queryItems(
  db: Database,
  query: ItemQuery,
  extent: Extent = 'whole',
): Promise<ItemPage> {
  const words = query.words === undefined ? undefined : await toTextQuery(db, query.words);
  return query.order === 'relevance' && words !== undefined
    ? queryRanked(db, query, words, extent)
    : queryNewest(db, query, words, extent);
}

async function queryNewest(
  db: Database,
  query: ItemQuery,
  words: string | undefined,
  extent: Extent,
): Promise<ItemPage> {
  // One row more than asked tells whether there is a next page.
  const page = walkNewest(query, { words, after: query.after, limit: query.limit + 1 });
  const rows = await selectItems(db, page, extent);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > query.limit && last !== undefined ? { at: last.orderedAt, id: last.id } : undefined;
  return { items, next };
}

/** Newest matches that are ranked: of more, the older ones are no answer to a question about news. */
export const MAX_RANKED = 1_000;

/** The newest matches by how well they match; a page after the first ranks the same ones, by their newest. */
async function queryRanked(db: Database, query: ItemQuery, words: string, extent: Extent): Promise<ItemPage> {
  const after = query.after !== undefined && 'rank' in query.after ? query.after : undefined;
  const onward =
    after === undefined
      ? sql``
      : sql`where (rank, ordered_at, id) < (${after.rank}::real, ${after.at}::timestamptz, ${after.id}::bigint)`;
  const { rows } = await sql<{ id: number; rank: string; at: string; top_at: string; top_id: number }>`
    with newest as materialized (${walkNewest(query, { words, upTo: after?.top, limit: MAX_RANKED })}),
    matched as materialized (
      select newest.id, newest.ordered_at, ts_rank_cd(items.search, ${words}::tsquery, 1) as rank
      from newest join items on items.id = newest.id
    ), top as (select ${toInstantText(sql`ordered_at`)} as top_at, id as top_id from matched order by ordered_at desc, matched.id desc limit 1)
    select id, rank::text, ${toInstantText(sql`ordered_at`)} as at, top_at, top_id from matched, top ${onward}
    order by matched.rank desc, ordered_at desc, id desc limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const items = await selectItems(db, selectIds(page.map(({ id }) => id)), extent);
  const byId = new Map<number, ItemView>(items.map((item) => [item.id, item]));
  const last = page.at(-1);
  const next =
    rows.length > query.limit && last !== undefined
      ? {
          at: last.at,
          id: toItemId(last.id),
          rank: last.rank,
          top: { at: last.top_at, id: toItemId(last.top_id) },
        }
      : undefined;
  return { items: page.flatMap(({ id }) => byId.get(id) ?? []), next };
}

/** The item, or undefined where there is none of this id (any more). */
export async function getItem(db: Database, id: ItemId): Promise<ItemView | undefined> {
  const items = await selectItems(db, selectIds([id]), 'whole');
  return items[0];
}

const selectIds = (ids: readonly number[], conditions: readonly RawBuilder<unknown>[] = []) =>
  sql`select items.id, items.ordered_at from items
    ${toWhere([sql`items.id = any(${ids}::bigint[])`, ...conditions])}`;

/** Those of the items that meet a query's conditions, newest first. */
export async function selectMatching(
  db: Database,
  query: ItemQuery,
  ids: readonly ItemId[],
  extent: Extent = 'whole',
): Promise<readonly ItemView[]> {
  if (ids.length === 0) return [];
  const words = query.words === undefined ? undefined : await toTextQuery(db, query.words);
  return selectItems(db, selectIds(ids, toConditions(query, words)), extent);
}

/** How many items ordered since a time bear each of these tags; a tag without any is left out. */
export async function countByTag(
  db: Database,
  tags: readonly TagId[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  if (tags.length === 0) return new Map();
  const rows = await sql<{ tag: string; items: number }>`
    select tag, count(*)::int as items from item_tags
    where tag in (${sql.join(tags)}) and until is null and ordered_at >= ${since} group by tag`.execute(db);
  return new Map(rows.rows.map((row) => [row.tag, row.items]));
}
