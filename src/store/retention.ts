import { sql } from 'kysely';
import type { ItemId, PublisherId } from '../model.ts';
import { compactChanges } from './changes.ts';
import { pruneExtraction } from './extraction.ts';
import { lockPublisher } from './keys.ts';
import { toItemId, toPublisherId } from './rows.ts';
import type { Database } from './schema.ts';
import { pruneSnapshots } from './snapshots.ts';

export interface Retention {
  readonly now: Date;
  /** Days an item is kept after it was first seen. */
  readonly itemsDays: number;
  /** Days a fetch's row is kept. */
  readonly fetchesDays: number;
  /** Days a page is kept of which little came. */
  readonly snapshotsDays: number;
  /** Rows deleted in one transaction at most. */
  readonly batch?: number;
}

export interface Pruned {
  readonly items: number;
  readonly fetches: number;
  readonly hosts: number;
  readonly snapshots: number;
  readonly extractionDays: number;
  /** Changes that a later one of the same item made needless. */
  readonly changes: number;
}

const DAY_MS = 86_400_000;
/** Deletes in steps of some tens of milliseconds: on the embedded store each blocks all else. */
const BATCH = 500;

/**
 * Deletes what is older than the retention, in batches. An item's tags, feeds and versions go with it; its keys stay as
 * tombstones, so that a feed that still carries it does not bring it back. Feeds, archived or not, keep their younger items.
 */
export async function pruneExpired(db: Database, retention: Retention): Promise<Pruned> {
  const batch = retention.batch ?? BATCH;
  const ago = (days: number): Date => new Date(retention.now.getTime() - days * DAY_MS);
  return {
    items: await pruneItems(db, ago(retention.itemsDays), batch),
    fetches: await pruneFetches(db, ago(retention.fetchesDays), batch),
    hosts: await pruneHosts(db, ago(1)),
    snapshots: await pruneSnapshots(db, ago(retention.snapshotsDays), batch),
    extractionDays: await pruneExtraction(db, retention.now),
    changes: await compactChanges(db),
  };
}

async function pruneItems(db: Database, before: Date, batch: number): Promise<number> {
  let pruned = 0;
  for (;;) {
    const expired = await db
      .selectFrom('items')
      .select(['id', 'publisher_id'])
      .where('first_seen_at', '<', before)
      .orderBy('first_seen_at')
      .limit(batch)
      .execute();
    if (expired.length === 0) return pruned;
    for (const publisher of new Set(expired.map((row) => row.publisher_id))) {
      const ids = expired.filter((row) => row.publisher_id === publisher).map((row) => toItemId(row.id));
      pruned += await deleteItems(db, toPublisherId(publisher), ids);
    }
  }
}

/** Under the publisher's lock, so that no poll decides on an item that goes. */
async function deleteItems(db: Database, publisher: PublisherId, ids: readonly ItemId[]): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await lockPublisher(transaction, publisher);
    const deleted = await transaction.deleteFrom('items').where('id', 'in', ids).executeTakeFirst();
    return Number(deleted.numDeletedRows);
  });
}

/** What was removed with an item; numbers are of rows. */
export interface RemovedItem {
  readonly id: ItemId;
  readonly title: string | null;
  readonly url: string | null;
  readonly feeds: number;
  readonly tags: number;
  readonly versions: number;
  readonly pages: number;
  /** What its tombstone knows it by, so that no feed brings it back. */
  readonly keys: number;
}

/** Removes one item for good, as retention would; undefined where there is none of this id (any more). */
export async function removeItem(db: Database, id: ItemId): Promise<RemovedItem | undefined> {
  const found = await db.selectFrom('items').select('publisher_id').where('id', '=', id).executeTakeFirst();
  if (found === undefined) return undefined;
  return db.transaction().execute(async (transaction) => {
    await lockPublisher(transaction, toPublisherId(found.publisher_id));
    const { rows } = await sql<Omit<RemovedItem, 'id'>>`select title, url,
        (select count(*)::int from item_feeds where item_id = items.id) as feeds,
        (select count(*)::int from item_tags where item_id = items.id) as tags,
        (select count(*)::int from item_versions where item_id = items.id) as versions,
        (select count(*)::int from page_snapshots where item_id = items.id) as pages,
        (select count(*)::int from item_keys where item_id = items.id) as keys
      from items where id = ${id} for update`.execute(transaction);
    await transaction.deleteFrom('items').where('id', '=', id).execute();
    return rows[0] === undefined ? undefined : { id, ...rows[0] };
  });
}

async function pruneFetches(db: Database, before: Date, batch: number): Promise<number> {
  let pruned = 0;
  for (;;) {
    const { numAffectedRows } = await sql`delete from fetches where id in (
      select id from fetches where fetched_at < ${before} order by fetched_at limit ${batch})`.execute(db);
    pruned += Number(numAffectedRows ?? 0n);
    if (Number(numAffectedRows ?? 0n) < batch) return pruned;
  }
}

/** Hosts of long-read pages; one that gets new work is made again. */
async function pruneHosts(db: Database, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from hosts
    where due_at = 'infinity' and lease_token is null and next_allowed_at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Gives deleted rows' room back and renews the planner's figures: the embedded store has no autovacuum to do it. */
export async function vacuum(db: Database): Promise<void> {
  await sql`vacuum (analyze)`.execute(db);
}
