import { type RawBuilder, sql } from 'kysely';
import type { FeedId, TagId } from '../model.ts';
import type { Condition, ItemQuery, Position } from './item-query.ts';

/** Ids and `ordered_at` of a query's first items, from the newest on; at most one index has its order. */
interface Walk {
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
}

/** Up to where a walk goes. */
export interface WalkBounds {
  /** The words asked for, as tsquery text; undefined where none are. */
  readonly words: string | undefined;
  /** Of the tags that all items bear, the one whose items are walked along. */
  readonly tag: TagId | undefined;
  readonly after?: Position | undefined;
  /** Where a walk by relevance began. */
  readonly upTo?: Position | undefined;
  readonly limit: number;
}

/**
 * The newest items a query asks for, as a statement of `id` and `ordered_at`, newest first. It goes along the index of
 * one tag or feed where one is asked for alone, else along the items': by publisher, by language, or all, or by the text
 * index, as the planner sees from the conditions.
 */
export const walkNewest = (query: ItemQuery, bounds: WalkBounds): RawBuilder<unknown> =>
  bounds.words === undefined
    ? walkAlong(query, toWalk(query, bounds), bounds)
    : walkByWords(query, bounds.words, bounds);

/** Tags that every item of a query bears. */
export const listBorne = ({ tags }: ItemQuery): readonly TagId[] => listSingle(tags);

/** So many of the newest items say of a word whether it is frequent, and when so many of them have it, it is. */
const SAMPLE = 1_000;
const FREQUENT_IN_SAMPLE = 50;
/** Items from which on a word counts as frequent. */
const FREQUENT = 1_000;

/**
 * Items with rare words come from the text index, all of them sorted; of words that many items have, the next few are
 * soon met on the way along the newest. The planner cannot tell: to it, every word that its statistics lack is as
 * frequent as the others of that kind. So where the newest items do not say it, the matches are counted, up to where they
 * are many. Each way is planned, one runs.
 */
function walkByWords(query: ItemQuery, words: string, bounds: WalkBounds): RawBuilder<unknown> {
  const areFew = sql`case when (select items from sample) = ${sql.lit(FREQUENT_IN_SAMPLE)} then false
    else (select items from matches) <= ${sql.lit(FREQUENT)} end`;
  const found: Walk = {
    from: sql`matching items`,
    ...{ id: sql`items.id`, at: sql`items.ordered_at` },
    conditions: [areFew, ...toItemFilters(query, undefined)],
  };
  const along = toWalk(query, bounds);
  return sql`with sample as materialized (
      select count(*) as items from (
        select from (select search from items order by ordered_at desc, id desc limit ${sql.lit(SAMPLE)}) newest
        where search @@ ${words}::tsquery limit ${sql.lit(FREQUENT_IN_SAMPLE)}) having_them),
    matching as materialized (
      select id, ordered_at, publisher_id, language from items where search @@ ${words}::tsquery),
    matches as materialized (
      select count(*) as items from (select from matching limit ${sql.lit(FREQUENT + 1)}) counted)
    select id, ordered_at from (
      (${walkAlong(query, found, bounds)}) union all
      (${walkAlong(query, { ...along, conditions: [sql`not (${areFew})`, ...along.conditions] }, bounds)})) walked
    order by ordered_at desc, id desc`;
}

function walkAlong(query: ItemQuery, walk: Walk, { after, upTo, limit }: WalkBounds): RawBuilder<unknown> {
  const { at, id } = walk;
  const position = (place: Position): RawBuilder<unknown> =>
    sql`(${place.at}::timestamptz, ${place.id}::bigint)`;
  const conditions = [
    ...walk.conditions,
    ...toBounds(query, at),
    ...(after === undefined ? [] : [sql`(${at}, ${id}) < ${position(after)}`]),
    ...(upTo === undefined ? [] : [sql`(${at}, ${id}) <= ${position(upTo)}`]),
  ];
  return sql`select ${id} as id, ${at} as ordered_at from ${walk.from} ${toWhere(conditions)}
    order by ${at} desc, ${id} desc limit ${limit}`;
}

