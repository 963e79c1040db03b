import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../../src/config/load-settings.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web, type WebAnswer } from '../support/web.ts';

const START = Date.parse('2026-02-10T10:00:00Z');
const HOUR_MS = 3_600_000;

const FEEDS = JSON.stringify({
  feeds: [
    {
      ...{ id: 'press', url: 'https://office.example/press', zone: 'Asia/Baku' },
      list: { item: '.row', title: 'a', date: '.day' },
    },
    { id: 'post', url: 'https://post.example/sitemap.xml', sitemap: true },
    // Nobody says that it is one.
    { id: 'news', url: 'https://news.example/news.xml' },
    { id: 'watch', telegram: 'harbour_watch' },
  ],
});

const toPage = (title: string): string =>
  `<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><article>
  <p>The harbour office has opened the northern berth to ships of every size after two winters of work on its wall.</p>
  <p>Pilots will board further out than before, since the channel was dredged by three metres along the whole mole.</p>
  <p>Fishing boats keep their own quay, and the mayor promised that the old crane would stay where it has always been.</p>
  <p>Tickets for the first ferry are sold from Monday, said the office, and children travel free until the summer ends.</p>
  </article></body></html>`;
const toRows = (rows: readonly string[]): string =>
  `<html><body><div class="rows">${rows.map((row) => `<div class="row"><span class="day">10 fevral 2026, 12:00</span> <a href="/press/${row}">Press note ${row}</a></div>`).join('')}</div></body></html>`;
const toUrlset = (pages: readonly string[]): string =>
  `<?xml version="1.0"?><urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${pages
    .map(
      (url) =>
        `<url><loc>${url}</loc><news:news><news:publication><news:name>Post</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-02-10T08:00:00Z</news:publication_date><news:title>Report ${url.slice(-1)}</news:title></news:news></url>`,
    )
    .join('')}</urlset>`;
const INDEX =
  '<sitemapindex><sitemap><loc>https://post.example/a.xml</loc></sitemap><sitemap><loc>https://post.example/b.xml</loc></sitemap></sitemapindex>';
const toPreview = (posts: readonly (readonly [id: number, text: string])[]): string =>
  `<html><body><div class="tgme_channel_info_header_title">Harbour Watch</div><section class="tgme_channel_history">${posts
    .map(
      ([id, text]) =>
        `<div class="tgme_widget_message" data-post="harbour_watch/${id}"><div class="tgme_widget_message_forwarded_from"><a class="tgme_widget_message_forwarded_from_name">Pilots</a></div><div class="tgme_widget_message_text">${text}</div><span class="tgme_widget_message_views">${Math.floor(id * 7)}</span><a class="tgme_widget_message_date" href="#"><time datetime="2026-02-10T09:0${id}:00+00:00">x</time></a></div>`,
    )
    .join('')}</section></body></html>`;

const ITEMS = z.object({
  items: z.array(
    z.object({
      url: z.string(),
      title: z.string(),
      text: z.string(),
      authors: z.array(z.string()),
      published_at: z.string().nullable(),
      feeds: z.array(z.string()),
      read: z.object({ state: z.string() }),
    }),
  ),
});
const FEED_ROWS = z.object({
  feeds: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      state: z.string(),
      error: z.object({ failure: z.string(), detail: z.string().nullable() }).nullable(),
    }),
  ),
});

