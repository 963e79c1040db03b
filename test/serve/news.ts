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
  const given = JSON.stringify(news.map(toRow));
  const { rows } = await sql<{ id: number }>`
    insert into items (publisher_id, url, host, title, authors, categories, summary_html, language, published_at,
      first_seen_at, ordered_at, ordered_by, changed_at, read_state, next_read_at, read_failure, text, html,
      extracted_by, confidence, search)
    select publisher_id, url, 'example.invalid', title, authors, categories, summary_html, language, at,
      '2026-03-10T11:00:00Z', at, 'published', '2026-03-10T11:30:00Z', read_state,
      case when read_state = 'pending' then ${NOW}::timestamptz end, read_failure, text, html,
      case when text is not null then 'general' end, case when text is not null then 0.9 end,
      ${searchVector(sql`language`, sql`title`, sql`text`)}
    from jsonb_to_recordset(${given}::jsonb) as given (place integer, publisher_id text, url text, title text,
      authors text[], categories text[], summary_html text, language text, at timestamptz, read_state text,
      read_failure text, text text, html text)
    order by place returning id`.execute(db);
  // They are numbered in the order of the select, but not promised to be returned in it.
  const ids = rows.map(({ id }) => sure(parseItemId(id))).toSorted((a, b) => a - b);
  await saveLinks(db, news, ids);
  return ids;
}

const toRow = (news: News, place: number) => ({
  place,
  publisher_id: news.publisher,
  url: news.url ?? null,
  title: news.title ?? null,
  authors: news.authors ?? [],
  categories: news.categories ?? [],
  summary_html: news.summary ?? null,
  language: news.language,
  at: news.at,
  read_state: news.state ?? (news.failure === undefined ? 'read' : 'failed'),
  read_failure: news.failure ?? null,
  text: news.text ?? null,
  html: news.html ?? null,
});

async function saveLinks(db: Database, news: readonly News[], ids: readonly ItemId[]): Promise<void> {
  const links = news.flatMap(({ feeds, at }, place) =>
    feeds.map((feed) => ({ id: sure(ids[place]), feed, at })),
  );
  await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
    select id, feed, at, '' from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as given (id bigint, feed text, at timestamptz)`.execute(db);
  const tags = news.flatMap((item, place) => toTagRows(item, sure(ids[place])));
  await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
    select id, tag, at, score, 'rule', evidence, 'h', ${NOW}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(tags)}::jsonb)
      as given (id bigint, tag text, at timestamptz, score real, evidence jsonb)`.execute(db);
}

const toTagRows = (news: News, id: ItemId) =>
  Object.entries(news.tags ?? {}).map(([tag, words]) => {
    const evidence = words.map(([word, rule]) => findEvidence(news, word, rule));
    return {
      id,
      tag,
      at: news.at,
      score: evidence.reduce((sum, each) => sum + each.weight, 0) / 4,
      evidence,
    };
  });

function findEvidence(news: News, word: string, rule: string): Evidence {
  const field = news.title?.includes(word) ? 'title' : 'text';
  const start = sure(news[field]).indexOf(word);
  if (start < 0) throw new Error(`the test's item does not say ${word}`);
  return { rule, field, start, end: start + word.length, text: word, weight: field === 'title' ? 6 : 2 };
}
