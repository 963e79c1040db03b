import { type RawBuilder, sql } from 'kysely';
import type { FeedId, ItemId, Language, PublisherId, TagId } from '../model.ts';
import { type ItemView, toItemView } from './item-view.ts';
import { toItemId } from './rows.ts';
import type { Database } from './schema.ts';
import { toTextQuery } from './text-query.ts';

/** One condition on a field: any of the values, or not this one. All conditions of a query must hold. */
export type Condition<Value extends string> =
  | { readonly kind: 'any'; readonly values: readonly Value[] }
  | { readonly kind: 'not'; readonly value: Value };

/** Where a page ends: the last item's place in the newest-first order. */
export interface Position {
  /** `ordered_at` as ISO 8601 UTC text to the microsecond, which a Date would cut to milliseconds. */
  readonly at: string;
  readonly id: ItemId;
}

/** Where a page by relevance ends. */
export interface RankedPosition extends Position {
  /** The last item's rank as PostgreSQL writes it. */
  readonly rank: string;
  /** The newest match when the first page was given: what came later is not ranked among the rest. */
  readonly top: Position;
}

/** A question to the items, already parsed; answered newest first. */
export interface ItemQuery {
  /** Topics, places and organisations alike. */
  readonly tags: readonly Condition<TagId>[];
  readonly publishers: readonly Condition<PublisherId>[];
  readonly feeds: readonly Condition<FeedId>[];
  readonly languages: readonly Condition<Language>[];
  /** Words, "phrases", -excluded, prefix*, OR; `text-query.ts` reads them. */
  readonly words: string | undefined;
  /** Newest first, or the best match of `words` first. */
  readonly order: 'new' | 'relevance';
  /** Inclusive and exclusive bounds of `ordered_at`, ISO 8601 UTC text to the microsecond. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly limit: number;
  /** A ranked position where `order` is relevance, and only there. */
  readonly after: Position | RankedPosition | undefined;
}

export interface ItemPage {
  readonly items: readonly ItemView[];
  /** Where the next page starts; undefined at the end. */
  readonly next: Position | RankedPosition | undefined;
}

/** The first rows in an order one index has: where a page's walk starts. */
interface Walk {
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
}

/** One page of the items a query asks for, in its order; throws on a database error only. */
export async function queryItems(db: Database, query: ItemQuery): Promise<ItemPage> {
  const walk = toWalk(query);
  const words = query.words === undefined ? undefined : await toTextQuery(db, query.words);
  const matches = words === undefined ? [] : [sql`items.search @@ ${words}::tsquery`];
  const conditions = [...walk.conditions, ...toFilters(query), ...matches];
  return query.order === 'relevance' && words !== undefined
    ? queryRanked(db, { query, walk, conditions, words })
    : queryNewest(db, query, walk, conditions);
}

const toWhere = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;