describeEachEngine('sources without a feed', (engine) => {
  const world = { at: START, pages: new Map<string, WebAnswer>() };
  let web: Web;
  let folder: TestFolder;
  let app: App;

  beforeEach(async () => {
    world.at = START;
    world.pages = new Map<string, WebAnswer>([
      ['office.example/press', { body: toRows(['1', '2']), headers: { etag: '"p1"' } }],
      ['post.example/sitemap.xml', { body: INDEX, headers: { etag: '"i1"' } }],
      ['post.example/a.xml', { body: toUrlset(['https://post.example/1']) }],
      ['post.example/b.xml', { body: toUrlset(['https://post.example/2', 'https://post.example/1']) }],
      ['news.example/news.xml', { body: toUrlset(['https://news.example/3']) }],
      [
        't.me/s/harbour_watch',
        {
          body: toPreview([
            [1, 'Fog<br>slow ahead'],
            [2, 'Berth 4 is open'],
          ]),
        },
      ],
    ]);
    web = await startWeb({
      '/robots.txt': { status: 404 },
      '*': (request) => {
        const host = request.headers.host ?? '';
        const page = world.pages.get(host + request.url);
        const etag = page?.headers?.['etag'];
        if (etag !== undefined && request.headers['if-none-match'] === etag) return { status: 304 };
        return page ?? { body: toPage(`Page ${request.url}`), headers: { 'content-type': 'text/html' } };
      },
    });
    folder = await makeTestFolder({
      'feeds.yaml': FEEDS,
      'settings.yaml':
        'languages: [en]\nfetch: { host_spacing_seconds: 0, initial_max_age: none, max_interval_minutes: 60 }\nalerts: { command: ["true"], after: 2h }',
    });
    const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
    app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      settings: { ...loaded.settings, apply: 'auto' },
      ...{ directory, env: {}, random: () => 0, log: pino({ level: 'silent' }) },
      now: () => new Date(world.at),
      connectTo: () => ({ host: '127.0.0.1', port: web.port }),
    });
  });
  afterEach(async () => {
    await app.close();
    await web.close();
    await folder.remove();
  });

  const ask = async (path: string): Promise<unknown> => (await app.web.request(path)).json();
  const listItems = async () => ITEMS.parse(await ask('/api/v1/items?limit=200&full=true')).items;
  const listFeeds = async () => FEED_ROWS.parse(await ask('/api/v1/feeds')).feeds;
  const pass = async (hours: number): Promise<void> => {
    for (let step = 0; step < hours * 2; step += 1) {
      world.at += HOUR_MS / 2;
      await app.worker.drain();
    }
  };
  const countAsked = (path: string): number => web.requests.filter((request) => request.path === path).length;

  it('bring their items, and nothing new the second time', async () => {
    await app.worker.drain();
    const items = await listItems();
    const byUrl = new Map(items.map((item) => [item.url, item]));
    expect([...byUrl.keys()].sort()).toEqual([
      ...['https://news.example/3', 'https://office.example/press/1', 'https://office.example/press/2'],
      ...['https://post.example/1', 'https://post.example/2'],
      ...['https://t.me/harbour_watch/1', 'https://t.me/harbour_watch/2'],
    ]);
    expect(byUrl.get('https://office.example/press/1')).toMatchObject({
      ...{ title: 'Press note 1', published_at: '2026-02-10T08:00:00.000Z', read: { state: 'read' } },
      text: expect.stringContaining('opened the northern berth'),
    });
    expect(byUrl.get('https://post.example/2')).toMatchObject({
      ...{ title: 'Report 2', published_at: '2026-02-10T08:00:00.000Z', read: { state: 'read' } },
    });
    expect(byUrl.get('https://t.me/harbour_watch/1')).toMatchObject({
      ...{ title: 'Fog', text: 'Fog\nslow ahead', authors: ['Pilots'], read: { state: 'feed-only' } },
    });
    expect(await listFeeds()).toMatchObject([
      { id: 'news', source: 'feed', state: 'ok' },
      { id: 'post', source: 'sitemap', state: 'ok' },
      { id: 'press', source: 'list', state: 'ok' },
      { id: 'watch', source: 'telegram', state: 'ok' },
    ]);

    await pass(3);
    expect(await listItems()).toEqual(items);
    const polls = await engine.db.selectFrom('fetches').select(['feed_id', 'kind']).orderBy('id').execute();
    const kindsOf = (id: string) =>
      new Set(
        polls
          .filter((poll) => poll.feed_id === id)
          .slice(1)
          .map(({ kind }) => kind),
      );
    expect(kindsOf('press')).toEqual(new Set(['not-modified']));
    // The index says nothing of when its parts change: a 304 for it would vouch for nothing.
    expect(kindsOf('post')).toEqual(new Set(['unchanged']));
    expect(kindsOf('news')).toEqual(new Set(['unchanged']));
    expect(countAsked('/b.xml')).toBe(countAsked('/sitemap.xml'));
    expect(countAsked('/b.xml')).toBeGreaterThan(1);
  });

  it('take up what changes in a part of an index and in a post', async () => {
    await app.worker.drain();
    const before = await listItems();
    world.pages.set('post.example/b.xml', {
      body: toUrlset(['https://post.example/2', 'https://post.example/1', 'https://post.example/9']),
    });
    world.pages.set('t.me/s/harbour_watch', {
      body: toPreview([
        [1, 'Fog<br>full ahead'],
        [2, 'Berth 4 is open'],
      ]),
    });
    await pass(2);
    const items = await listItems();
    expect(items).toHaveLength(before.length + 1);
    expect(items.find(({ url }) => url === 'https://t.me/harbour_watch/1')?.text).toBe('Fog\nfull ahead');
  });

  it('fail by name where their layout changes, and that is an alert', async () => {
    await app.worker.drain();
    const before = await listItems();
    world.pages.set('office.example/press', { body: '<html><body><div class="cards"></div></body></html>' });
    world.pages.set('post.example/a.xml', { body: '<urlset><url><place>x</place></url></urlset>' });
    world.pages.set('post.example/b.xml', { body: '<urlset><url><place>x</place></url></urlset>' });
    world.pages.set('t.me/s/harbour_watch', {
      status: 302,
      headers: { location: 'https://t.me/harbour_watch' },
    });
    world.pages.set('t.me/harbour_watch', { body: '<div class="tgme_page">Harbour Watch</div>' });
    await pass(6);
    expect(await listItems()).toEqual(before);
    expect((await listFeeds()).map(({ id, error }) => [id, error?.failure, error?.detail])).toEqual([
      ['news', undefined, undefined],
      [
        'post',
        'layout-changed',
        'https://post.example/b.xml: none of 1 places of the sitemap has an address',
      ],
      ['press', 'layout-changed', 'nothing on the page matches item ".row"'],
      ['watch', 'no-preview', expect.stringContaining('https://t.me/harbour_watch')],
    ]);
    const alerts = await engine.db.selectFrom('feed_alerts').selectAll().orderBy('feed_id').execute();
    expect(alerts.map(({ feed_id }) => feed_id)).toEqual(['post', 'press', 'watch']);
  });

  it('are read anew when their selectors change, though their page does not', async () => {
    world.pages.set('office.example/press', { body: `${toRows(['1'])}<p class="x"><a href="/x">X</a></p>` });
    await app.worker.drain();
    await writeFile(
      join(folder.env['TOPICWIRE_CONFIG'] ?? '', 'feeds.yaml'),
      FEEDS.replace('".row"', '".row, .x"'),
    );
    await app.applied.readFiles();
    await pass(1);
    expect((await listItems()).map(({ url }) => url)).toContain('https://office.example/x');
  });
});
