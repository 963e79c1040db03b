import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { ItemId } from '../../src/model.ts';
import { type ItemJson, ItemsJson, ProblemJson } from '../../src/serve/schemas.ts';
import { removeItem } from '../../src/store/items.ts';
import { pruneExpired } from '../../src/store/retention.ts';
import type { Database } from '../../src/store/schema.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildRandom } from '../support/random.ts';
import { buildTestApp } from './app.ts';
import { sure } from './catalog.ts';
import { type News, NOW, saveItems, saveNews } from './news.ts';

const TOPICS = ['defence', 'energy', 'transport'] as const;

const invent = (count: number, random: () => number): readonly News[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ title: `Item ${index}`, publisher: 'harbour-post', feeds: ['harbour'], language: 'en' },
    at: `2026-03-10T10:${String(Math.floor(random() * 60)).padStart(2, '0')}:00.000001Z`,
    tags: Object.fromEntries(
      TOPICS.filter(() => random() < 0.4).map((topic) => [topic, [['Item', 'item']] as const]),
    ),
  }));

/** One of the things that happen to an item. */
async function happen(db: Database, id: ItemId, random: () => number): Promise<void> {
  const chance = random();
  if (chance < 0.3) {
    await sql`update items set title = title || ' edited', changed_at = changed_at + interval '1 second'
      where id = ${id}`.execute(db);
  } else if (chance < 0.5) {
    await sql`update item_tags set until = now() where item_id = ${id} and until is null`.execute(db);
  } else if (chance < 0.75) {
    await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
      select id, ${sure(TOPICS[Math.floor(random() * TOPICS.length)])}, ordered_at, 2, 'rule', '[]', 'h', now()
      from items where id = ${id} on conflict do nothing`.execute(db);
  } else if (chance < 0.85) {
    await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
      select id, 'xezer-az', ordered_at, '' from items where id = ${id} on conflict do nothing`.execute(db);
  } else await removeItem(db, id);
}

describeEachEngine('a copy kept by changed_since', (engine) => {
  const ask = async (path: string): Promise<ItemsJson> => {
    const response = await buildTestApp(engine.db).app.request(path);
    expect(response.status, path).toBe(200);
    return ItemsJson.parse(await response.json());
  };

  /** Brings a copy up to now, as the API's documentation says, and gives the token for the next time. */
  async function sync(copy: Map<number, ItemJson>, query: string, from: string, limit = 50): Promise<string> {
    let token = from;
    for (;;) {
      const answer = await ask(`/api/v1/items?${query}limit=${limit}&changed_since=${token}`);
      for (const item of answer.items) copy.set(item.id, item);
      for (const id of answer.removed ?? []) copy.delete(id);
      token = sure(answer.next_changed_since);
      if (answer.more !== true) return token;
    }
  }

  /** All items of a query, by walking its pages. */
  async function walk(query: string): Promise<readonly ItemJson[]> {
    const items: ItemJson[] = [];
    let cursor: string | null = null;
    do {
      const page: ItemsJson = await ask(
        `/api/v1/items?${query}limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return items;
  }

  const byId = (items: Iterable<ItemJson>) => [...items].toSorted((a, b) => a.id - b.id);

  it('holds exactly the set of the store after random inserts, edits, retags and deletions', async () => {
    const random = buildRandom(23);
    const queries = ['', 'topic=defence&', 'topic=energy&topic=-transport&'];
    const copies = queries.map(() => new Map<number, ItemJson>());
    const tokens = queries.map(() => 'start');
    const ids: ItemId[] = [...(await saveNews(engine.db, invent(1_500, random)))];
    for (let round = 0; round < 5; round += 1) {
      for (let step = 0; step < 80; step += 1)
        await happen(engine.db, sure(ids[Math.floor(random() * ids.length)]), random);
      for (const [index, query] of queries.entries())
        tokens[index] = await sync(sure(copies[index]), query, sure(tokens[index]));
      if (round === 2)
        await pruneExpired(engine.db, { now: NOW, itemsDays: 400, fetchesDays: 14, snapshotsDays: 7 });
      ids.push(...(await saveItems(engine.db, invent(100, random))));
    }
    for (const [index, query] of queries.entries()) {
      const copy = sure(copies[index]);
      await sync(copy, query, sure(tokens[index]), 7);
      expect(byId(copy.values()), query).toEqual(byId(await walk(query)));
      expect(copy.size, query).toBeGreaterThan(100);
    }
  });

  // The embedded store has one connection: nothing commits beside another.
  it.runIf(engine.name === 'server')('misses nothing that commits late', async () => {
    await saveNews(engine.db, invent(3, buildRandom(1)));
    const copy = new Map<number, ItemJson>();
    let token = await sync(copy, '', 'start');
    await engine.db.transaction().execute(async (late) => {
      await sql`update items set title = 'Late', changed_at = now() where title = 'Item 0'`.execute(late);
      await sql`update items set title = 'Early', changed_at = now() where title = 'Item 1'`.execute(
        engine.db,
      );
      token = await sync(copy, '', token);
    });
    await sync(copy, '', token);
    expect([...copy.values()].map(({ title }) => title).toSorted()).toEqual(['Early', 'Item 2', 'Late']);
  });

  it('tells a token of another store to begin again', async () => {
    await saveNews(engine.db, invent(1, buildRandom(1)));
    const response = await buildTestApp(engine.db).app.request(
      '/api/v1/items?changed_since=9000000000000000000-0',
    );
    expect(response.status).toBe(410);
    expect(ProblemJson.parse(await response.json()).parameter).toBe('changed_since');
  });

  it.each([
    '/api/v1/items?changed_since=yesterday',
    '/api/v1/items?changed_since=start&order=new',
    '/api/v1/items?changed_since=99999999999999999999-1',
    '/items/feed.atom?changed_since=start',
    '/?changed_since=start',
  ])('refuses %s', async (path) => {
    expect((await buildTestApp(engine.db).app.request(path)).status).toBe(400);
  });
});
