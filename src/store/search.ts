import { type RawBuilder, sql } from 'kysely';
import type { FeedId, ItemId, Language, PublisherId, TagId } from '../model.ts';
import { type ItemView, toItemView } from './item-view.ts';
import type { Database } from './schema.ts';

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

/** A question to the items, already parsed; answered newest first. */
export interface ItemQuery {
  /** Topics, places and organisations alike. */
  readonly tags: readonly Condition<TagId>[];
  readonly publishers: readonly Condition<PublisherId>[];
  readonly feeds: readonly Condition<FeedId>[];
  readonly languages: readonly Condition<Language>[];
  /** Words as PostgreSQL's websearch_to_tsquery reads them. */
  readonly words: string | undefined;
  /** Inclusive and exclusive bounds of `ordered_at`, ISO 8601 UTC text to the microsecond. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly limit: number;
  readonly after: Position | undefined;
}

export interface ItemPage {
  readonly items: readonly ItemView[];
  /** Where the next page starts; undefined at the end. */
  readonly next: Position | undefined;
}

/** The first rows in an order one index has: where a page's walk starts. */
interface Walk {
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
}

/** One page of the items a query asks for, newest first; throws on a database error only. */
export async function queryItems(db: Database, query: ItemQuery): Promise<ItemPage> {
  const walk = toWalk(query);
  const conditions = [...walk.conditions, ...toFilters(query), ...toBounds(query, walk)];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  // One row more than asked tells whether there is a next page.
  const page = sql`select ${walk.id} as id, ${walk.at} as ordered_at from ${walk.from} ${where}
    order by ${walk.at} desc, ${walk.id} desc limit ${query.limit + 1}`;
  const rows = await selectItems(db, page);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > query.limit && last !== undefined ? { at: last.orderedAt, id: last.id } : undefined;
  return { items, next };
}

/** The item, or undefined where there is none of this id (any more). */
export async function getItem(db: Database, id: ItemId): Promise<ItemView | undefined> {
  const items = await selectItems(db, sql`select id, ordered_at from items where id = ${id}`);
  return items[0];
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

function toFilters(query: ItemQuery): readonly RawBuilder<unknown>[] {
  const walkedTag = findSingle(query.tags);
  const walkedFeed = walkedTag === undefined ? findSingle(query.feeds) : undefined;
  const isWalked = (condition: Condition<string>, value: string | undefined): boolean =>
    value !== undefined && condition.kind === 'any' && condition.values.length === 1
      ? condition.values[0] === value
      : false;
  const filters = [
    ...query.tags.filter((condition) => !isWalked(condition, walkedTag)).map(toTagFilter),
    ...query.feeds.filter((condition) => !isWalked(condition, walkedFeed)).map(toFeedFilter),
    ...query.publishers.map((condition) => toColumnFilter(sql`items.publisher_id`, condition)),
    ...query.languages.map((condition) => toColumnFilter(sql`items.language`, condition)),
  ];
  if (query.words === undefined) return filters;
  return [...filters, sql`items.search @@ websearch_to_tsquery('simple', ${query.words})`];
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

function toBounds(query: ItemQuery, walk: Walk): readonly RawBuilder<unknown>[] {
  const { since, until, after } = query;
  return [
    ...(since === undefined ? [] : [sql`${walk.at} >= ${since}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${walk.at} < ${until}::timestamptz`]),
    ...(after === undefined
      ? []
      : [sql`(${walk.at}, ${walk.id}) < (${after.at}::timestamptz, ${after.id}::bigint)`]),
  ];
}

/** Reads the items of a page's ids: the page is settled first, so that a sort never carries texts. */
async function selectItems(db: Database, page: RawBuilder<unknown>): Promise<readonly ItemView[]> {
  const { rows } = await sql<unknown>`
    with page as materialized (${page})
    select items.id, items.publisher_id, items.url, items.title, items.authors, items.categories,
      items.summary_html, items.content_html, items.language, items.published_at, items.published_text,
      items.updated_at, items.first_seen_at, items.ordered_by, items.ordered_reason, items.changed_at,
      items.read_state, items.read_failure, items.read_detail, items.text, items.html, items.article,
      items.extracted_by, items.confidence,
      to_char(items.ordered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ordered_at,
      (select coalesce(json_agg(feed_id order by feed_id), '[]') from item_feeds
        where item_feeds.item_id = items.id) as feeds,
      (select coalesce(json_agg(json_build_object('tag', tag, 'score', score, 'given_by', given_by,
          'evidence', evidence) order by score desc, tag), '[]') from item_tags
        where item_tags.item_id = items.id and item_tags.until is null) as tags
    from page join items on items.id = page.id
    order by page.ordered_at desc, page.id desc`.execute(db);
  return rows.map(toItemView);
}
