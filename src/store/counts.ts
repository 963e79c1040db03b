import { sql } from 'kysely';
import type { Database } from './schema.ts';

/** How much work waits, for /health and metrics. */
export interface WorkCounts {
  readonly feeds: number;
  readonly failingFeeds: number;
  /** Feeds whose time has come, those being fetched among them. */
  readonly dueFeeds: number;
  readonly pendingItems: number;
  /** Pending items whose time has come, those being read among them. */
  readonly dueItems: number;
  /** When the feed longest due was to be fetched; undefined where none is. */
  readonly oldestDueAt: Date | undefined;
}

/** Counts what is followed, failing, due and pending; cost grows with feeds and pending items, not with items. */
export async function countWork(db: Database, now: Date): Promise<WorkCounts> {
  const { rows } = await sql<{
    feeds: number;
    failing: number;
    due: number;
    pending: number;
    due_items: number;
    oldest: Date | null;
  }>`select feeds.*, items.* from
    (select count(*) as feeds, count(*) filter (where failures > 0) as failing,
      count(*) filter (where next_fetch_at <= ${now}) as due,
      min(next_fetch_at) filter (where next_fetch_at <= ${now}) as oldest
      from feeds where archived_at is null) feeds,
    (select count(*) as pending, count(*) filter (where next_read_at <= ${now}) as due_items
      from items where read_state = 'pending') items`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('counting gave no row');
  return {
    feeds: row.feeds,
    failingFeeds: row.failing,
    dueFeeds: row.due,
    pendingItems: row.pending,
    dueItems: row.due_items,
    oldestDueAt: row.oldest ?? undefined,
  };
}
