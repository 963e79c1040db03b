import type { Database } from '../../src/store/schema.ts';

export type Snapshot = Awaited<ReturnType<typeof takeSnapshot>>;

/** What the store holds at a time of each feed, its fetches and its items, oldest first, by the feed's id. */
export async function takeSnapshot(db: Database) {
  const feeds = await db.selectFrom('feeds').selectAll().execute();
  const fetches = await db.selectFrom('fetches').selectAll().orderBy('id').execute();
  const items = await db
    .selectFrom('items')
    .innerJoin('item_feeds', 'item_feeds.item_id', 'items.id')
    .selectAll('items')
    .select('feed_id')
    .orderBy('items.id')
    .execute();
  return {
    feed: (name: string) => {
      const found = feeds.find(({ id }) => id === name);
      if (found === undefined) throw new Error(`no feed ${name}`);
      return found;
    },
    fetchesOf: (name: string) => fetches.filter(({ feed_id }) => feed_id === name),
    itemsOf: (name: string) => items.filter(({ feed_id }) => feed_id === name),
  };
}
