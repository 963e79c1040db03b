import { sql } from 'kysely';
import type { PendingItem } from '../model.ts';
import { toFeedId, toItemId, toOptional, toPublisherId } from './rows.ts';
import type { Database } from './schema.ts';

interface Row {
  readonly id: number;
  readonly publisher_id: string;
  readonly feeds: readonly string[];
  readonly url: string | null;
  readonly title: string | null;
  readonly summary_html: string | null;
  readonly content_html: string | null;
  readonly categories: readonly string[];
  readonly feed_language: string | null;
  readonly published_at: Date | null;
  readonly read_attempts: number;
  readonly extracted_by: string | null;
  readonly confidence: number | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly page_etag: string | null;
  readonly page_last_modified: string | null;
  readonly page_hash: string | null;
}

/** All that reading the items' pages needs of them, by id. */
export async function loadPendingItems(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, PendingItem>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`select id, publisher_id, url, title, summary_html, content_html, categories,
      feed_language, published_at, read_attempts, extracted_by, confidence, page_etag, page_last_modified, page_hash,
      case when extracted_by is not null then text end as text,
      case when extracted_by is not null then html end as html,
      array(select feed_id from item_feeds where item_id = items.id order by feed_id) as feeds
    from items where id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, toPendingItem(row)]));
}

const toPendingItem = (row: Row): PendingItem => ({
  id: toItemId(row.id),
  publisher: toPublisherId(row.publisher_id),
  feeds: row.feeds.map(toFeedId),
  url: toOptional(row.url),
  title: toOptional(row.title),
  summaryHtml: toOptional(row.summary_html),
  contentHtml: toOptional(row.content_html),
  categories: row.categories,
  language: toOptional(row.feed_language),
  publishedAt: toOptional(row.published_at),
  attempts: row.read_attempts,
  known: toKnown(row),
});

/** The store writes an article's columns together. */
const toKnown = (row: Row): PendingItem['known'] =>
  row.extracted_by === null
    ? undefined
    : {
        text: row.text ?? '',
        html: row.html ?? '',
        extractedBy: row.extracted_by,
        confidence: row.confidence ?? 0,
        etag: toOptional(row.page_etag),
        lastModified: toOptional(row.page_last_modified),
        bodyHash: toOptional(row.page_hash),
      };
