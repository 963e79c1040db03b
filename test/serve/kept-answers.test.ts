import { type KyselyPlugin, sql } from 'kysely';
import { expect, it } from 'vitest';
import { ItemsJson } from '../../src/serve/schemas.ts';
import { removeItem } from '../../src/store/items.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { CATALOG, sure } from './catalog.ts';
import { FRONT_PAGE } from './front-page.ts';
import { saveNews } from './news.ts';

describeEachEngine('answers that are kept', (engine) => {
  /** An app, and how many statements it has sent to the store. */
  function openCounted() {
    let statements = 0;
    let catalog = CATALOG;
    const count: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const { app } = buildTestApp(engine.db.withPlugin(count), { findCatalog: () => catalog });
    const poll = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
      statements = 0;
      return app.request(path, { headers });
    };
    const ask = async (query = '', language = 'en') => {
      const response = await poll(`/api/v1/items?${query}`, { 'accept-language': language });
      return { items: ItemsJson.parse(await response.json()).items, link: response.headers.get('link') };
    };
    const rename = (): void => {
      catalog = { ...CATALOG, publishers: CATALOG.publishers.map((each) => ({ ...each, name: 'Renamed' })) };
    };
    return { ask, poll, rename, count: () => statements };
  }

  it('are given again, by one statement, while nothing changes', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { ask, count } = openCounted();
    const first = await ask('limit=2');
    expect(count()).toBeGreaterThan(1);
    expect(await ask('limit=2')).toEqual(first);
    expect(count()).toBe(1);
    expect(first.link).toContain('rel="next"');
    const both = await Promise.all([ask('limit=3'), ask('limit=3')]);
    expect(both[0]).toEqual(both[1]);
    expect(count()).toBeLessThan(5);
  });

  it('are feeds too, known again by one statement and made anew after a change', async () => {
    const [id] = await saveNews(engine.db, FRONT_PAGE);
    const { poll, count } = openCounted();
    for (const ending of ['atom', 'rss', 'json']) {
      const first = await poll(`/items/feed.${ending}`);
      const etag = first.headers.get('etag') ?? '';
      const again = await poll(`/items/feed.${ending}`, { 'if-none-match': etag });
      expect([again.status, await again.text(), count()]).toEqual([304, '', 1]);
      expect(again.headers.get('last-modified')).toBe(first.headers.get('last-modified'));
      expect((await poll(`/items/feed.${ending}?limit=1`)).headers.get('etag')).not.toBe(etag);
      await sql`update items set title = ${`Now in ${ending}`} where id = ${sure(id)}`.execute(engine.db);
      const changed = await poll(`/items/feed.${ending}`, { 'if-none-match': etag });
      expect([changed.status, await changed.text()]).toEqual([
        200,
        expect.stringContaining(`Now in ${ending}`),
      ]);
    }
  });

  it('stay what they are after changes of what they do not say', async () => {
    const [id] = await saveNews(engine.db, FRONT_PAGE);
    const { ask, poll, count } = openCounted();
    const before = [await ask(), (await poll('/items/feed.atom')).headers.get('etag')];
    await sql`update feeds set interval_seconds = interval_seconds + 1`.execute(engine.db);
    expect([await ask(), (await poll('/items/feed.atom')).headers.get('etag')]).toEqual(before);
    // The mark alone: no item changed.
    expect(count()).toBe(1);
    const newest = await ask('limit=1');
    await sql`update items set title = 'Of another page' where id = (select id from items order by ordered_at limit 1)`.execute(
      engine.db,
    );
    expect(await ask('limit=1')).toEqual(newest);
    // The mark, and which items there are; not what they say.
    expect(count()).toBe(2);
    await sql`update items set title = 'Another title' where id = ${sure(id)}`.execute(engine.db);
    expect(await ask()).not.toEqual(before[0]);
  });

  it('are made anew for any other question, language or name', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { ask, rename } = openCounted();
    const labels = async (language: string) =>
      (await ask('', language)).items.flatMap(({ tags }) => tags.map(({ label }) => label));
    expect(await labels('uk')).not.toEqual(await labels('en'));
    expect((await ask('language=az')).items).not.toEqual((await ask('language=uk')).items);
    expect((await ask('full=true')).items).not.toEqual((await ask()).items);
    rename();
    expect((await ask()).items[0]?.publisher.name).toBe('Renamed');
  });

  it('are made anew after each change of what they say', async () => {
    const [id] = await saveNews(engine.db, FRONT_PAGE);
    const { ask } = openCounted();
    const item = async () => (await ask()).items.find((each) => each.id === id);
    expect(await item()).toBeDefined();
    await sql`update items set title = 'Another title' where id = ${sure(id)}`.execute(engine.db);
    expect((await item())?.title).toBe('Another title');
    await sql`update items set article = '{"authors": [], "leadImage": "https://pictures.example/1.jpg"}',
      read_at = now() where id = ${sure(id)}`.execute(engine.db);
    expect((await item())?.lead_image).toBe('https://pictures.example/1.jpg');
    await sql`update item_tags set until = now() where item_id = ${sure(id)}`.execute(engine.db);
    expect((await item())?.tags).toEqual([]);
    await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
      select ${sure(id)}, feeds.id, items.ordered_at, 'hash' from feeds join items on items.id = ${sure(id)}
      on conflict do nothing`.execute(engine.db);
    const { rows } = await sql`select id from feeds`.execute(engine.db);
    expect((await item())?.feeds).toHaveLength(rows.length);
    expect(rows.length).toBeGreaterThan(1);
    await removeItem(engine.db, sure(id));
    expect(await item()).toBeUndefined();
  });

  // The embedded store has one connection: nothing commits beside another.
  it.runIf(engine.name === 'server')(
    'are made anew after what was begun before them and ends later',
    async () => {
      const [id, other] = await saveNews(engine.db, FRONT_PAGE);
      const { ask } = openCounted();
      const titles = async () => (await ask()).items.map(({ title }) => title);
      await engine.db.transaction().execute(async (late) => {
        await sql`update items set title = 'Late' where id = ${sure(id)}`.execute(late);
        await sql`update items set title = 'Early' where id = ${sure(other)}`.execute(engine.db);
        expect(await titles()).toContain('Early');
        expect(await titles()).not.toContain('Late');
      });
      expect(await titles()).toContain('Late');
    },
  );

  it.runIf(engine.name === 'server')(
    'are made anew after a change of the same item that was begun before another and ends later',
    async () => {
      const [id] = await saveNews(engine.db, FRONT_PAGE);
      const { ask } = openCounted();
      const item = async () => (await ask()).items.find((each) => each.id === id);
      const { rows } = await sql`select id from feeds`.execute(engine.db);
      await engine.db.transaction().execute(async (late) => {
        await sql`insert into item_feeds (item_id, feed_id, ordered_at, entry_hash)
          select ${sure(id)}, feeds.id, items.ordered_at, 'hash' from feeds join items on items.id = ${sure(id)}
          on conflict do nothing`.execute(late);
        await sql`update items set title = 'Early' where id = ${sure(id)}`.execute(engine.db);
        expect((await item())?.title).toBe('Early');
      });
      expect((await item())?.feeds).toHaveLength(rows.length);
    },
  );

  it('are not those that failed', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    let fails = true;
    const failing: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (fails && result.rows.length > 1) throw new Error('the store is away');
        return result;
      },
    };
    const { app } = buildTestApp(engine.db.withPlugin(failing));
    expect((await app.request('/api/v1/items')).status).toBe(500);
    fails = false;
    expect((await app.request('/api/v1/items')).status).toBe(200);
  });
});
