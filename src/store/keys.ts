import { sql } from 'kysely';
import type { Decision, EntryKeys, Feed, ItemId, KnownItem, KnownKeys, PublisherId } from '../model.ts';
import { sha256Hex } from '../text/hash.ts';
import { toCanonicalUrl } from '../text/url.ts';
import { toJsonText, toStorableText } from './json-text.ts';
import { toItemId, toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** Until the transaction ends, no other gives a publisher's keys to items or takes its items away. */
export async function lockPublisher(db: Database, publisher: PublisherId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`publisher ${publisher}`}, 0))`.execute(db);
}

/** Longer keys are kept as their hash: an index row holds at most 2,704 bytes (a third of a page), a guid may be a whole page. */
const MAX_KEY_CHARS = 500;

const toStoredKey = (key: string): string =>
  key.length > MAX_KEY_CHARS ? `sha256:${sha256Hex(key)}` : toStorableText(key);

interface KnownRow {
  readonly key: string;
  readonly id: number | null;
  readonly entry_hash: string | null;
  readonly canonical_url: string | null;
  readonly title: string | null;
  readonly published_at: Date | null;
}

/** What is known of the items these keys lead to; asked under the publisher's lock it stays true until the transaction ends. */
export async function loadKnown(db: Database, feed: Feed, keys: readonly string[]): Promise<KnownKeys> {
  const { rows } = await sql<KnownRow>`
    select item_keys.key, items.id, item_feeds.entry_hash, items.canonical_url, items.title, items.published_at
    from item_keys left join items on items.id = item_keys.item_id
      left join item_feeds on item_feeds.item_id = items.id and item_feeds.feed_id = ${feed.id}
    where item_keys.publisher_id = ${feed.publisher} and item_keys.key = any(${keys.map(toStoredKey)}::text[])`.execute(
    db,
  );
  const stored = new Map(rows.map((row) => [row.key, toKnownItem(row)]));
  return new Map(
    keys.flatMap((key) => {
      const item = stored.get(toStoredKey(key));
      return item === undefined ? [] : [[key, item]];
    }),
  );
}

const toKnownItem = ({ id, ...row }: KnownRow): KnownItem | 'deleted' =>
  id === null
    ? 'deleted'
    : {
        id: toItemId(id),
        entryHash: toOptional(row.entry_hash),
        canonicalUrl: row.canonical_url === null ? undefined : toCanonicalUrl(row.canonical_url),
        title: toOptional(row.title),
        publishedAt: toOptional(row.published_at),
      };

/**
 * Gives each decision's keys to its item, and leaves tombstones for what was left out for good. A new or changed entry takes its guid and URL even from another item (the
 * key moves with a reused guid); all else takes only what nobody has, so that no key wanders from poll to poll.
 */
export async function saveKeys(
  db: Database,
  publisher: PublisherId,
  decisions: readonly Decision[],
  ids: readonly (ItemId | undefined)[],
  known: KnownKeys,
): Promise<void> {
  const owners = new Map<string, ItemId | null>();
  const give = (key: string | undefined, id: ItemId, strength: 'takes' | 'if-free'): void => {
    if (key === undefined || owners.has(key)) return;
    const owner = known.get(key);
    if (owner === undefined || (strength === 'takes' && (owner === 'deleted' || owner.id !== id)))
      owners.set(key, id);
  };
  const place = (kinds: readonly Decision['kind'][], strength: 'takes' | 'if-free'): void => {
    for (const [at, decision] of decisions.entries()) {
      const id = ids[at];
      const keys = toKeys(decision);
      if (id === undefined || keys === undefined || !kinds.includes(decision.kind)) continue;
      give(keys.guid, id, strength);
      give(keys.url, id, strength);
      give(keys.titleDay, id, 'if-free');
    }
  };
  place(['new', 'changed'], 'takes');
  place(['unchanged', 'repeat'], 'if-free');
  for (const key of toTombstones(decisions)) if (!owners.has(key) && !known.has(key)) owners.set(key, null);
  if (owners.size > 0) await upsertKeys(db, publisher, owners);
}

/** The URL or guid of what is left out for good; a title and day alone may be another's too. */
const toTombstones = (decisions: readonly Decision[]): readonly string[] =>
  decisions.flatMap((decision) =>
    decision.kind === 'dropped' && decision.keys !== undefined
      ? [decision.keys.url, decision.keys.guid].filter((key) => key !== undefined)
      : [],
  );

function toKeys(decision: Decision): EntryKeys | undefined {
  switch (decision.kind) {
    case 'new':
    case 'changed':
      return decision.draft.keys;
    case 'unchanged':
    case 'repeat':
      return decision.keys;
    case 'dropped':
      return undefined;
    default:
      return decision satisfies never;
  }
}

async function upsertKeys(
  db: Database,
  publisher: PublisherId,
  owners: ReadonlyMap<string, ItemId | null>,
): Promise<void> {
  const rows = [...owners].map(([key, item_id]) => ({ key: toStoredKey(key), item_id }));
  await sql`insert into item_keys (publisher_id, key, item_id)
    select distinct on (key) ${publisher}, key, item_id
    from jsonb_to_recordset(${toJsonText(rows)}::jsonb) as given (key text, item_id bigint)
    order by key
    on conflict (publisher_id, key) do update set item_id = excluded.item_id`.execute(db);
}

/** The newest item that bears a key, whoever publishes it; for an operator's question, as it reads the whole index. */
export async function findItemByKey(db: Database, key: string): Promise<ItemId | undefined> {
  const row = await db
    .selectFrom('item_keys')
    .select('item_id')
    .where('key', '=', toStoredKey(key))
    .where('item_id', 'is not', null)
    .orderBy('item_id', 'desc')
    .executeTakeFirst();
  return row?.item_id == null ? undefined : toItemId(row.item_id);
}
