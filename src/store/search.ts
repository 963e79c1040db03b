import { type RawBuilder, sql } from 'kysely';
import type { ItemId, TagId } from '../model.ts';
import type { ItemQuery, Position, RankedPosition } from './item-query.ts';
import type { ItemView } from './item-view.ts';
import { findRarest } from './rarest-tag.ts';
import { toItemId } from './rows.ts';
import type { Database } from './schema.ts';
import { type Extent, type ItemHead, selectHeads, selectItems, toInstantText } from './select-items.ts';
import { toTextQuery } from './text-query.ts';
import { listBorne, toConditions, toWhere, walkNewest } from './walk.ts';

export type { Condition, ItemQuery, Position, RankedPosition } from './item-query.ts';

/** A page of items, or of what stands for them. */
export interface Page<Entry> {
  readonly items: readonly Entry[];
  /** Where the next page starts; undefined at the end. */
  readonly next: Position | RankedPosition | undefined;
}

export type ItemPage = Page<ItemView>;

/** Reads the rows of a page that a statement gives the ids of. */
type SelectPage<Entry> = (page: RawBuilder<unknown>) => Promise<readonly Entry[]>;

/** One page of the items a query asks for, in its order; throws on a database error only. */
export const queryItems = (db: Database, query: ItemQuery, extent: Extent = 'whole'): Promise<ItemPage> =>
  queryPage(db, query, (page) => selectItems(db, page, extent));

/** The same page without what the items say. */
export const queryHeads = (db: Database, query: ItemQuery): Promise<Page<ItemHead>> =>
  queryPage(db, query, (page) => selectHeads(db, page));

async function queryPage<Entry extends ItemHead>(
  db: Database,
  query: ItemQuery,
  select: SelectPage<Entry>,
): Promise<Page<Entry>> {
  const words = query.words === undefined ? undefined : await toTextQuery(db, query.words);
  return query.order === 'relevance' && words !== undefined
    ? queryRanked(db, query, words, select)
    : queryNewest(db, query, words, select);
}

async function queryNewest<Entry extends ItemHead>(
  db: Database,
  query: ItemQuery,
  words: string | undefined,
  select: SelectPage<Entry>,
): Promise<Page<Entry>> {
  // One row more than asked tells whether there is a next page.
  const tag = await findRarest(db, listBorne(query));
  const rows = await select(walkNewest(query, { words, tag, after: query.after, limit: query.limit + 1 }));
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > query.limit && last !== undefined ? { at: last.orderedAt, id: last.id } : undefined;
  return { items, next };
}

/** Newest matches that are ranked: of more, the older ones are no answer to a question about news. */
export const MAX_RANKED = 1_000;

/** The newest matches by how well they match; a page after the first ranks the same ones, by their newest. */
async function queryRanked<Entry extends ItemHead>(
  db: Database,
  query: ItemQuery,
  words: string,
  select: SelectPage<Entry>,
): Promise<Page<Entry>> {
  const after = query.after !== undefined && 'rank' in query.after ? query.after : undefined;
  const bounds = { words, tag: await findRarest(db, listBorne(query)), upTo: after?.top, limit: MAX_RANKED };
  const onward =
    after === undefined
      ? sql``
      : sql`where (rank, ordered_at, id) < (${after.rank}::real, ${after.at}::timestamptz, ${after.id}::bigint)`;
  const { rows } = await sql<{ id: number; rank: string; at: string; top_at: string; top_id: number }>`
    with newest as materialized (${walkNewest(query, bounds)}),
    matched as materialized (
      select newest.id, newest.ordered_at, ts_rank_cd(items.search, ${words}::tsquery, 1) as rank
      from newest join items on items.id = newest.id
    ), top as (select ${toInstantText(sql`ordered_at`)} as top_at, id as top_id from matched order by ordered_at desc, matched.id desc limit 1)
    select id, rank::text, ${toInstantText(sql`ordered_at`)} as at, top_at, top_id from matched, top ${onward}
    order by matched.rank desc, ordered_at desc, id desc limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const items = await select(selectIds(page.map(({ id }) => id)));
  const byId = new Map<number, Entry>(items.map((item) => [item.id, item]));
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
  const [item] = await getItems(db, [id], 'whole');
  return item;
}

/** Those of these items that are (still) there, newest first. */
export const getItems = (
  db: Database,
  ids: readonly ItemId[],
  extent: Extent,
): Promise<readonly ItemView[]> => selectItems(db, selectIds(ids), extent);

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
