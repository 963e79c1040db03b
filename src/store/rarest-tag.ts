import { type RawBuilder, sql } from 'kysely';
import type { TagId } from '../model.ts';
import type { Database } from './schema.ts';

/** Items from which on it does not matter any more how many bear a tag: such tags meet often. */
const MANY = 20_000;
/** Tags of one query that are weighed against each other, and tags whose numbers are kept. */
const MAX_WEIGHED = 4;
const MAX_KEPT = 1_000;
/** Milliseconds for which a number is good enough to choose by. */
const KEPT_MS = 600_000;

interface Count {
  readonly items: number;
  readonly until: number;
}

/** Numbers of each store's items by tag: a walk along a tag that is no longer the rarest takes longer, and finds the same. */
const counts = new WeakMap<Database, Map<TagId, Count>>();

/** The tag that the fewest items bear, of those that a query asks to be borne together; undefined of none. */
export async function findRarest(db: Database, tags: readonly TagId[]): Promise<TagId | undefined> {
  const weighed = tags.slice(0, MAX_WEIGHED);
  const [first, ...others] = weighed;
  if (first === undefined || others.length === 0) return first;
  const kept = counts.get(db) ?? new Map<TagId, Count>();
  counts.set(db, kept);
  const now = performance.now();
  const unknown = weighed.filter((tag) => (kept.get(tag)?.until ?? 0) < now);
  for (const [tag, items] of await countItems(db, unknown)) {
    kept.delete(tag);
    kept.set(tag, { items, until: now + KEPT_MS });
  }
  const toItems = (tag: TagId): number => kept.get(tag)?.items ?? MANY;
  const rarest = others.reduce((least, tag) => (toItems(tag) < toItems(least) ? tag : least), first);
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(oldest);
  }
  return rarest;
}

/** How many items bear each tag now, up to where they are many. */
async function countItems(db: Database, tags: readonly TagId[]): Promise<ReadonlyMap<TagId, number>> {
  if (tags.length === 0) return new Map();
  const count = (tag: TagId): RawBuilder<unknown> =>
    sql`(select count(*)::integer from (
      select from item_tags where tag = ${tag} and until is null limit ${sql.lit(MANY)}) bearing)`;
  const { rows } = await sql<{ items: readonly number[] }>`
    select array[${sql.join(tags.map(count))}] as items`.execute(db);
  return new Map(tags.map((tag, place) => [tag, rows[0]?.items[place] ?? 0]));
}
