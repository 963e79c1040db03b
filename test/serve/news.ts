import { sql } from 'kysely';
import { type Evidence, type ItemId, parseItemId } from '../../src/model.ts';
import type { Database } from '../../src/store/schema.ts';
import { searchVector } from '../../src/store/search-vector.ts';
import { CATALOG, sure } from './catalog.ts';

/** The clock of the serving tests. */
export const NOW = new Date('2026-03-10T12:00:00Z');

/** An item as a test writes it; `tags` gives each tag's words, found in the title or text. */
export interface News {
  readonly title?: string;
  readonly publisher: string;
  readonly feeds: readonly string[];
  readonly language: string;
  /** ISO 8601, to the microsecond where wanted. */
  readonly at: string;
  readonly url?: string;
  readonly summary?: string;
  readonly text?: string;
  readonly html?: string;
  readonly authors?: readonly string[];
  readonly categories?: readonly string[];
  readonly tags?: Readonly<Record<string, readonly (readonly [word: string, rule: string])[]>>;
  readonly failure?: string;
  readonly state?: 'pending' | 'read' | 'failed' | 'feed-only';
}

/** Writes the config's feeds and the items into an empty store, and gives the items' ids in the same order. */
export async function saveNews(db: Database, news: readonly News[]): Promise<readonly ItemId[]> {
  await db
    .insertInto('feeds')
    .values(
      CATALOG.feeds.map((feed) => ({
        id: feed.id,
        publisher_id: feed.publisher,
        url: feed.url,
        host: new URL(feed.url).host,
        config: JSON.stringify(feed),
        added_at: NOW,
        interval_seconds: 900,
        next_fetch_at: new Date(NOW.getTime() + 600_000),
      })),
    )
    .execute();
  return saveItems(db, news);
}

/** Writes further items, of the config's feeds. */
export async function saveItems(db: Database, news: readonly News[]): Promise<readonly ItemId[]> {
  const ids: ItemId[] = [];
  for (const item of news) ids.push(await saveItem(db, item));
  return ids;
}

async function saveItem(db: Database, news: News): Promise<ItemId> {
  const text = news.text ?? null;
  const { id } = await db
    .insertInto('items')
    .values({
      publisher_id: news.publisher,
      url: news.url ?? null,
      host: 'example.invalid',
      title: news.title ?? null,
      authors: [...(news.authors ?? [])],
      categories: [...(news.categories ?? [])],
      summary_html: news.summary ?? null,
      language: news.language,
      published_at: new Date(news.at),
      first_seen_at: new Date('2026-03-10T11:00:00Z'),
      ordered_at: sql<Date>`${news.at}::timestamptz`,
      ordered_by: 'published',
      changed_at: new Date('2026-03-10T11:30:00Z'),
      read_state: news.state ?? (news.failure === undefined ? 'read' : 'failed'),
      next_read_at: news.state === 'pending' ? NOW : null,
      read_failure: news.failure ?? null,
      text,
      html: news.html ?? null,
      extracted_by: text === null ? null : 'general',
      confidence: text === null ? null : 0.9,
      search: searchVector(sql`${news.language}`, sql`${news.title ?? ''}::text`, sql`${text ?? ''}::text`),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const item = sure(parseItemId(id));
  await saveLinks(db, item, news);
  return item;
}

async function saveLinks(db: Database, item: ItemId, news: News): Promise<void> {
  for (const feed of news.feeds) {
    await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
      values (${item}, ${feed}, ${news.at}::timestamptz, '')`.execute(db);
  }
  for (const [tag, words] of Object.entries(news.tags ?? {})) {
    const evidence = words.map(([word, rule]) => findEvidence(news, word, rule));
    const score = evidence.reduce((sum, each) => sum + each.weight, 0) / 4;
    await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
      values (${item}, ${tag}, ${news.at}::timestamptz, ${score}, 'rule', ${JSON.stringify(evidence)}, 'h', ${NOW})`.execute(
      db,
    );
  }
}

function findEvidence(news: News, word: string, rule: string): Evidence {
  const field = news.title?.includes(word) ? 'title' : 'text';
  const start = sure(news[field]).indexOf(word);
  if (start < 0) throw new Error(`the test's item does not say ${word}`);
  return { rule, field, start, end: start + word.length, text: word, weight: field === 'title' ? 6 : 2 };
}
