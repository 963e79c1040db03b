import { sql } from 'kysely';
import type {
  CollectCounts,
  Drop,
  Feed,
  FeedId,
  FeedUpdate,
  FetchState,
  Lease,
  LeaseLost,
  Polled,
} from '../model.ts';
import { expectLease, LeaseLostError, lowerDue, underLease } from './hosts.ts';
import { toJsonText, toStorableText } from './json-text.ts';
import { STATE_COLUMNS, toFeed, toFetchState, toOptional, toStateRow } from './rows.ts';
import type { Database } from './schema.ts';

/** A feed as the operator sees it: what was asked for, what was learned, what is wrong. */
export interface FeedStatus {
  readonly feed: Feed;
  readonly addedAt: Date;
  /** When it left the config; its items stay. */
  readonly archivedAt: Date | undefined;
  /** The feed's own words. */
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly state: FetchState;
  /** What went wrong at the last fetch; failure is a FailureKind of the model, kept as stored. */
  readonly failure: string | undefined;
  readonly detail: string | undefined;
  readonly status: number | undefined;
  /** Feeds its page offered in place of one. */
  readonly feedLinks: readonly string[];
  readonly nextFetchAt: Date;
}

/** The feeds by id: all that are followed, only those failing or silent, or the archived ones too. */
export async function listFeeds(
  db: Database,
  which: 'followed' | 'failing' | 'all' = 'followed',
): Promise<readonly FeedStatus[]> {
  const rows = await db
    .selectFrom('feeds')
    .select([
      'config',
      'added_at',
      'archived_at',
      'title',
      'link',
      'failure',
      'failure_detail',
      'failure_status',
    ])
    .select(['feed_links', 'next_fetch_at', ...STATE_COLUMNS])
    .$if(which !== 'all', (query) => query.where('archived_at', 'is', null))
    .$if(which === 'failing', (query) =>
      query.where((row) => row.or([row('failures', '>', 0), row('silent_since', 'is not', null)])),
    )
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    feed: toFeed(row.config),
    addedAt: row.added_at,
    archivedAt: toOptional(row.archived_at),
    title: toOptional(row.title),
    link: toOptional(row.link),
    state: toFetchState(row),
    failure: toOptional(row.failure),
    detail: toOptional(row.failure_detail),
    status: toOptional(row.failure_status),
    feedLinks: row.feed_links,
    nextFetchAt: row.next_fetch_at,
  }));
}

/** Saves what a poll without entries leaves of its feed, and its row of history, in one transaction. */
export async function savePoll(
  db: Database,
  { feed, lease, update }: Polled,
): Promise<{ readonly kind: 'saved' } | LeaseLost> {
  return underLease(db, async (transaction) => {
    await lockFeed(transaction, feed, lease);
    await saveFeedUpdate(transaction, feed, update, NO_ENTRIES);
    await confirmLease(transaction, lease, update.nextFetchAt, []);
    return { kind: 'saved' };
  });
}

const NO_ENTRIES: CollectCounts = {
  entries: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  dropped: 0,
  joined: 0,
  known: 0,
};

/** Locks the feed's row; the lease counts as lost too where the config has meanwhile archived it or given it another URL. */
export async function lockFeed(db: Database, feed: Feed, lease: Lease): Promise<void> {
  const row = await db
    .selectFrom('feeds')
    .select('id')
    .where('id', '=', feed.id)
    .where('url', '=', feed.url)
    .where('archived_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new LeaseLostError(feed.id);
  await expectLease(db, lease);
}

/** Ends a poll's transaction: its feed's and items' hosts learn their new work, and the lease must still be ours, now locked. */
export async function confirmLease(
  db: Database,
  lease: Lease,
  nextFetchAt: Date,
  due: readonly { readonly host: string; readonly dueAt: Date }[],
): Promise<void> {
  const tokens = await lowerDue(db, [{ host: lease.host, dueAt: nextFetchAt }, ...due]);
  if (tokens.get(lease.host) !== lease.token) throw new LeaseLostError(lease.host);
}

/** Writes the feed's new state and the poll's row of history; `drops` are those found after parsing. */
export async function saveFeedUpdate(
  db: Database,
  feed: { readonly id: FeedId },
  update: FeedUpdate,
  counts: CollectCounts,
  drops: readonly Drop[] = [],
): Promise<void> {
  const { poll } = update;
  await db
    .updateTable('feeds')
    .set({
      ...toStateRow(update.state),
      next_fetch_at: update.nextFetchAt,
      failure: poll.failure ?? null,
      failure_detail: poll.failure === undefined ? null : toText(poll.detail),
      failure_status: poll.failure === undefined ? null : (poll.status ?? null),
      feed_links: update.feedLinks,
      // A poll that did not read the feed says nothing of its title.
      ...(update.title === undefined ? {} : { title: toText(update.title) }),
      ...(update.link === undefined ? {} : { link: toText(update.link) }),
    })
    .where('id', '=', feed.id)
    .execute();
  await sql`insert into fetches (feed_id, fetched_at, kind, failure, status, detail, body_bytes, duration_ms,
      entries, items_new, items_changed, items_unchanged, overflow, drops)
    values (${feed.id}, ${poll.fetchedAt}, ${poll.kind}, ${poll.failure ?? null}, ${poll.status ?? null},
      ${toText(poll.detail)}, ${poll.bodyBytes ?? null}, ${Math.round(poll.durationMs)}, ${counts.entries},
      ${counts.new}, ${counts.changed}, ${counts.unchanged}, ${poll.overflow}, ${toJsonText([...poll.drops, ...drops])})`.execute(
    db,
  );
}

const toText = (text: string | undefined): string | null =>
  text === undefined ? null : toStorableText(text);
