import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ProblemJson } from '../../src/serve/schemas.ts';
import { pruneExpired } from '../../src/store/retention.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildRandom } from '../support/random.ts';
import { buildTestApp } from './app.ts';
import { awaitSettled, findWalkFaults, openChangingStore } from './changing-store.ts';
import { type Ask, findCopyFaults, openCopy, readAll, WALKS, walkAll } from './consumers.ts';
import { type News, NOW, saveNews } from './news.ts';

const ITEMS = 2_000;
/** Whoever keeps a copy: which part of it, in what steps, and how rarely. */
const CONSUMERS = [
  { query: '', limit: 200, every: 1 },
  { query: 'topic=defence', limit: 120, every: 2 },
  { query: 'topic=energy&topic=-transport&since=2026-03-03', limit: 37, every: 1 },
] as const;

const toNews = (title: string): News => ({
  ...{ title, publisher: 'harbour-post', feeds: ['harbour'], language: 'en', at: '2026-03-10T10:00:00Z' },
});

describeEachEngine('who reads while others write', (engine) => {
  const openAsk = (): Ask => {
    const { app } = buildTestApp(engine.db);
    return async (path) => {
      const response = await app.request(path);
      expect(response.status, path).toBe(200);
      return response.text();
    };
  };

  it('is given each item once and in order, in every format', async () => {
    const ask = openAsk();
    const store = await openChangingStore(engine.db, ITEMS, buildRandom(41));
    const before = [...store.present];
    const askWhileWritten: Ask = async (url) => {
      const [body] = await Promise.all([ask(url), store.change()]);
      await store.change();
      return body;
    };
    const walks = Object.entries(WALKS).map(
      async ([name, walk]) => [name, await walkAll(askWhileWritten, walk, 'limit=90')] as const,
    );
    const found = await Promise.all(walks);
    expect(store.moments.size).toBeGreaterThan(ITEMS);
    for (const [name, ids] of found) expect(findWalkFaults(ids, before, store), name).toEqual([]);
  });

  it('holds exactly the set of the store, at whatever pace it keeps its copy', async () => {
    const ask = openAsk();
    const store = await openChangingStore(engine.db, ITEMS, buildRandom(43));
    const copies = CONSUMERS.map(({ query, limit, every }) => ({
      ...openCopy(query, limit),
      query,
      every,
    }));
    for (let round = 1; round <= 12; round += 1) {
      const changes = Array.from({ length: 30 }, () => store.change());
      const steps = copies.filter(({ every }) => round % every === 0).map(({ step }) => step(ask));
      await Promise.all([...changes, ...steps]);
      if (round === 8)
        await pruneExpired(engine.db, { now: NOW, itemsDays: 400, fetchesDays: 14, snapshotsDays: 7 });
    }
    await awaitSettled(engine.db);
    for (const { query, items, step } of copies) {
      while (await step(ask));
      expect(findCopyFaults(items, await readAll(ask, query)), query).toEqual([]);
      expect(items.size, query).toBeGreaterThan(100);
    }
  });

  // The embedded store has one connection: nothing commits beside another.
  it.runIf(engine.name === 'server')('misses nothing that commits late', async () => {
    const ask = openAsk();
    await saveNews(engine.db, ['Item 0', 'Item 1', 'Item 2'].map(toNews));
    const { items, step } = openCopy('', 50);
    await step(ask);
    await engine.db.transaction().execute(async (late) => {
      await sql`update items set title = 'Late', changed_at = now() where title = 'Item 0'`.execute(late);
      await sql`update items set title = 'Early', changed_at = now() where title = 'Item 1'`.execute(
        engine.db,
      );
      await step(ask);
    });
    await awaitSettled(engine.db);
    await step(ask);
    expect([...items.values()].map((item) => JSON.parse(item).title).toSorted()).toEqual([
      'Early',
      'Item 2',
      'Late',
    ]);
  });

  it('tells a token of another store to begin again', async () => {
    await saveNews(engine.db, [toNews('Item')]);
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
