import { sql } from 'kysely';
import type { Article, ItemId, LeaseLost, PageRecord, ReadItem, Reading, ReplayedItem } from '../model.ts';
import { countExtraction } from './extraction.ts';
import { LeaseLostError, underLease } from './hosts.ts';
import { toJsonText, toStorableText } from './json-text.ts';
import { lockPublisher } from './keys.ts';
import { toPublisherId } from './rows.ts';
import type { Database } from './schema.ts';
import { searchVector } from './search-vector.ts';
import { dropSnapshot, packSnapshot, type SnapshotBounds, saveSnapshot } from './snapshots.ts';
import { saveTags } from './tags.ts';

/** A reading that was saved. */
export interface SavedRead {
  readonly kind: 'saved';
  /** Kept pages of others that had to go for this one's. */
  readonly evicted: number;
}

/**
 * Saves a reading in one transaction: text, language, article, tags, whether the page is tried again, how it was read,
 * and the page itself where little came of it. A page that could be read once and now cannot leaves the article it
 * gave, which outranks what the feed gives.
 */
export async function saveRead(
  db: Database,
  result: ReadItem,
  bounds: SnapshotBounds,
): Promise<SavedRead | LeaseLost> {
  const packed = await packSnapshot(result.page, bounds);
  return underLease(db, async (transaction) => {
    const former = await lockItem(transaction, result);
    const { item, now, reading, page } = result;
    const failed = reading.state === 'pending' || reading.state === 'failed';
    if (page.kind === 'unchanged') await keepUnchanged(transaction, result);
    else if (former.hasArticle && failed) await keepArticle(transaction, result);
    else await writeArticle(transaction, result, former, 1);
    if (!(former.hasArticle && failed))
      await saveTags(transaction, [{ id: item.id, tags: reading.tags }], now);
    if (page.kind !== 'read') return { kind: 'saved', evicted: 0 };
    // A failure that is tried again is not the last word on its page.
    if (reading.state !== 'pending') await countExtraction(transaction, item.publisher, page.use, now);
    if (page.snapshot === undefined) await dropSnapshot(transaction, item.id);
    const evicted = packed === undefined ? 0 : await saveSnapshot(transaction, item.id, packed, bounds);
    return { kind: 'saved', evicted };
  });
}

/**
 * Saves what a kept page gives now, as a reading is saved, but without a lease and as no attempt; `changed` where the
 * item, its page's address or the kept page is another by now, or waits to be fetched anew.
 */
export async function saveReplay(
  db: Database,
  { item, snapshot, now, reading, page }: ReplayedItem,
): Promise<{ readonly kind: 'saved' | 'changed' }> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ text: string | null; has_article: boolean }>`
      select text, article is not null as has_article from items
      where id = ${item.id} and url is not distinct from ${item.url ?? null}
        and (read_state <> 'pending' or read_attempts > 0)
      for no key update`.execute(transaction);
    const kept = await sql`update page_snapshots set reason = ${toReason(page) ?? snapshot.reason}
      where item_id = ${item.id} and fetched_at = ${snapshot.fetchedAt}`.execute(transaction);
    const former = rows[0];
    if (former === undefined || kept.numAffectedRows !== 1n) return { kind: 'changed' };
    const result = { item, now, reading, page };
    await writeArticle(
      transaction,
      result,
      { text: former.text ?? undefined, hasArticle: former.has_article },
      0,
    );
    await saveTags(transaction, [{ id: item.id, tags: reading.tags }], now);
    if (toReason(page) === undefined) await dropSnapshot(transaction, item.id);
    return { kind: 'saved' };
  });
}

const toReason = (page: PageRecord): string | undefined =>
  page.kind === 'read' ? page.snapshot?.reason : undefined;

interface Former {
  readonly text: string | undefined;
  readonly hasArticle: boolean;
}

/** Locks the item and its lease, in that order; lost too where the entry has meanwhile moved to another URL. */
async function lockItem(db: Database, { item, lease, reading }: ReadItem): Promise<Former> {
  const { rows } = await sql<{ text: string | null; has_article: boolean }>`
    select text, article is not null as has_article from items
    where id = ${item.id} and read_state = 'pending' and url is not distinct from ${item.url ?? null}
    for no key update`.execute(db);
  const former = rows[0];
  const held = await sql`update hosts set due_at = least(due_at, ${reading.nextReadAt ?? null}::timestamptz)
    where host = ${lease.host} and lease_token = ${lease.token} returning host`.execute(db);
  if (former === undefined || held.rows.length === 0) throw new LeaseLostError(lease.host);
  return { text: former.text ?? undefined, hasArticle: former.has_article };
}

