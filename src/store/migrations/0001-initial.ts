import { type Kysely, sql } from 'kysely';

/** Everything the main job keeps: applied config, hosts, feeds and their fetches, items, identity keys and tags. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // What is applied, numbered; workers run the newest and never their own files.
  `create table revisions (
    id integer generated always as identity primary key,
    hash text not null,
    config jsonb not null,
    applied_at timestamptz not null
  )`,
  // A row a host. Its lease covers the host and the one feed or item that is worked on, so requests to a host go
  // one at a time over all workers, and neither the wide item rows nor their many indexes are rewritten by a claim.
  // due_at is a lower bound of the host's work: writers of work only lower it, a claim that finds nothing raises it
  // under the row's lock. With it a claim costs what it takes, however many hosts and pending items there are.
  `create table hosts (
    host text primary key,
    next_allowed_at timestamptz not null default 'epoch',
    due_at timestamptz not null default 'infinity',
    lease_until timestamptz,
    lease_token text,
    ready_at timestamptz not null generated always as (greatest(due_at, next_allowed_at, lease_until)) stored
  ) with (fillfactor = 50)`,
  `create index hosts_ready on hosts (ready_at)`,
  `create table feeds (
    id text primary key,
    publisher_id text not null,
    url text not null,
    host text not null,
    config jsonb not null,
    added_at timestamptz not null,
    archived_at timestamptz,
    title text,
    link text,
    etag text,
    last_modified text,
    body_hash text,
    full_fetch_at timestamptz,
    last_fetch_at timestamptz,
    last_success_at timestamptz,
    last_new_item_at timestamptz,
    failures integer not null default 0,
    failing_since timestamptz,
    failure text,
    failure_detail text,
    failure_status integer,
    feed_links text[] not null default '{}',
    interval_seconds integer not null,
    entries integer not null default 0,
    overflows integer not null default 0,
    last_overflow_at timestamptz,
    longest_gap_seconds integer,
    silent_since timestamptz,
    ttl_seconds integer,
    skip_hours integer[] not null default '{}',
    skip_days integer[] not null default '{}',
    moved_to text,
    moved_since timestamptz,
    moved_polls integer,
    move_adopted_at timestamptz,
    next_fetch_at timestamptz not null
  )`,
  `create index feeds_due on feeds (host, next_fetch_at) where archived_at is null`,
  `create index feeds_failing on feeds (failing_since) where failing_since is not null`,
  `create index feeds_silent on feeds (silent_since) where silent_since is not null`,
  // The message owed or last sent about a feed in trouble. It stays until the feed is back and that was told too, so
  // that neither a restart nor another worker tells it again; sending it is at least once, by next_attempt_at.
  `create table feed_alerts (
    feed_id text primary key references feeds on delete cascade,
    kind text not null check (kind in ('failing', 'silent', 'recovered')),
    since timestamptz not null,
    message text not null,
    told boolean not null,
    sent_at timestamptz,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null
  )`,
  `create index feed_alerts_due on feed_alerts (next_attempt_at) where sent_at is null`,
  // One row a fetch, kept for the retention's days: the operator's history of each feed.
  `create table fetches (
    id bigint generated always as identity primary key,
    feed_id text not null references feeds on delete cascade,
    fetched_at timestamptz not null,
    kind text not null check (kind in ('fetched', 'unchanged', 'not-modified', 'failed')),
    failure text,
    status integer,
    detail text,
    body_bytes integer,
    duration_ms integer not null,
    entries integer not null default 0,
    items_new integer not null default 0,
    items_changed integer not null default 0,
    items_unchanged integer not null default 0,
    overflow boolean not null default false,
    drops jsonb not null default '[]'
  )`,
  `create index fetches_feed on fetches (feed_id, fetched_at desc)`,
  `create index fetches_age on fetches (fetched_at)`,
  `create table items (
    id bigint generated always as identity primary key,
    publisher_id text not null,
    url text,
    canonical_url text,
    host text not null,
    title text,
    authors text[] not null default '{}',
    categories text[] not null default '{}',
    summary_html text,
    content_html text,
    enclosures jsonb not null default '[]',
    language text not null default 'und',
    feed_language text,
    published_at timestamptz,
    published_text text,
    updated_at timestamptz,
    first_seen_at timestamptz not null,
    ordered_at timestamptz not null,
    ordered_by text not null check (ordered_by in ('published', 'first-seen')),
    ordered_reason text,
    changed_at timestamptz not null,
    read_state text not null check (read_state in ('pending', 'read', 'failed', 'feed-only')),
    read_attempts integer not null default 0,
    read_failure text,
    read_detail text,
    read_at timestamptz,
    next_read_at timestamptz check (read_state <> 'pending' or next_read_at is not null),
    text text,
    html text,
    article jsonb,
    extracted_by text,
    confidence real,
    tagged_by text,
    search tsvector
  )`,
  `create index items_newest on items (ordered_at desc, id desc)`,
  `create index items_publisher on items (publisher_id, ordered_at desc, id desc)`,
  `create index items_language on items (language, ordered_at desc, id desc)`,
  // When a host next has something to read …
  `create index items_due on items (host, next_read_at) where read_state = 'pending'`,
  // … and what it is to be: the newest, so that today's news does not wait behind a backlog, nor behind retries.
  `create index items_unread on items (host, read_attempts, ordered_at desc, id desc) where read_state = 'pending'`,
  `create index items_age on items (first_seen_at)`,
  `create index items_search on items using gin (search)`,
  // ordered_at never changes, so the copy here lets a tag's or feed's newest page come from one index.
  `create table item_feeds (
    item_id bigint not null references items on delete cascade,
    feed_id text not null references feeds,
    ordered_at timestamptz not null,
    entry_hash text not null,
    primary key (item_id, feed_id)
  )`,
  `create index item_feeds_newest on item_feeds (feed_id, ordered_at desc, item_id desc)`,
  // Identity: unique within a publisher; item_id null is the tombstone of an item that was removed.
  `create table item_keys (
    publisher_id text not null,
    key text not null,
    item_id bigint references items on delete set null,
    primary key (publisher_id, key)
  )`,
  `create index item_keys_item on item_keys (item_id)`,
  // A tag with until set is history: the item bore it from since until then, last by that rule.
  `create table item_tags (
    item_id bigint not null references items on delete cascade,
    tag text not null,
    ordered_at timestamptz not null,
    score real not null,
    given_by text not null check (given_by in ('rule', 'place', 'category')),
    evidence jsonb not null,
    rule_hash text not null,
    since timestamptz not null,
    until timestamptz
  )`,
  `create unique index item_tags_current on item_tags (item_id, tag) where until is null`,
  `create index item_tags_newest on item_tags (tag, ordered_at desc, item_id desc) where until is null`,
  `create index item_tags_item on item_tags (item_id)`,
  // What an item said before the feed ('entry') or the page ('article') changed it.
  `create table item_versions (
    id bigint generated always as identity primary key,
    item_id bigint not null references items on delete cascade,
    part text not null check (part in ('entry', 'article')),
    replaced_at timestamptz not null,
    title text,
    summary_html text,
    content_html text,
    text text,
    html text,
    article jsonb
  )`,
  `create index item_versions_item on item_versions (item_id, replaced_at desc)`,
];
