import { sql } from 'kysely';
import type { Article, ItemId, LeaseLost, ReadItem, Reading } from '../model.ts';
import { LeaseLostError, underLease } from './hosts.ts';
import { toJsonText, toStorableText } from './json-text.ts';
import { lockPublisher } from './keys.ts';
import { toPublisherId } from './rows.ts';
import type { Database } from './schema.ts';
import { searchVector } from './search-vector.ts';
import { saveTags } from './tags.ts';

/**
 * Saves a reading in one transaction: text, language, article, tags, and whether the page is tried again. A page that
 * could be read once and now cannot leaves the article it gave, which outranks what the feed gives.
 */
export async function saveRead(
  db: Database,
  result: ReadItem,
): Promise<{ readonly kind: 'saved' } | LeaseLost> {
  return underLease(db, async (transaction) => {
    const former = await lockItem(transaction, result);
    const { item, now, reading } = result;
    const failed = reading.state === 'pending' || reading.state === 'failed';
    if (former.hasArticle && failed) {
      await keepArticle(transaction, result);
      return { kind: 'saved' };
    }
    if (former.hasArticle && former.text !== toStorableText(reading.text))
      await keepVersion(transaction, item.id, now);
    await writeReading(transaction, result);
    await saveTags(transaction, [{ id: item.id, tags: reading.tags }], now);
    return { kind: 'saved' };
  });
}

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

async function keepVersion(db: Database, id: ItemId, now: Date): Promise<void> {
  await sql`insert into item_versions (item_id, part, replaced_at, text, html, article)
    select id, 'article', ${now}, text, html, article from items where id = ${id}`.execute(db);
}

async function writeReading(db: Database, { item, now, reading }: ReadItem): Promise<void> {
  const { article } = reading;
  const text = toStorableText(reading.text);
  const title = article?.title === undefined ? null : toStorableText(article.title);
  await db
    .updateTable('items')
    .set({
      ...toAttempt(reading, now),
      read_state: reading.state,
      read_attempts: sql<number>`read_attempts + 1`,
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
