import { type RawBuilder, sql } from 'kysely';
import type { Feed, ItemDraft, ItemId } from '../model.ts';
import { toHost } from '../text/url.ts';
import { toPagelessHost } from './hosts.ts';
import { toJsonDate, toJsonText } from './json-text.ts';
import { toItemId } from './rows.ts';
import type { Database } from './schema.ts';
import { searchVector } from './search-vector.ts';

/** The feed that brought the drafts, and when. */
export interface DraftHome {
  readonly feed: Feed;
  readonly now: Date;
}

/** An item that awaits its reading at a host. */
export interface WrittenItem {
  readonly id: ItemId;
  readonly host: string;
}

/** Items in one statement at most: a feed of 10,000 entries is written in steps that stay in memory. */
const MAX_BATCH = 1_000;

/** An item whose entry changes at each poll has its page read again at most this often: politeness before freshness. */
const REREAD_AFTER = sql`interval '1 hour'`;

/** The entry's columns, as the batch's JSON rows carry them. */
const COLUMNS = {
  url: 'text',
  canonical_url: 'text',
  host: 'text',
  title: 'text',
  authors: 'text[]',
  categories: 'text[]',
  summary_html: 'text',
  content_html: 'text',
  enclosures: 'jsonb',
  feed_language: 'text',
  published_at: 'timestamptz',
  published_text: 'text',
  updated_at: 'timestamptz',
} as const;

const ORDER_COLUMNS = { ordered_at: 'timestamptz', ordered_by: 'text', ordered_reason: 'text' } as const;

/** Inserts the drafts as pending items, in their order; gives the items in the same order. */
export async function insertItems(
  db: Database,
  drafts: readonly ItemDraft[],
  home: DraftHome,
): Promise<readonly WrittenItem[]> {
  const written: WrittenItem[] = [];
  for (let start = 0; start < drafts.length; start += MAX_BATCH) {
    written.push(...(await insertBatch(db, drafts.slice(start, start + MAX_BATCH), home)));
  }
  return written;
}

async function insertBatch(
  db: Database,
  drafts: readonly ItemDraft[],
  home: DraftHome,
): Promise<readonly WrittenItem[]> {
  const columns = toNames({ ...COLUMNS, ...ORDER_COLUMNS });
  const given = drafts.map((draft, place) => ({ place, ...toRow(draft, home.feed), ...toOrder(draft) }));
  // The ids are drawn first: RETURNING promises no order, and the keys must go to the right items.
  const { rows } = await sql<{ id: number; host: string; place: number }>`
    with given as materialized (
      select nextval(pg_get_serial_sequence('items', 'id')) as id, place, ${columns}
      from jsonb_to_recordset(${toJsonText(given)}::jsonb)
        as given (place integer, ${toDefinitions({ ...COLUMNS, ...ORDER_COLUMNS })})
    ), written as (
      insert into items (id, publisher_id, first_seen_at, changed_at, read_state, next_read_at, search, ${columns})
      overriding system value
      select id, ${home.feed.publisher}, ${home.now}, ${home.now}, 'pending', ${home.now},
        ${searchVector(sql`feed_language`, sql`title`, sql`null::text`)}, ${columns}
      from given order by place
    )
    select id, host, place from given order by place`.execute(db);
  return rows.map((row) => ({ id: toItemId(row.id), host: row.host }));
}

/** Writes changed entries over their items, whose former words become versions; they await a new reading. */
export async function updateItems(
  db: Database,
  changes: readonly { readonly id: ItemId; readonly draft: ItemDraft }[],
  home: DraftHome,
): Promise<readonly WrittenItem[]> {
  const written: WrittenItem[] = [];
  for (let start = 0; start < changes.length; start += MAX_BATCH) {
    written.push(...(await updateBatch(db, changes.slice(start, start + MAX_BATCH), home)));
  }
  return written;
}

async function updateBatch(
  db: Database,
  changes: readonly { readonly id: ItemId; readonly draft: ItemDraft }[],
  { feed, now }: DraftHome,
): Promise<readonly WrittenItem[]> {
  await sql`insert into item_versions (item_id, part, replaced_at, title, summary_html, content_html)
    select id, 'entry', ${now}, title, summary_html, content_html from items
    where id = any(${changes.map((change) => change.id)}::bigint[]) order by id for no key update`.execute(
    db,
  );
  const given = changes.map(({ id, draft }) => ({ id, ...toRow(draft, feed) }));
  const { rows } = await sql<{ id: number; host: string }>`
    update items set ${sql.join(
      Object.keys(COLUMNS)
        .filter((name) => name !== 'title')
        .map(overwrite),
    )},
      -- An entry without a title leaves the one the page gave.
      title = coalesce(given.title, items.title),
      changed_at = ${now}, read_state = 'pending', read_attempts = 0,
      next_read_at = case when given.host = ${toPagelessHost(feed.publisher)} then ${now}::timestamptz
        else greatest(${now}::timestamptz, items.read_at + ${REREAD_AFTER}) end,
      -- What a page is known again by is of its address.
      page_etag = case when items.url = given.url then items.page_etag end,
      page_last_modified = case when items.url = given.url then items.page_last_modified end,
      page_hash = case when items.url = given.url then items.page_hash end,
      search = ${searchVector(sql`items.language`, sql`coalesce(given.title, items.title)`, sql`items.text`)}
    from jsonb_to_recordset(${toJsonText(given)}::jsonb) as given (id bigint, ${toDefinitions(COLUMNS)})
    where items.id = given.id
    returning items.id, items.host`.execute(db);
  return rows.map((row) => ({ id: toItemId(row.id), host: row.host }));
}

const toNames = (columns: Readonly<Record<string, string>>): RawBuilder<unknown> =>
  sql.join(Object.keys(columns).map((name) => sql.ref(name)));

const toDefinitions = (columns: Readonly<Record<string, string>>): RawBuilder<unknown> =>
  sql.join(Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`));

const overwrite = (name: string): RawBuilder<unknown> => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`;

/** A DNS name has at most 253 characters (RFC 1035 section 2.3.4), a port 6 more: what is longer is no host to ask. */
const MAX_HOST_CHARS = 260;

function toReadHost(url: string | undefined, feed: Feed): string {
  const host = url === undefined || feed.read === 'feed' ? undefined : toHost(url);
  return host === undefined || host.length > MAX_HOST_CHARS ? toPagelessHost(feed.publisher) : host;
}

function toRow({ entry, canonicalUrl }: ItemDraft, feed: Feed) {
  return {
    url: entry.url ?? null,
    canonical_url: canonicalUrl ?? null,
    host: toReadHost(entry.url, feed),
    title: entry.title ?? null,
    authors: entry.authors,
    categories: entry.categories,
    summary_html: entry.summaryHtml ?? null,
    content_html: entry.contentHtml ?? null,
    enclosures: entry.enclosures,
    feed_language: entry.language ?? feed.language ?? null,
    published_at: toJsonDate(entry.publishedAt),
    published_text: entry.publishedText ?? null,
    updated_at: toJsonDate(entry.updatedAt),
  } satisfies Record<keyof typeof COLUMNS, unknown>;
}

const toOrder = (draft: ItemDraft) => ({
  ordered_at: toJsonDate(draft.orderedAt),
  ordered_by: draft.orderedBy,
  ordered_reason: draft.orderedReason ?? null,
});