async function queryNewest(
  db: Database,
  query: ItemQuery,
  walk: Walk,
  conditions: readonly RawBuilder<unknown>[],
): Promise<ItemPage> {
  const where = toWhere([...conditions, ...toBounds(query, walk), ...toAfter(query.after, walk)]);
  // One row more than asked tells whether there is a next page.
  const rows = await selectItems(
    db,
    sql`select ${walk.id} as id, ${walk.at} as ordered_at from ${walk.from} ${where}
      order by ${walk.at} desc, ${walk.id} desc limit ${query.limit + 1}`,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > query.limit && last !== undefined ? { at: last.orderedAt, id: last.id } : undefined;
  return { items, next };
}

/** Newest matches that are ranked: of more, the older ones are no answer to a question about news. */
export const MAX_RANKED = 1_000;

interface RankedQuery {
  readonly query: ItemQuery;
  readonly walk: Walk;
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly words: string;
}

/** The newest matches by how well they match; a page after the first ranks the same ones, by their newest. */
async function queryRanked(db: Database, { query, walk, conditions, words }: RankedQuery): Promise<ItemPage> {
  const after = query.after !== undefined && 'rank' in query.after ? query.after : undefined;
  const upTo =
    after === undefined
      ? []
      : [sql`(${walk.at}, ${walk.id}) <= (${after.top.at}::timestamptz, ${after.top.id}::bigint)`];
  const onward =
    after === undefined
      ? sql``
      : sql`where (rank, ordered_at, id) < (${after.rank}::real, ${after.at}::timestamptz, ${after.id}::bigint)`;
  const { rows } = await sql<{ id: number; rank: string; at: string; top_at: string; top_id: number }>`
    with matched as materialized (
      select ${walk.id} as id, ${walk.at} as ordered_at, ts_rank_cd(items.search, ${words}::tsquery, 1) as rank
      from ${walk.from} ${toWhere([...conditions, ...toBounds(query, walk), ...upTo])}
      order by ${walk.at} desc, ${walk.id} desc limit ${MAX_RANKED}
    ), top as (select ${toInstantText(sql`ordered_at`)} as top_at, id as top_id from matched order by ordered_at desc, matched.id desc limit 1)
    select id, rank::text, ${toInstantText(sql`ordered_at`)} as at, top_at, top_id from matched, top ${onward}
    order by matched.rank desc, ordered_at desc, id desc limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const items = await selectItems(
    db,
    sql`select items.id, items.ordered_at from items where items.id = any(${page.map(({ id }) => id)}::bigint[])`,
  );
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

/** A time as ISO 8601 UTC text to the microsecond. */
const toInstantText = (at: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The item, or undefined where there is none of this id (any more). */
export async function getItem(db: Database, id: ItemId): Promise<ItemView | undefined> {
  const items = await selectItems(db, sql`select id, ordered_at from items where id = ${id}`);
  return items[0];
}

/** Those of the items that meet a query's conditions, newest first. */
export async function selectMatching(
  db: Database,
  query: ItemQuery,
  ids: readonly ItemId[],
): Promise<readonly ItemView[]> {
  if (ids.length === 0) return [];
  const words = query.words === undefined ? undefined : await toTextQuery(db, query.words);
  const among = { at: sql`items.ordered_at` };
  const conditions = [
    sql`items.id = any(${ids}::bigint[])`,
    ...toFilters(query, 'all'),
    ...toBounds(query, among),
    ...(words === undefined ? [] : [sql`items.search @@ ${words}::tsquery`]),
  ];
  return selectItems(db, sql`select items.id, items.ordered_at from items ${toWhere(conditions)}`);
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

/**
 * Picks the index whose order gives the newest first: a single tag's or feed's own, else the items' (by
 * publisher, by language or all, as the planner sees from the conditions).
 */
function toWalk(query: ItemQuery): Walk {
  const tag = findSingle(query.tags);
  if (tag !== undefined) {
    return {
      from: sql`item_tags walk join items on items.id = walk.item_id`,
      id: sql`walk.item_id`,
      at: sql`walk.ordered_at`,
      conditions: [sql`walk.tag = ${tag}`, sql`walk.until is null`],
    };
  }
  const feed = findSingle(query.feeds);
  if (feed !== undefined) {
    return {
      from: sql`item_feeds walk join items on items.id = walk.item_id`,
      id: sql`walk.item_id`,
      at: sql`walk.ordered_at`,
      conditions: [sql`walk.feed_id = ${feed}`],
    };
  }
  return { from: sql`items`, id: sql`items.id`, at: sql`items.ordered_at`, conditions: [] };
}

function findSingle<Value extends string>(conditions: readonly Condition<Value>[]): Value | undefined {
  for (const condition of conditions) {
    if (condition.kind === 'any' && condition.values.length === 1) return condition.values[0];
  }
  return undefined;
}

/** A query's conditions on items, those that its walk sees to left out unless `all` are asked for. */
function toFilters(
  query: ItemQuery,
  extent: 'all' | 'unwalked' = 'unwalked',
): readonly RawBuilder<unknown>[] {
  const walkedTag = extent === 'all' ? undefined : findSingle(query.tags);
  const walkedFeed = extent === 'all' || walkedTag !== undefined ? undefined : findSingle(query.feeds);
  const isWalked = (condition: Condition<string>, value: string | undefined): boolean =>
    value !== undefined && condition.kind === 'any' && condition.values.length === 1
      ? condition.values[0] === value
      : false;
  return [
    ...query.tags.filter((condition) => !isWalked(condition, walkedTag)).map(toTagFilter),
    ...query.feeds.filter((condition) => !isWalked(condition, walkedFeed)).map(toFeedFilter),
    ...query.publishers.map((condition) => toColumnFilter(sql`items.publisher_id`, condition)),
    ...query.languages.map((condition) => toColumnFilter(sql`items.language`, condition)),
  ];
}

function toTagFilter(condition: Condition<TagId>): RawBuilder<unknown> {
  const has = (values: readonly string[]) => sql`exists (select from item_tags
    where item_tags.item_id = items.id and item_tags.tag in (${sql.join(values)}) and item_tags.until is null)`;
  return condition.kind === 'any' ? has(condition.values) : sql`not ${has([condition.value])}`;
}

function toFeedFilter(condition: Condition<FeedId>): RawBuilder<unknown> {
  const has = (values: readonly string[]) => sql`exists (select from item_feeds
    where item_feeds.item_id = items.id and item_feeds.feed_id in (${sql.join(values)}))`;
  return condition.kind === 'any' ? has(condition.values) : sql`not ${has([condition.value])}`;
}

function toColumnFilter(column: RawBuilder<unknown>, condition: Condition<string>): RawBuilder<unknown> {
  if (condition.kind === 'not') return sql`${column} <> ${condition.value}`;
  return sql`${column} in (${sql.join(condition.values)})`;
}

function toBounds(query: ItemQuery, walk: Pick<Walk, 'at'>): readonly RawBuilder<unknown>[] {
  const { since, until } = query;
  return [
    ...(since === undefined ? [] : [sql`${walk.at} >= ${since}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${walk.at} < ${until}::timestamptz`]),
  ];
}

const toAfter = (after: Position | undefined, walk: Walk): readonly RawBuilder<unknown>[] =>
  after === undefined
    ? []
    : [sql`(${walk.at}, ${walk.id}) < (${after.at}::timestamptz, ${after.id}::bigint)`];

/** Reads the items of a page's ids: the page is settled first, so that a sort never carries texts. */
async function selectItems(db: Database, page: RawBuilder<unknown>): Promise<readonly ItemView[]> {
  const { rows } = await sql<unknown>`
    with page as materialized (${page})
    select items.id, items.publisher_id, items.url, items.title, items.authors, items.categories,
      items.summary_html, items.content_html, items.language, items.published_at, items.published_text,
      items.updated_at, items.first_seen_at, items.ordered_by, items.ordered_reason, items.changed_at,
      items.read_state, items.read_failure, items.read_detail, items.text, items.html, items.article,
      items.extracted_by, items.confidence,
      ${toInstantText(sql`items.ordered_at`)} as ordered_at,
      (select coalesce(json_agg(feed_id order by feed_id), '[]') from item_feeds
        where item_feeds.item_id = items.id) as feeds,
      (select coalesce(json_agg(json_build_object('tag', tag, 'score', score, 'given_by', given_by,
          'evidence', evidence) order by score desc, tag), '[]') from item_tags
        where item_tags.item_id = items.id and item_tags.until is null) as tags
    from page join items on items.id = page.id
    order by page.ordered_at desc, page.id desc`.execute(db);
  return rows.map(toItemView);
}
