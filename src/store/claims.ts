import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Lease, Work } from '../model.ts';
import { loadPendingItems } from './pending-items.ts';
import { STATE_COLUMNS, toFeed, toFetchState, toOptional } from './rows.ts';
import type { Database } from './schema.ts';

export interface ClaimRequest {
  readonly now: Date;
  /** At most this many pieces of work, each of another host. */
  readonly limit: number;
  /** How long the work is ours; after that it is claimed again. */
  readonly leaseMs: number;
}

/**
 * Takes due work, the longest-ready hosts first: of each host one due feed, else its newest due item
 * (never tried ones before retries). The host is
 * leased with it, so no other worker gets the row or the host. Fewer than `limit` only where no more is due.
 */
export async function claimWork(db: Database, request: ClaimRequest): Promise<readonly Work[]> {
  const claimed: Work[] = [];
  for (;;) {
    const limit = request.limit - claimed.length;
    if (limit <= 0) return claimed;
    const round = await claimOnce(db, { ...request, limit });
    claimed.push(...round.work);
    // A host whose work was done meanwhile gave nothing: look at the next ones.
    if (round.looked < limit) return claimed;
  }
}

async function claimOnce(
  db: Database,
  request: ClaimRequest,
): Promise<{ readonly work: readonly Work[]; readonly looked: number }> {
  return db.transaction().execute(async (transaction) => {
    const hosts = await lockReadyHosts(transaction, request);
    if (hosts.length === 0) return { work: [], looked: 0 };
    const leased = await leaseWork(transaction, hosts, request);
    return { work: await loadWork(transaction, leased), looked: hosts.length };
  });
}

async function lockReadyHosts(db: Database, { now, limit }: ClaimRequest): Promise<readonly string[]> {
  const { rows } = await sql<{ host: string }>`select host from hosts where ready_at <= ${now}
    order by ready_at limit ${limit} for update skip locked`.execute(db);
  return rows.map((row) => row.host);
}

interface Leased {
  readonly lease: Lease;
  readonly feedId: string | undefined;
  readonly itemId: number | undefined;
}

/**
 * A statement of its own, after the locks: it sees what the hosts' last holders saved, which the locking
 * statement, begun before they let go, may not. Hosts that turn out idle get the time of their next work.
 * "is true" keeps the planner on items_unread, which gives the one row at once: without fresh statistics it takes
 * items_due and sorts the host's whole backlog (83 ms to claim five hosts of 20,000 pending items each, against 5).
 */
async function leaseWork(
  db: Database,
  hosts: readonly string[],
  { now, leaseMs }: ClaimRequest,
): Promise<readonly Leased[]> {
  const until = new Date(now.getTime() + leaseMs);
  const tokens = hosts.map(() => randomUUID());
  const { rows } = await sql<{
    host: string;
    lease_token: string;
    feed_id: string | null;
    item_id: number | null;
  }>`with found as materialized (
      select asked.host, asked.token, feed.id as feed_id, item.id as item_id,
        least(feed.next_fetch_at, next_item.next_read_at) as due_at
      from unnest(${hosts}::text[], ${tokens}::text[]) as asked (host, token)
      left join lateral (
        select case when next_fetch_at <= ${now} then id end as id, next_fetch_at from feeds
        where feeds.host = asked.host and archived_at is null order by next_fetch_at limit 1
      ) feed on true
      left join lateral (
        select next_read_at from items
        where items.host = asked.host and read_state = 'pending' order by next_read_at limit 1
      ) next_item on true
      left join lateral (
        select id from items
        where items.host = asked.host and read_state = 'pending' and (next_read_at <= ${now}) is true
          and feed.id is null and next_item.next_read_at <= ${now}
        order by read_attempts, ordered_at desc, id desc limit 1
      ) item on true
    ), written as (
      update hosts set
        lease_token = case when found.feed_id is null and found.item_id is null then null else found.token end,
        lease_until = case when found.feed_id is null and found.item_id is null then null else ${until}::timestamptz end,
        due_at = coalesce(found.due_at, 'infinity')
      from found where hosts.host = found.host
    )
    select host, token as lease_token, feed_id, item_id from found
    where feed_id is not null or item_id is not null`.execute(db);
  return rows.map((row) => ({
    lease: { token: row.lease_token, host: row.host, until },
    feedId: toOptional(row.feed_id),
    itemId: toOptional(row.item_id),
  }));
}

async function loadWork(db: Database, leased: readonly Leased[]): Promise<readonly Work[]> {
  const feeds = await loadFeeds(
    db,
    leased.flatMap((one) => (one.feedId === undefined ? [] : [one.feedId])),
  );
  const items = await loadPendingItems(
    db,
    leased.flatMap((one) => (one.itemId === undefined ? [] : [one.itemId])),
  );
  return leased.flatMap(({ lease, feedId, itemId }): readonly Work[] => {
    const feed = feedId === undefined ? undefined : feeds.get(feedId);
    if (feed !== undefined) return [{ kind: 'feed', ...feed, lease }];
    const item = itemId === undefined ? undefined : items.get(itemId);
    return item === undefined ? [] : [{ kind: 'item', item, lease }];
  });
}

async function loadFeeds(db: Database, ids: readonly string[]) {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('feeds')
    .select(['id', 'config', ...STATE_COLUMNS])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, { feed: toFeed(row.config), state: toFetchState(row) }]));
}
