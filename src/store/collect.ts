import { sql } from 'kysely';
import type {
  CollectCounts,
  Collected,
  Decision,
  Drop,
  Feed,
  ItemDraft,
  ItemId,
  KnownKeys,
  LeaseLost,
} from '../model.ts';
import { confirmLease, lockFeed, saveFeedUpdate } from './feeds.ts';
import { type DueHost, underLease } from './hosts.ts';
import { type DraftHome, insertItems, updateItems, type WrittenItem } from './item-drafts.ts';
import { toJsonText } from './json-text.ts';
import { loadKnown, lockPublisher, saveKeys } from './keys.ts';
import type { Database } from './schema.ts';

export interface SavedPoll {
  readonly kind: 'saved';
  readonly counts: CollectCounts;
  /** The new items. */
  readonly itemIds: readonly ItemId[];
}

/**
 * Saves a poll's items, their keys and feeds, the feed's state with its validators, and its row of history, in ONE
 * transaction: all or nothing. Two feeds of one publisher that bring the same article at once take turns.
 */
export async function saveCollected(db: Database, collected: Collected): Promise<SavedPoll | LeaseLost> {
  const { feed, lease, now } = collected;
  return underLease(db, async (transaction) => {
    await lockFeed(transaction, feed, lease);
    await lockPublisher(transaction, feed.publisher);
    const known = await loadKnown(transaction, feed, collected.lookupKeys);
    const decisions = collected.decide(known);
    const written = await saveDecisions(transaction, decisions, { feed, now }, known);
    const counts = toCounts(decisions, known);
    const update = collected.update(counts);
    await saveFeedUpdate(transaction, feed, update, counts, toDrops(decisions));
    const due = written.items.map((item): DueHost => ({ host: item.host, dueAt: now }));
    await confirmLease(transaction, lease, update.nextFetchAt, due);
    return { kind: 'saved', counts, itemIds: written.newIds };
  });
}

async function saveDecisions(
  db: Database,
  decisions: readonly Decision[],
  home: DraftHome,
  known: KnownKeys,
): Promise<{ readonly items: readonly WrittenItem[]; readonly newIds: readonly ItemId[] }> {
  const fresh = decisions.flatMap((decision) => (decision.kind === 'new' ? [decision.draft] : []));
  const changes = decisions.flatMap((decision) => (decision.kind === 'changed' ? [decision] : []));
  const inserted = await insertItems(db, fresh, home);
  const updated = await updateItems(db, changes, home);
  const ids = toItemIds(decisions, new Map(fresh.map((draft, place) => [draft, inserted[place]?.id])));
  await saveKeys(db, home.feed.publisher, decisions, ids, known);
  await linkItems(db, home.feed, toLinks(decisions, ids));
  return { items: [...inserted, ...updated], newIds: inserted.map((item) => item.id) };
}

/** The item each decision came to, by its place; undefined for what was dropped. */
function toItemIds(
  decisions: readonly Decision[],
  inserted: ReadonlyMap<ItemDraft, ItemId | undefined>,
): readonly (ItemId | undefined)[] {
  const toId = (decision: Decision | undefined): ItemId | undefined => {
    switch (decision?.kind) {
      case 'new':
        return inserted.get(decision.draft);
      case 'changed':
      case 'unchanged':
        return decision.id;
      case 'repeat':
        return toId(decisions[decision.of]);
      case 'dropped':
      case undefined:
        return undefined;
      default:
        return decision satisfies never;
    }
  };
  return decisions.map(toId);
}

interface Link {
  readonly item_id: ItemId;
  readonly entry_hash: string;
}

/** Every entry's item is this feed's too; of repeats the first counts. */
function toLinks(decisions: readonly Decision[], ids: readonly (ItemId | undefined)[]): readonly Link[] {
  const links = new Map<ItemId, Link>();
  for (const [place, decision] of decisions.entries()) {
    const id = ids[place];
    if (id === undefined || links.has(id) || decision.kind === 'repeat' || decision.kind === 'dropped')
      continue;
    const entryHash = decision.kind === 'unchanged' ? decision.entryHash : decision.draft.entryHash;
    links.set(id, { item_id: id, entry_hash: entryHash });
  }
  return [...links.values()];
}

async function linkItems(db: Database, feed: Feed, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
    select given.item_id, ${feed.id}, items.ordered_at, given.entry_hash
    from jsonb_to_recordset(${toJsonText(links)}::jsonb) as given (item_id bigint, entry_hash text)
      join items on items.id = given.item_id
    on conflict (item_id, feed_id) do update set entry_hash = excluded.entry_hash
      where item_feeds.entry_hash <> excluded.entry_hash`.execute(db);
}

/** Repeats belong to an item that is there already: they count as unchanged. */
function toCounts(decisions: readonly Decision[], known: KnownKeys): CollectCounts {
  const count = (...kinds: readonly Decision['kind'][]): number =>
    decisions.filter((decision) => kinds.includes(decision.kind)).length;
  const elsewhere = toElsewhere(known);
  return {
    entries: decisions.length,
    new: count('new'),
    changed: count('changed'),
    unchanged: count('unchanged', 'repeat'),
    dropped: count('dropped'),
    joined: decisions.filter((decision) => decision.kind === 'unchanged' && elsewhere.has(decision.id))
      .length,
    known: known.size,
  };
}

/** The items that only other feeds gave so far. */
function toElsewhere(known: KnownKeys): ReadonlySet<ItemId> {
  const items = [...known.values()].filter((item) => item !== 'deleted');
  return new Set(items.filter((item) => item.entryHash === undefined).map((item) => item.id));
}

const toDrops = (decisions: readonly Decision[]): readonly Drop[] =>
  decisions.flatMap((decision) => (decision.kind === 'dropped' ? [decision.drop] : []));
