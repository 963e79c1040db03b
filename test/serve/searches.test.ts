import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { CATALOG } from './catalog.ts';
import { FRONT_PAGE } from './front-page.ts';
import { saveNews } from './news.ts';

const TITLED = z.object({ items: z.array(z.object({ title: z.string() })) });

describeEachEngine('saved searches', (engine) => {
  const settings = { public: true };
  /** As somebody asks who shows no token, where reading is open. */
  const get = async (path: string, catalog = CATALOG): Promise<Response> =>
    buildTestApp(engine.db, { catalog, settings }).app.request(path, {}, { peer: '203.0.113.9' });
  const listTitles = async (path: string): Promise<readonly string[]> => {
    const { items } = TITLED.parse(await (await get(path)).json());
    return items.map(({ title }) => title);
  };
  const loadXml = async (path: string) => load(await (await get(path)).text(), { xml: true });

  it('are listed with their queries and feeds', async () => {
    expect(await (await get('/api/v1/searches')).json()).toMatchObject({
      searches: [
        {
          id: 'black-sea',
          title: 'Black Sea & <ports>',
          query: 'topic=transport,energy&language=-ru',
          public: true,
          feeds: {
            atom: 'http://localhost/searches/black-sea/feed.atom',
            rss: 'http://localhost/searches/black-sea/feed.rss',
            json: 'http://localhost/searches/black-sea/feed.json',
          },
        },
        { id: 'air-defence' },
      ],
    });
  });

  it('give what their query gives, in each format and on their page', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const expected = await listTitles('/api/v1/items?topic=transport,energy&language=-ru');
    expect(expected.length).toBeGreaterThan(1);
    expect(await listTitles('/searches/black-sea/feed.json')).toEqual(expected);
    for (const [ending, item] of [
      ['atom', 'entry'],
      ['rss', 'item'],
    ] as const) {
      const $ = await loadXml(`/searches/black-sea/feed.${ending}`);
      expect(
        $(`${item} > title`)
          .toArray()
          .map((title) => $(title).text()),
        ending,
      ).toEqual(expected);
    }
    const page = load(await (await get('/searches/black-sea')).text());
    expect(page('h1').text()).toBe('Black Sea & <ports>');
    expect(
      page('.entries h3')
        .toArray()
        .map((title) => page(title).text()),
    ).toEqual(expected);
    expect(
      page('head link[rel=alternate]')
        .toArray()
        .map((link) => page(link).attr('href')),
    ).toEqual([
      '/searches/black-sea/feed.atom',
      '/searches/black-sea/feed.json',
      '/searches/black-sea/feed.rss',
    ]);
  });

  it('bear their own title and an id that neither page, format nor language changes', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const $ = await loadXml('/searches/black-sea/feed.atom?limit=1');
    expect($('feed > title').text()).toBe('Black Sea & < ports> — Topicwire');
    expect($('feed > id').text()).toBe('tag:localhost,2026:searches/black-sea');
    const next = $('feed > link[rel=next]').attr('href')?.replace('http://localhost', '') ?? '';
    expect((await loadXml(`${next}&lang=uk`))('feed > id').text()).toBe($('feed > id').text());
  });

  it('are narrowed by further parameters, but not by words or times they have themselves', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    expect(await listTitles('/searches/black-sea/feed.json?language=en')).toEqual(
      await listTitles('/api/v1/items?topic=transport,energy&language=en'),
    );
    const narrowed = await loadXml('/searches/black-sea/feed.atom?language=en');
    expect(narrowed('feed > title').text()).toMatch(/^Black Sea & < ports>: .*in English — Topicwire$/);
    const refused = await get('/searches/air-defence/feed.atom?q=fighter');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('saved search')]);
  });

  it('stand on the other pages, by their titles', async () => {
    const page = load(await (await get('/')).text());
    const links = page('nav[aria-labelledby=searches-title] a').toArray();
    expect(links.map((link) => [page(link).attr('href'), page(link).text()])).toEqual([
      ['/searches/black-sea', 'Black Sea & <ports>'],
      ['/searches/air-defence', 'Протиповітряна оборона'],
    ]);
    const without = load(await (await get('/', { ...CATALOG, searches: [] })).text());
    expect(without('nav[aria-labelledby=searches-title]')).toHaveLength(0);
  });

  it('are not shown where they are not public, and not given without a token', async () => {
    for (const path of ['/', '/api/v1/searches'])
      expect(await (await get(path)).text()).not.toContain('For ourselves');
    for (const path of ['/searches/own', '/searches/own/feed.atom']) {
      const refused = await get(path);
      expect([refused.status, refused.headers.get('www-authenticate')], path).toEqual([401, 'Bearer']);
    }
  });

  it('are all given to the machine itself', async () => {
    const { app } = buildTestApp(engine.db);
    for (const path of ['/', '/api/v1/searches', '/searches/own', '/searches/own/feed.atom']) {
      const given: Response = await app.request(path, {}, { peer: '127.0.0.1' });
      expect([given.status, await given.text()], path).toEqual([
        200,
        expect.stringContaining('For ourselves'),
      ]);
    }
  });

  it('are not there under other names', async () => {
    for (const path of ['/searches/no-such', '/searches/no-such/feed.rss'])
      expect((await get(path)).status, path).toBe(404);
  });
});
