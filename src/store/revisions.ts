import { sql } from 'kysely';
import type { Feed } from '../model.ts';
import { toHost } from '../text/url.ts';
import { lowerDue } from './hosts.ts';
import { toJsonText } from './json-text.ts';
import { toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** A config made ready to apply. */
export interface NewRevision {
  /** Says whether two configs are the same. */
  readonly hash: string;
  /** The whole config, as JSON can hold it. */
  readonly config: unknown;
  readonly feeds: readonly Feed[];
  /** A new feed's polling interval until its own pace is known. */
  readonly intervalSeconds: number;
}

/** An applied config. */
export interface Revision {
  readonly id: number;
  readonly hash: string;
  readonly config: unknown;
  readonly appliedAt: Date;
}

/** Two that apply at once do it one after the other. */
const REVISION_LOCK = 7_210_002;

/**
 * Applies a config in one transaction and gives its number: new feeds are due now, a feed whose URL changed begins
 * anew, one that is gone is archived with its items kept, one that is back or has another schedule or other selectors
 * is due now. The latest's hash again changes nothing.
 */
export async function saveRevision(db: Database, revision: NewRevision, now: Date): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${REVISION_LOCK})`.execute(transaction);
    const latest = await loadLatestRevision(transaction);
    await sql`delete from held_configs`.execute(transaction);
    if (latest?.hash === revision.hash) return latest.id;
    await archiveOthers(transaction, revision.feeds, now);
    await saveFeeds(transaction, revision, now);
    const hosts = new Set(revision.feeds.map((feed) => toHost(feed.url)));
    if (hosts.size > 0)
      await lowerDue(
        transaction,
        [...hosts].map((host) => ({ host, dueAt: now })),
      );
    const { id } = await transaction
      .insertInto('revisions')
      .values({ hash: revision.hash, config: toJsonText(revision.config), applied_at: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  });
}

/** What every worker runs; undefined before the first was applied. */
export async function loadLatestRevision(db: Database): Promise<Revision | undefined> {
  const row = await db.selectFrom('revisions').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row && { id: row.id, hash: row.hash, config: row.config, appliedAt: row.applied_at };
}

/** The latest revision's number alone, for a worker that asks often whether it is still its own. */
export async function loadLatestRevisionId(db: Database): Promise<number | undefined> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from revisions`.execute(db);
  return toOptional(rows[0]?.id ?? null);
}

/** A config that was not applied for being too far-reaching. */
export interface HeldConfig {
  readonly hash: string;
  /** One reason a line. */
  readonly reason: string;
}

/** Keeps why a config is held back, until it or another one is applied. */
export async function saveHeld(db: Database, held: HeldConfig, now: Date): Promise<void> {
  await sql`insert into held_configs (hash, reason, held_at) values (${held.hash}, ${held.reason}, ${now})
    on conflict (slot) do update set
      hash = excluded.hash, reason = excluded.reason, held_at = excluded.held_at`.execute(db);
}

/** The config that is held back; undefined where none is. */
export async function loadHeld(db: Database): Promise<HeldConfig | undefined> {
  return db.selectFrom('held_configs').select(['hash', 'reason']).executeTakeFirst();
}

/** Forgets what was held back: the files were set back to what is applied, or hold something else now. */
export async function forgetHeld(db: Database): Promise<void> {
  await db.deleteFrom('held_configs').execute();
}

async function archiveOthers(db: Database, feeds: readonly Feed[], now: Date): Promise<void> {
  await sql`update feeds set archived_at = ${now}
    where archived_at is null and id <> all(${feeds.map((feed) => feed.id)}::text[])`.execute(db);
}

/** One statement for all; the url's change or the return from the archive decides what stays of a known feed. */
async function saveFeeds(db: Database, { feeds, intervalSeconds }: NewRevision, now: Date): Promise<void> {
  const rows = feeds.map((feed) => ({
    id: feed.id,
    publisher_id: feed.publisher,
    url: feed.url,
    host: toHost(feed.url),
    config: feed,
  }));
  const kept = (column: string) =>
    sql`${sql.ref(column)} = case when feeds.url = excluded.url then feeds.${sql.ref(column)} end`;
  const isSameSource = sql`(feeds.config -> 'source') is not distinct from (excluded.config -> 'source')`;
  const keptOfSource = (column: string) =>
    sql`${sql.ref(column)} = case when feeds.url = excluded.url and ${isSameSource}
      then feeds.${sql.ref(column)} end`;
  await sql`insert into feeds (id, publisher_id, url, host, config, added_at, interval_seconds, next_fetch_at)
    select id, publisher_id, url, host, config, ${now}, ${Math.round(intervalSeconds)}, ${now}
    from jsonb_to_recordset(${toJsonText(rows)}::jsonb)
      as given (id text, publisher_id text, url text, host text, config jsonb)
    order by id
    on conflict (id) do update set
      publisher_id = excluded.publisher_id, url = excluded.url, host = excluded.host, config = excluded.config,
      archived_at = null, ${sql.join([...LEARNED.map(kept), ...VOUCHING.map(keptOfSource)])},
      failures = case when feeds.url = excluded.url then feeds.failures else 0 end,
      entries = case when feeds.url = excluded.url then feeds.entries else 0 end,
      overflows = case when feeds.url = excluded.url then feeds.overflows else 0 end,
      skip_hours = case when feeds.url = excluded.url then feeds.skip_hours else '{}' end,
      skip_days = case when feeds.url = excluded.url then feeds.skip_days else '{}' end,
      feed_links = case when feeds.url = excluded.url then feeds.feed_links else '{}' end,
      interval_seconds = case when feeds.url = excluded.url then feeds.interval_seconds else excluded.interval_seconds end,
      next_fetch_at = case when feeds.url = excluded.url and feeds.archived_at is null
        and (feeds.config -> 'schedule') is not distinct from (excluded.config -> 'schedule') and ${isSameSource}
        then feeds.next_fetch_at else excluded.next_fetch_at end`.execute(db);
}

/** What we learned of a feed's URL, and forget with it. */
const LEARNED = [
  'title',
  'link',
  'etag',
  'last_modified',
  'last_fetch_at',
  'last_success_at',
  'last_new_item_at',
  'failing_since',
  'failure',
  'failure_detail',
  'failure_status',
  'last_overflow_at',
  'longest_gap_seconds',
  'silent_since',
  'ttl_seconds',
  'moved_to',
  'moved_since',
  'moved_polls',
  'move_adopted_at',
];

/** What says that nothing is new: read by other selectors, the same body may be. Without a full fetch no validator is sent. */
const VOUCHING = ['body_hash', 'full_fetch_at'];
