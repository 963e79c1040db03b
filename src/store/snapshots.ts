import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { sql } from 'kysely';
import type { FeedId, ItemId, PageRecord, PageSnapshot, PoorReading, ReplayItem } from '../model.ts';
import { isFailureKind } from '../text/failures.ts';
import { toStorableText } from './json-text.ts';
import { loadPendingItems } from './pending-items.ts';
import { toItemId, toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** How many kept pages there may be; the oldest go first. */
export interface SnapshotBounds {
  /** All of them together, packed; 0 keeps none. */
  readonly maxBytes: number;
}

/** A page ready to be written. */
export interface PackedSnapshot extends Omit<PageSnapshot, 'body'> {
  readonly body: Uint8Array;
}

/** A larger one is not kept: 5 MiB of markup pack to a fifth, and one page must not push out a hundred. */
const MAX_PACKED_BYTES = 1024 * 1024;
/** Rows at most, whatever their size, so that asking for their sum stays a matter of milliseconds. */
const MAX_SNAPSHOTS = 20_000;
/** A page unpacks to no more than was fetched; a damaged row must not fill the memory. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** The page of a reading, packed, where it is to be kept; before the transaction, which it would make long. */
export async function packSnapshot(
  page: PageRecord,
  bounds: SnapshotBounds,
): Promise<PackedSnapshot | undefined> {
  if (page.kind !== 'read' || page.snapshot === undefined || bounds.maxBytes === 0) return undefined;
  const body = await pack(page.snapshot.body);
  return body.length > Math.min(MAX_PACKED_BYTES, bounds.maxBytes) ? undefined : { ...page.snapshot, body };
}

/**
 * Keeps an item's page in place of its former one, in a transaction of the caller's, as its last statements but for
 * counts; gives how many older pages of others had to go.
 */
export async function saveSnapshot(
  db: Database,
  id: ItemId,
  { url, contentType, fetchedAt, reason, body }: PackedSnapshot,
  bounds: SnapshotBounds,
): Promise<number> {
  await sql`insert into page_snapshots (item_id, fetched_at, url, content_type, reason, packed_bytes, body)
    values (${id}, ${fetchedAt}, ${url}, ${contentType === undefined ? null : toStorableText(contentType)}, ${reason},
      ${body.length}, ${body})
    on conflict (item_id) do update set fetched_at = excluded.fetched_at, url = excluded.url,
      content_type = excluded.content_type, reason = excluded.reason, packed_bytes = excluded.packed_bytes,
      body = excluded.body`.execute(db);
  return evict(db, id, bounds);
}

/** Rows that another worker is removing or writing are left out: nobody waits here. */
async function evict(db: Database, id: ItemId, bounds: SnapshotBounds): Promise<number> {
  const { rows } = await sql<{ bytes: number; pages: number }>`
    select coalesce(sum(packed_bytes), 0)::bigint as bytes, count(*) as pages from page_snapshots`.execute(
    db,
  );
  const { bytes = 0, pages = 0 } = rows[0] ?? {};
  if (bytes <= bounds.maxBytes && pages <= MAX_SNAPSHOTS) return 0;
  const { numAffectedRows } = await sql`delete from page_snapshots where item_id in (
      select item_id from page_snapshots where item_id in (
        select item_id from (
          select item_id, sum(packed_bytes) over older as bytes, count(*) over older as pages from page_snapshots
          where item_id <> ${id}
          window older as (order by fetched_at, item_id rows between unbounded preceding and 1 preceding)
        ) aged
        where coalesce(bytes, 0) < ${bytes - bounds.maxBytes} or pages < ${pages - MAX_SNAPSHOTS}
      ) for update skip locked
    )`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Forgets an item's kept page: it can be read now. */
export async function dropSnapshot(db: Database, id: ItemId): Promise<void> {
  await sql`delete from page_snapshots where item_id = ${id}`.execute(db);
}

/** Which kept pages to read again. */
export interface ReplayQuery {
  readonly feed: FeedId | undefined;
  /** All of them, or those alone whose item has no article. */
  readonly which: 'all' | 'failed';
  /** The item the page before ended with. */
  readonly after: ItemId | undefined;
  readonly limit: number;
}

export interface ReplayPage {
  readonly items: readonly ReplayItem[];
  /** Give it as `after` for the next page; undefined at the end. */
  readonly next: ItemId | undefined;
}

/** One page of the kept pages with their items, by id, those left out that wait to be fetched anew: their entry changed. */
export async function loadReplayPage(db: Database, query: ReplayQuery): Promise<ReplayPage> {
  const { rows } = await sql<{
    item_id: number;
    fetched_at: Date;
    url: string;
    content_type: string | null;
    reason: string;
    body: Uint8Array;
  }>`select kept.item_id, kept.fetched_at, kept.url, kept.content_type, kept.reason, kept.body
    from page_snapshots kept join items on items.id = kept.item_id
    where kept.item_id > ${query.after ?? 0} and (read_state <> 'pending' or read_attempts > 0)
      and ${query.which === 'failed' ? sql`extracted_by is null` : sql`true`}
      and ${
        query.feed === undefined
          ? sql`true`
          : sql`exists (select from item_feeds where item_id = items.id and feed_id = ${query.feed})`
      }
    order by kept.item_id limit ${query.limit}`.execute(db);
  const items = await loadPendingItems(
    db,
    rows.map((row) => row.item_id),
  );
  const unpacked = await Promise.all(
    rows.map(async (row): Promise<readonly ReplayItem[]> => {
      const item = items.get(row.item_id);
      if (item === undefined) return [];
      const body = await unpack(row.body, { maxOutputLength: MAX_UNPACKED_BYTES });
      const { url, fetched_at: fetchedAt } = row;
      const contentType = toOptional(row.content_type);
      return [{ item, snapshot: { url, contentType, fetchedAt, body, reason: toReason(row.reason) } }];
    }),
  );
  const last = rows.length < query.limit ? undefined : rows.at(-1);
  return { items: unpacked.flat(), next: last === undefined ? undefined : toItemId(last.item_id) };
}

/** Items of which nothing was read and no page is kept, so that no replay can help them; of one feed, or of all. */
export async function countUnkept(db: Database, feed: FeedId | undefined): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from items
    where read_state = 'failed' and not exists (select from page_snapshots where item_id = items.id)
      and ${
        feed === undefined
          ? sql`true`
          : sql`exists (select from item_feeds where item_id = items.id and feed_id = ${feed})`
      }`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Deletes the kept pages fetched before, in batches; gives how many. */
export async function pruneSnapshots(db: Database, before: Date, batch: number): Promise<number> {
  let pruned = 0;
  for (;;) {
    const { numAffectedRows } = await sql`delete from page_snapshots where item_id in (
      select item_id from page_snapshots where fetched_at < ${before} order by fetched_at limit ${batch})`.execute(
      db,
    );
    pruned += Number(numAffectedRows ?? 0n);
    if (Number(numAffectedRows ?? 0n) < batch) return pruned;
  }
}

const POOR_READINGS = ['short', 'low-confidence', 'rule-missed'] as const satisfies readonly PoorReading[];

/** A reason of another version counts as nothing found. */
const toReason = (text: string): PageSnapshot['reason'] =>
  POOR_READINGS.find((reason) => reason === text) ?? (isFailureKind(text) ? text : 'no-article');
