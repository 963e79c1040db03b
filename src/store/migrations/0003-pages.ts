import { type Kysely, sql } from 'kysely';

/** What is kept of pages: by what one is known again, those of which little came, and how they were read over time. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Of the page that gave the article: its validators and hash, so that it is not read again while it is the same.
  `alter table items add column page_etag text, add column page_last_modified text, add column page_hash text,
    add column page_unchanged_at timestamptz`,
  // One page an item, the last of which little or nothing came. Apart from the items, which are rewritten often.
  `create table page_snapshots (
    item_id bigint primary key references items on delete cascade,
    fetched_at timestamptz not null,
    url text not null,
    content_type text,
    reason text not null,
    packed_bytes integer not null,
    body bytea not null
  )`,
  // It is packed already: the database need not try.
  `alter table page_snapshots alter column body set storage external`,
  // The oldest go first, and the sum of all is asked for at each write: from this index alone.
  `create index page_snapshots_age on page_snapshots (fetched_at, item_id) include (packed_bytes)`,
  // Counted when read, since an item keeps its last reading only. A publisher has one row a day and kind.
  `create table extraction_days (
    publisher_id text not null,
    day date not null,
    kind text not null check (kind in ('site', 'structured', 'general', 'feed', 'short', 'failed')),
    pages integer not null,
    primary key (publisher_id, day, kind)
  )`,
  `create index extraction_days_age on extraction_days (day)`,
  // When a site's rule last fitted, and how many pages in a row it has not fitted since.
  `create table site_rule_uses (
    publisher_id text not null,
    rule text not null,
    matched_at timestamptz,
    missed_since timestamptz,
    misses integer not null,
    primary key (publisher_id, rule)
  )`,
];
