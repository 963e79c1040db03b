import { sql } from 'kysely';
import { type ItemId, parseItemId } from '../../src/model.ts';
import { removeItem } from '../../src/store/items.ts';
import type { Database } from '../../src/store/schema.ts';
import { sure } from './catalog.ts';
import { type News, saveItems, saveNews } from './news.ts';

/** A store that lives: what is in it, and one thing more happening to it at each call. */
export interface ChangingStore {
  /** The moment that orders each item there ever was. */
  readonly moments: ReadonlyMap<number, string>;
  /** The items that are there. */
  readonly present: ReadonlySet<number>;
  /** Adds, edits, tags, untags, links or removes some item. */
  readonly change: () => Promise<void>;
}

const TOPICS = ['defence', 'energy', 'transport'] as const;
const BATCH = 1_000;

/** Fills an empty store with so many items, of moments of which many are the same or a microsecond apart. */
export async function openChangingStore(
  db: Database,
  count: number,
  random: () => number,
): Promise<ChangingStore> {
  const moments = new Map<number, string>();
  const present = new Set<number>();
  const ids: ItemId[] = [];
  const keep = (news: readonly News[], saved: readonly ItemId[]): void => {
    for (const [index, id] of saved.entries()) {
      ids.push(id);
      moments.set(id, sure(news[index]).at);
      present.add(id);
    }
  };
  for (let stored = 0; stored < count; stored += BATCH) {
    const news = invent(Math.min(BATCH, count - stored), random);
    keep(news, await (stored === 0 ? saveNews : saveItems)(db, news));
  }
  const change = async (): Promise<void> => {
    const id = sure(ids[Math.floor(random() * ids.length)]);
    const chance = random();
    if (chance < 0.25) {
      const news = invent(1 + Math.floor(random() * 4), random);
      keep(news, await saveItems(db, news));
    } else if (chance < 0.33) {
      await removeItem(db, id);
      present.delete(id);
    } else await touch(db, id, chance, sure(TOPICS[Math.floor(random() * TOPICS.length)]));
  };
  return { moments, present, change };
}

async function touch(db: Database, id: ItemId, chance: number, topic: string): Promise<void> {
  if (chance < 0.55) {
    await sql`update items set title = title || ' edited', changed_at = changed_at + interval '1 second'
      where id = ${id}`.execute(db);
  } else if (chance < 0.75) {
    await sql`update item_tags set until = now() where item_id = ${id} and until is null`.execute(db);
  } else if (chance < 0.93) {
    await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
      select id, ${topic}, ordered_at, 2, 'rule', '[]', 'h', now()
      from items where id = ${id} on conflict do nothing`.execute(db);
  } else {
    await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
      select id, 'xezer-az', ordered_at, '' from items where id = ${id} on conflict do nothing`.execute(db);
  }
}

const pad = (number: number): string => String(Math.floor(number)).padStart(2, '0');

const invent = (count: number, random: () => number): readonly News[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ title: `Item ${index}`, publisher: 'harbour-post', feeds: ['harbour'], language: 'en' },
    at: `2026-03-${pad(1 + random() * 9)}T10:${pad(random() * 60)}:00.00000${Math.floor(random() * 3)}Z`,
    tags: Object.fromEntries(TOPICS.filter(() => random() < 0.4).map((topic) => [topic, []])),
  }));

/** What is wrong with a walk's ids: twice, out of order, or left out though there from `before` to the end. */
export function findWalkFaults(
  ids: readonly number[],
  before: Iterable<number>,
  { moments, present }: ChangingStore,
): readonly string[] {
  const place = (id: number): string => `${moments.get(id)} ${String(id).padStart(12, '0')}`;
  const given = new Set(ids);
  const twice = ids.length === given.size ? [] : [`${ids.length - given.size} given again`];
  const disorder = ids.filter((id, at) => at > 0 && place(sure(ids[at - 1])) <= place(id));
  const missed = Array.from(before).filter((id) => present.has(id) && !given.has(id));
  return [
    ...twice,
    ...disorder.slice(0, 5).map((id) => `${id} is out of order`),
    ...missed.slice(0, 5).map((id) => `${id} is left out`),
  ];
}

/** Returns once no transaction that changed something is under way on the server, so that all changes can be read. */
export async function awaitSettled(db: Database): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ settled: boolean }>`
      select coalesce(max(change) < pg_snapshot_xmin(pg_current_snapshot()), true) as settled
      from item_changes`.execute(db);
    if (rows[0]?.settled === true) return;
  }
}

/** The item ids of a feed's own ids. */
export const toItemIds = (tagUris: Iterable<string>): readonly ItemId[] =>
  Array.from(tagUris, (uri) => sure(parseItemId(uri.split('items/')[1] ?? '')));
