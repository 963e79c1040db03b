import { type RawBuilder, sql } from 'kysely';
import type { ItemId } from '../model.ts';
import { type ItemView, toItemView } from './item-view.ts';
import { toItemId } from './rows.ts';
import type { Database } from './schema.ts';

/**
 * How much of each item is read: all that is served of it, or what lists show: without HTML, article and evidence, and of
 * the text the beginning alone, where the feed said nothing in short.
 */
export type Extent = 'whole' | 'brief';

/** Characters of a text's beginning, and of a summary with its markup: more is not shown of them. */
const MAX_BEGINNING = 1_500;
const MAX_SUMMARY = 20_000;

/** A time as ISO 8601 UTC text to the microsecond. */
export const toInstantText = (at: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Reads the items of a page's ids: the page is settled first, so that a sort never carries texts. */
export async function selectItems(
  db: Database,
  page: RawBuilder<unknown>,
  extent: Extent,
): Promise<readonly ItemView[]> {
  const [columns, evidence] = extent === 'whole' ? [WHOLE, sql`, 'evidence', evidence`] : [BRIEF, sql``];
  const { rows } = await sql<unknown>`
    with page as materialized (${page})
    select items.id, items.publisher_id, items.url, items.title, items.authors, items.categories,
      items.language, items.published_at, items.published_text, items.updated_at, items.first_seen_at,
      items.ordered_by, items.ordered_reason, items.changed_at, items.read_state, items.read_failure,
      items.read_detail, items.extracted_by, items.confidence, ${columns},
      ${toInstantText(sql`items.ordered_at`)} as ordered_at, ${VERSION} as version,
      (select coalesce(json_agg(feed_id order by feed_id), '[]') from item_feeds
        where item_feeds.item_id = items.id) as feeds,
      (select coalesce(json_agg(json_build_object('tag', tag, 'score', score, 'given_by', given_by${evidence})
          order by score desc, tag), '[]') from item_tags
        where item_tags.item_id = items.id and item_tags.until is null) as tags
    from page join items on items.id = page.id
    order by page.ordered_at desc, page.id desc`.execute(db);
  return rows.map(toItemView);
}

/** An item's place in a page, and what it is the same by. */
export interface ItemHead {
  readonly id: ItemId;
  /** ISO 8601 UTC text to the microsecond. */
  readonly orderedAt: string;
  /** As `version` of an ItemView. */
  readonly version: string;
}

/** Reads of a page's items only what they are, not what they say. */
export async function selectHeads(db: Database, page: RawBuilder<unknown>): Promise<readonly ItemHead[]> {
  const { rows } = await sql<{ id: number; ordered_at: string; version: string }>`
    with page as materialized (${page})
    select page.id, ${toInstantText(sql`page.ordered_at`)} as ordered_at, ${VERSION} as version from page
    order by page.ordered_at desc, page.id desc`.execute(db);
  return rows.map(({ id, ordered_at, version }) => ({ id: toItemId(id), orderedAt: ordered_at, version }));
}

/**
 * Which changes are noted of the item: the same ones are the same item. Their number tells of one that was begun before
 * the last and ended after it. A restored server may count on from an earlier one, but it has started since.
 */
const VERSION = sql`concat_ws(' ', extract(epoch from pg_postmaster_start_time())::bigint,
  (select concat(max(change), ' ', count(*)) from item_changes where item_id = page.id))`;

const WHOLE = sql`items.summary_html, items.content_html, items.text, items.html, items.article`;

/** A summary that is markup alone says nothing. */
const BRIEF = sql`left(items.summary_html, ${sql.lit(MAX_SUMMARY)}) as summary_html,
  case when items.summary_html is null or items.summary_html ~ '^(\\s|<[^>]*>|&nbsp;)*$'
    then left(items.text, ${sql.lit(MAX_BEGINNING)}) end as text,
  case when items.article is not null then jsonb_build_object('authors', items.article -> 'authors',
    'leadImage', items.article -> 'leadImage') end as article_head`;