/** A walk along a tag's, else along a single feed's items, else along all; items are joined where a condition is on them. */
function toWalk(query: ItemQuery, { words, tag }: Pick<WalkBounds, 'words' | 'tag'>): Walk {
  const feed = tag === undefined ? listSingle(query.feeds)[0] : undefined;
  const ofItems = [
    ...query.publishers.map((condition) => toColumnFilter(sql`items.publisher_id`, condition)),
    ...query.languages.map((condition) => toColumnFilter(sql`items.language`, condition)),
    ...(words === undefined ? [] : [sql`items.search @@ ${words}::tsquery`]),
  ];
  if (tag === undefined && feed === undefined) {
    const id = sql`items.id`;
    const conditions = [...toFilters(query, id, {}), ...ofItems];
    return { from: sql`items`, id, at: sql`items.ordered_at`, conditions };
  }
  const id = sql`walk.item_id`;
  const joined = ofItems.length === 0 ? sql`` : sql`join items on items.id = walk.item_id`;
  const [table, walked] =
    tag === undefined
      ? [sql`item_feeds`, sql`walk.feed_id = ${feed}`]
      : [sql`item_tags`, sql`walk.tag = ${tag} and walk.until is null`];
  return {
    from: sql`${table} walk ${joined}`,
    ...{ id, at: sql`walk.ordered_at` },
    conditions: [walked, ...toFilters(query, id, { tag, feed }), ...ofItems],
  };
}

/** All conditions of a query on rows of items, whatever its order and place. */
export const toConditions = (query: ItemQuery, words: string | undefined): readonly RawBuilder<unknown>[] => [
  ...toItemFilters(query, words),
  ...toBounds(query, sql`items.ordered_at`),
];

/** The conditions on rows of items but for those on their place. */
const toItemFilters = (query: ItemQuery, words: string | undefined): readonly RawBuilder<unknown>[] => [
  ...toWalk({ ...query, feeds: [] }, { words, tag: undefined }).conditions,
  ...query.feeds.map((condition) => toFeedFilter(sql`items.id`, condition)),
];

/** SQL of conditions that must all hold. */
export const toWhere = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;

/** The values that conditions ask for alone. */
function listSingle<Value extends string>(conditions: readonly Condition<Value>[]): readonly Value[] {
  return conditions.flatMap((each) => (each.kind === 'any' && each.values.length === 1 ? each.values : []));
}

/** The conditions on tags and feeds, but for those that the walk itself meets. */
function toFilters(
  query: ItemQuery,
  id: RawBuilder<unknown>,
  walked: { readonly tag?: TagId | undefined; readonly feed?: FeedId | undefined },
): readonly RawBuilder<unknown>[] {
  const isWalked = (condition: Condition<string>, value: string | undefined): boolean =>
    condition.kind === 'any' && condition.values.length === 1 && condition.values[0] === value;
  return [
    ...query.tags.filter((each) => !isWalked(each, walked.tag)).map((each) => toTagFilter(id, each)),
    ...query.feeds.filter((each) => !isWalked(each, walked.feed)).map((each) => toFeedFilter(id, each)),
  ];
}

// "offset 0" has the planner look each item up as the walk comes to it: joined, it gathers and sorts all that match.
function toTagFilter(id: RawBuilder<unknown>, condition: Condition<TagId>): RawBuilder<unknown> {
  const has = (values: readonly string[]) => sql`exists (select from item_tags borne
    where borne.item_id = ${id} and borne.tag in (${sql.join(values)}) and borne.until is null offset 0)`;
  return condition.kind === 'any' ? has(condition.values) : sql`not ${has([condition.value])}`;
}

function toFeedFilter(id: RawBuilder<unknown>, condition: Condition<FeedId>): RawBuilder<unknown> {
  const has = (values: readonly string[]) => sql`exists (select from item_feeds carried
    where carried.item_id = ${id} and carried.feed_id in (${sql.join(values)}) offset 0)`;
  return condition.kind === 'any' ? has(condition.values) : sql`not ${has([condition.value])}`;
}

function toColumnFilter(column: RawBuilder<unknown>, condition: Condition<string>): RawBuilder<unknown> {
  if (condition.kind === 'not') return sql`${column} <> ${condition.value}`;
  return sql`${column} in (${sql.join(condition.values)})`;
}

function toBounds({ since, until }: ItemQuery, at: RawBuilder<unknown>): readonly RawBuilder<unknown>[] {
  return [
    ...(since === undefined ? [] : [sql`${at} >= ${since}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${at} < ${until}::timestamptz`]),
  ];
}
