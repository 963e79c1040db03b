import { sql } from 'kysely';
import type { Feed } from '../../src/model.ts';
import type { Database } from '../../src/store/schema.ts';
import { searchVector } from '../../src/store/search-vector.ts';
import { inventArticles, RARE_WORD } from './invented-articles.ts';

/** What the bench's store is filled with. */
export interface Filling {
  readonly items: number;
  readonly feeds: readonly Feed[];
  /** Tags by how often they are given, the most often first. */
  readonly tags: readonly string[];
  /** Time of the newest item; the oldest is a year older. */
  readonly now: Date;
}

/** Articles that all items are variations of. */
const ARTICLES = 3_000;
/** One item of so many says the rare word. */
export const RARE_EVERY = 6_000;
const TABLES = ['items', 'item_feeds', 'item_tags', 'item_changes'] as const;

/** Fills an empty, migrated store; indexes are built once all rows are there, and one change of each item is noted. */
export async function fillStore(db: Database, filling: Filling): Promise<void> {
  await db.connection().execute(async (connection) => {
    const indexes = await takeIndexes(connection);
    for (const table of TABLES)
      await sql.raw(`alter table ${table} disable trigger user`).execute(connection);
    await insertFeeds(connection, filling);
    await insertArticles(connection, filling);
    await insertItems(connection, filling);
    await insertLinks(connection);
    await sql`insert into item_changes (change, item_id) select pg_current_xact_id(), id from items`.execute(
      connection,
    );
    await sql`drop table invented, invented_tags`.execute(connection);
    await sql`set maintenance_work_mem = '256MB'`.execute(connection);
    for (const statement of indexes) await sql.raw(statement).execute(connection);
    for (const table of TABLES) await sql.raw(`alter table ${table} enable trigger user`).execute(connection);
    await sql`vacuum (analyze)`.execute(connection);
  });
}

/** Drops every index that no constraint needs, and gives the statements that make them again. */
async function takeIndexes(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; statement: string }>`
    select indexname as name, indexdef as statement from pg_indexes
    where tablename in (${sql.join(TABLES)}) and schemaname = 'public' and indexname not like '%pkey'`.execute(
    db,
  );
  for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(db);
  return rows.map(({ statement }) => statement);
}

async function insertFeeds(db: Database, { feeds, now }: Filling): Promise<void> {
  const rows = feeds.map((feed) => ({
    ...{ id: feed.id, publisher_id: feed.publisher, url: feed.url, host: new URL(feed.url).host },
    config: JSON.stringify(feed),
    added_at: now,
    interval_seconds: 900,
    next_fetch_at: new Date(now.getTime() + 86_400_000),
  }));
  await db.insertInto('feeds').values(rows).execute();
}

async function insertArticles(db: Database, { tags }: Filling): Promise<void> {
  const articles = inventArticles(ARTICLES, tags).map((article, index) => ({ id: index, ...article }));
  await sql`create table invented (id integer primary key, language text, title text, summary text, text text,
    html text, search tsvector)`.execute(db);
  await sql`create table invented_tags (id integer, tag text, score real, evidence jsonb)`.execute(db);
  for (let start = 0; start < articles.length; start += 500) {
    const some = articles.slice(start, start + 500);
    await sql`insert into invented
      select id, language, title, summary, text, html, ${searchVector(sql`language`, sql`title`, sql`text`)}
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
        as given (id integer, language text, title text, summary text, text text, html text)`.execute(db);
    const given = some.flatMap(({ id, tags: borne }) => borne.map((tag) => ({ id, ...tag })));
    await sql`insert into invented_tags select id, tag, score, evidence
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as given (id integer, tag text, score real, evidence jsonb)`.execute(db);
  }
}

/** Each item is an article with a sentence of its own; its words are the article's and the sentence's. */
async function insertItems(db: Database, { items, feeds, now }: Filling): Promise<void> {
  const publishers = sql`${feeds.map(({ publisher }) => publisher)}::text[]`;
  await sql`insert into items (publisher_id, url, canonical_url, host, title, authors, categories, summary_html,
      language, feed_language, published_at, first_seen_at, ordered_at, ordered_by, changed_at, read_state, read_at,
      text, html, article, extracted_by, confidence, tagged_by, search)
    select (${publishers})[1 + n % ${sql.lit(feeds.length)}], url, url, 'news.example', title || ' ' || n,
      '{A. Writer}', '{News}', summary, language, language, at, at, at, 'published', at, 'read', at,
      text || own, html || own, ${JSON.stringify({ authors: ['A. Writer'], credits: [], keywords: ['news'], alternates: [], paywalled: false, extractedBy: 'general', confidence: 0.9 })}::jsonb,
      'general', 0.9, 'bench', search || to_tsvector('simple', own)
    from (select n, invented.*, 'https://news.example/' || n as url,
        E'\\n\\n' || n || ' ' || case when n % ${sql.lit(RARE_EVERY)} = 17 then ${RARE_WORD} else 'plain' end as own,
        date_trunc('second', ${now}::timestamptz - (${items}::integer - n) * (interval '365 days' / ${items}::integer)) as at
      from generate_series(1, ${items}::integer) as n
        join invented on invented.id = (n::bigint * 7919) % ${sql.lit(ARTICLES)}) as varied
    order by n`.execute(db);
}

async function insertLinks(db: Database): Promise<void> {
  await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
    select items.id, feed.id, ordered_at, 'hash' from items
      join lateral (select id from feeds where feeds.publisher_id = items.publisher_id
        order by id limit 1 + (items.id % 7 = 0)::integer) as feed on true`.execute(db);
  await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
    select items.id, tag, ordered_at, score, 'rule', evidence, 'bench', first_seen_at
    from items join invented_tags on invented_tags.id = (items.id * 7919) % ${sql.lit(ARTICLES)}`.execute(db);
}