/** Its tags may be of its former title: without tagged_by the next retagging renews them from the kept text. */
async function keepArticle(db: Database, { item, now, reading }: ReadItem): Promise<void> {
  await db
    .updateTable('items')
    .set({
      ...toAttempt(reading, now),
      read_state: reading.state === 'pending' ? 'pending' : 'read',
      read_attempts: sql<number>`read_attempts + 1`,
      tagged_by: null,
    })
    .where('id', '=', item.id)
    .execute();
}

/** The article stands; its title, categories and language may be new by its entry. */
async function keepUnchanged(db: Database, { item, now, reading }: ReadItem): Promise<void> {
  await db
    .updateTable('items')
    .set({
      ...toAttempt(reading, now),
      read_state: 'read',
      read_attempts: sql<number>`read_attempts + 1`,
      language: reading.language,
      tagged_by: reading.taggedBy,
      page_unchanged_at: now,
      search: searchVector(sql`${reading.language}`, sql`title`, sql`text`),
    })
    .where('id', '=', item.id)
    .execute();
}

/** Writes the reading over its item, whose former article becomes a version where its text differs. */
async function writeArticle(db: Database, result: Written, former: Former, attempts: 0 | 1): Promise<void> {
  if (former.hasArticle && former.text !== toStorableText(result.reading.text))
    await keepVersion(db, result.item.id, result.now);
  await writeReading(db, result, attempts);
}

async function keepVersion(db: Database, id: ItemId, now: Date): Promise<void> {
  await sql`insert into item_versions (item_id, part, replaced_at, text, html, article)
    select id, 'article', ${now}, text, html, article from items where id = ${id}`.execute(db);
}

type Written = Pick<ReadItem, 'item' | 'now' | 'reading' | 'page'>;

async function writeReading(
  db: Database,
  { item, now, reading, page }: Written,
  attempts: 0 | 1,
): Promise<void> {
  const { article } = reading;
  const mark = page.kind === 'read' && article !== undefined ? page.mark : undefined;
  const text = toStorableText(reading.text);
  const title = article?.title === undefined ? null : toStorableText(article.title);
  await db
    .updateTable('items')
    .set({
      ...toAttempt(reading, now),
      read_state: reading.state,
      read_attempts: sql<number>`read_attempts + ${attempts}::integer`,
      changed_at: sql<Date>`case when text is distinct from ${text} then ${now} else changed_at end`,
      title: sql<string | null>`coalesce(title, ${title})`,
      language: reading.language,
      text,
      html: toStorableText(reading.html),
      article: article === undefined ? null : toArticleJson(article),
      extracted_by: article?.extractedBy ?? null,
      confidence: article?.confidence ?? null,
      tagged_by: reading.taggedBy,
      search: searchVector(sql`${reading.language}`, sql`coalesce(title, ${title})`, sql`${text}`),
      page_etag: toStorable(mark?.etag),
      page_last_modified: toStorable(mark?.lastModified),
      page_hash: mark?.bodyHash ?? null,
    })
    .where('id', '=', item.id)
    .execute();
}

const toAttempt = (reading: Reading, now: Date) => ({
  read_failure: reading.failure ?? null,
  read_detail: reading.detail === undefined ? null : toStorableText(reading.detail),
  read_at: now,
  next_read_at: reading.state === 'pending' ? (reading.nextReadAt ?? now) : null,
});

const toStorable = (text: string | undefined): string | null =>
  text === undefined ? null : toStorableText(text);

/** The article's own columns hold its text and HTML. */
function toArticleJson({ text: _text, html: _html, ...rest }: Article): string {
  return toJsonText(rest);
}

/** Removes one item by name (a takedown); its keys stay as tombstones, so that its feed does not bring it back. False where there is none. */
export async function removeItem(db: Database, id: ItemId): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const item = await transaction
      .selectFrom('items')
      .select('publisher_id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (item === undefined) return false;
    await lockPublisher(transaction, toPublisherId(item.publisher_id));
    const removed = await transaction.deleteFrom('items').where('id', '=', id).executeTakeFirst();
    return removed.numDeletedRows > 0n;
  });
}
