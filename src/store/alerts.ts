import { sql } from 'kysely';
import type { FeedId } from '../model.ts';
import { toFeedId, toOptional } from './rows.ts';
import type { Database, FeedAlertsTable } from './schema.ts';

/** What a message tells. */
export type StoredAlertKind = FeedAlertsTable['kind'];

/** A followed feed that has an alert, or has been in trouble for a while. */
export interface AlertFeed {
  readonly feed: FeedId;
  readonly url: string;
  /** False until the first fetch of its URL. */
  readonly fetched: boolean;
  readonly failingSince: Date | undefined;
  readonly silentSince: Date | undefined;
  /** A FailureKind of the model, kept as stored. */
  readonly failure: string | undefined;
  readonly detail: string | undefined;
  readonly nextFetchAt: Date;
}

/** The alert kept of a feed. */
export interface StoredAlert {
  readonly feed: FeedId;
  readonly kind: StoredAlertKind;
  /** When the trouble it tells of began. */
  readonly since: Date;
  /** Whether a message of this trouble was sent, or tried. */
  readonly told: boolean;
}

/** What becomes of a feed's alert: a new message in place of what is kept, due now, or nothing. */
export type AlertWrite =
  | {
      readonly kind: 'send';
      readonly feed: FeedId;
      readonly since: Date;
      /** Kept as JSON text, which `claimAlert` gives back. */
      readonly message: { readonly kind: StoredAlertKind };
    }
  | { readonly kind: 'forget'; readonly feed: FeedId };

/** One worker at a time decides; the others leave it to that one. */
const ALERTS_LOCK = 7_210_003;

export interface Review {
  readonly now: Date;
  /** Feeds that fail since then or longer are looked at besides the silent ones; undefined looks at none. */
  readonly failingBefore: Date | undefined;
  readonly decide: (feeds: readonly AlertFeed[], alerts: readonly StoredAlert[]) => readonly AlertWrite[];
}

/**
 * Lets `decide` say what changes of the kept alerts and writes it, all in one transaction that no two workers run at
 * once, so that a trouble makes one message however many look. Does nothing where another worker is at it.
 */
export async function reviewAlerts(db: Database, review: Review): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(${ALERTS_LOCK}) as locked`.execute(transaction);
    if (rows[0]?.locked !== true) return;
    const alerts = await lockAlerts(transaction);
    const feeds = await listAlertFeeds(transaction, review.failingBefore);
    for (const write of review.decide(feeds, alerts)) await saveAlert(transaction, write, review.now);
  });
}

/** Locked, so that none is sent between its reading and its change. */
async function lockAlerts(db: Database): Promise<readonly StoredAlert[]> {
  const rows = await db
    .selectFrom('feed_alerts')
    .select(['feed_id', 'kind', 'since', 'told'])
    .orderBy('feed_id')
    .forUpdate()
    .execute();
  return rows.map(({ feed_id, ...alert }) => ({ feed: toFeedId(feed_id), ...alert }));
}

async function listAlertFeeds(db: Database, failingBefore: Date | undefined): Promise<readonly AlertFeed[]> {
  const rows = await db
    .selectFrom('feeds')
    .select(['id', 'url', 'last_fetch_at', 'failing_since', 'silent_since', 'failure', 'failure_detail'])
    .select('next_fetch_at')
    .where('archived_at', 'is', null)
    .where(
      'id',
      'in',
      // A union, not an "or": each side has its index, and of many thousand feeds few are in trouble.
      sql<string>`(select feed_id from feed_alerts
        union select id from feeds where silent_since is not null
        union select id from feeds where failing_since <= ${failingBefore ?? '-infinity'}::timestamptz)`,
    )
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    feed: toFeedId(row.id),
    url: row.url,
    fetched: row.last_fetch_at !== null,
    failingSince: toOptional(row.failing_since),
    silentSince: toOptional(row.silent_since),
    failure: toOptional(row.failure),
    detail: toOptional(row.failure_detail),
    nextFetchAt: row.next_fetch_at,
  }));
}

async function saveAlert(db: Database, write: AlertWrite, now: Date): Promise<void> {
  const { feed } = write;
  if (write.kind === 'forget') {
    await db.deleteFrom('feed_alerts').where('feed_id', '=', feed).execute();
    return;
  }
  const row = {
    kind: write.message.kind,
    since: write.since,
    message: JSON.stringify(write.message),
    sent_at: null,
    attempts: 0,
    next_attempt_at: now,
  };
  await db
    .insertInto('feed_alerts')
    .values({ feed_id: feed, told: false, ...row })
    // What was told of the trouble before stays told.
    .onConflict((conflict) => conflict.column('feed_id').doUpdateSet(row))
    .execute();
}

/** A message that is ours to send until the lease runs out. */
export interface DueAlert {
  readonly feed: FeedId;
  readonly kind: StoredAlertKind;
  /** JSON text. */
  readonly message: string;
  /** This attempt counted. */
  readonly attempts: number;
}

/** Takes the message that is due longest; undefined where none is. One that is neither sent nor failed by `until` is due again. */
export async function claimAlert(
  db: Database,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<DueAlert | undefined> {
  const { rows } = await sql<{
    feed_id: string;
    kind: StoredAlertKind;
    message: string;
    attempts: number;
  }>`with due as materialized (
      select feed_id from feed_alerts where sent_at is null and next_attempt_at <= ${now}
      order by next_attempt_at, feed_id limit 1 for update skip locked
    )
    update feed_alerts set told = true, attempts = attempts + 1, next_attempt_at = ${until}
    from due where feed_alerts.feed_id = due.feed_id
    returning feed_alerts.feed_id, kind, message, attempts`.execute(db);
  const [row] = rows;
  return row && { feed: toFeedId(row.feed_id), kind: row.kind, message: row.message, attempts: row.attempts };
}

/** Keeps that a message was sent; with the one that the feed is back its alert ends. Void where another has the message by now. */
export async function saveAlertSent(db: Database, alert: DueAlert, now: Date): Promise<void> {
  if (alert.kind === 'recovered') await db.deleteFrom('feed_alerts').where(isAttempt(alert)).execute();
  else await db.updateTable('feed_alerts').set({ sent_at: now }).where(isAttempt(alert)).execute();
}

/** Keeps when a message that could not be sent is tried again. Void where another has it by now. */
export async function saveAlertFailed(db: Database, alert: DueAlert, nextAttemptAt: Date): Promise<void> {
  await db
    .updateTable('feed_alerts')
    .set({ next_attempt_at: nextAttemptAt })
    .where(isAttempt(alert))
    .execute();
}

/** The row as this attempt left it: a later attempt, or another message, has taken its place otherwise. */
const isAttempt = ({ feed, kind, attempts }: DueAlert) =>
  sql<boolean>`feed_id = ${feed} and kind = ${kind} and attempts = ${attempts} and sent_at is null`;
