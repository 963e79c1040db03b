import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../../src/config/load-settings.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web } from '../support/web.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/sites/', import.meta.url));
const NOW = new Date('2026-02-10T08:00:00Z');

const PAGES = [
  { host: 'report.az', slug: 'en', feed: 'report-en', path: '/en/rss/' },
  { host: 'report.az', slug: 'az', feed: 'report-az', path: '/rss/' },
  { host: 'interfax.com.ua', slug: 'uk', feed: 'interfax-uk', path: '/news/last.rss' },
] as const;

const EXPECTED = z.object({
  url: z.string(),
  title: z.string(),
  text: z.array(z.string()),
  authors: z.array(z.string()),
  published_at: z.string(),
  extracted_by: z.string(),
  absent: z.array(z.string()),
});

const readFixture = (host: string, slug: string) => ({
  html: readFileSync(join(FIXTURES, host, slug, 'page.html'), 'utf8'),
  expected: EXPECTED.parse(JSON.parse(readFileSync(join(FIXTURES, host, slug, 'expected.json'), 'utf8'))),
});

const ITEM = z.object({
  id: z.number(),
  url: z.string(),
  title: z.string(),
  language: z.string(),
  published_at: z.string(),
  authors: z.array(z.string()),
  text: z.string(),
  read: z.object({ state: z.string(), extracted_by: z.string().nullable() }),
  tags: z.array(
    z.object({
      tag: z.string(),
      evidence: z.array(
        z.object({ field: z.string(), start: z.number(), end: z.number(), text: z.string() }),
      ),
    }),
  ),
});
const ITEMS = z.object({ items: z.array(ITEM) });
type Item = z.infer<typeof ITEM>;

const toFeed = (host: string, url: string, title: string, date: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${host}</title><link>https://${host}/</link>
  <description>News</description><item><title>${title}</title><link>${url}</link><guid>${url}</guid>
  <category>Other countries</category><description>In short.</description><pubDate>${date}</pubDate></item></channel></rss>`;

describeEachEngine('the whole flow over two sites', (engine) => {
  let web: Web;
  let folder: TestFolder;
  let app: App;

  beforeEach(async () => {
    const fixtures = PAGES.map((page) => ({ ...page, ...readFixture(page.host, page.slug) }));
    const routes = fixtures.flatMap(({ host, path, html, expected }) => {
      const url = new URL(expected.url);
      const feed = toFeed(host, expected.url, expected.title, new Date(expected.published_at).toUTCString());
      return [
        [`${host}${path}`, { body: feed, headers: { 'content-type': 'application/rss+xml', etag: '"1"' } }],
        [
          `${url.hostname}${url.pathname}`,
          { body: html, headers: { 'content-type': 'text/html; charset=utf-8' } },
        ],
      ] as const;
    });
    web = await startWeb(Object.fromEntries(routes));
    const feeds = fixtures.map(({ feed, host, path }) => ({
      id: feed,
      url: `https://${host}${path}`,
      zone: 'Asia/Baku',
    }));
    folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({ feeds }),
      'settings.yaml': 'fetch: { host_spacing_seconds: 0, initial_max_age: none }',
      'topics/transport.yaml': readFileSync(
        new URL('../../config/topics/transport.yaml', import.meta.url),
        'utf8',
      ).replace(/^parent:.*$/m, ''),
    });
    const loaded = await loadSettings(folder.env['TOPICWIRE_CONFIG'] ?? '', {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      settings: { ...loaded.settings, apply: 'auto' },
      directory: folder.env['TOPICWIRE_CONFIG'] ?? '',
      env: {},
      now: () => NOW,
      random: () => 0,
      log: pino({ level: 'silent' }),
      connectTo: () => ({ host: '127.0.0.1', port: web.port }),
    });
  });
  afterEach(async () => {
    await app.close();
    await web.close();
    await folder.remove();
  });

  const list = async (): Promise<readonly Item[]> =>
    ITEMS.parse(await (await app.web.request('/api/v1/items?full=true')).json()).items;

  it('brings each article whole, at its minute, without the frame of its page', async () => {
    await app.worker.drain();
    const items = await list();
    expect(items).toHaveLength(PAGES.length);
    for (const { host, slug } of PAGES) {
      const { expected } = readFixture(host, slug);
      const item = items.find(({ url }) => url === expected.url);
      expect(item).toMatchObject({
        title: expected.title,
        text: expected.text.join('\n\n'),
        published_at: expected.published_at,
        authors: expected.authors,
        read: { state: 'read', extracted_by: expected.extracted_by },
      });
      for (const phrase of expected.absent) expect(JSON.stringify(item)).not.toContain(phrase);
    }
    const report = items.find(({ url }) => url.includes('/en/other-countries/'));
    expect(report?.text).toContain('Report informs via Interfax-Ukraine.');
    expect(report?.text).toContain('said on Telegram');
  });

  it('gives each tag evidence that is a slice of its field', async () => {
    await app.worker.drain();
    const items = await list();
    expect(items.some(({ tags }) => tags.length > 0)).toBe(true);
    for (const item of items)
      for (const { evidence } of item.tags) {
        expect(evidence.length).toBeGreaterThan(0);
        for (const { field, start, end, text } of evidence)
          if (field === 'title' || field === 'text') expect(item[field].slice(start, end)).toBe(text);
      }
  });

  it('serves the items as Atom, and stores nothing new the second time', async () => {
    await app.worker.drain();
    const before = await list();
    const atom = await (await app.web.request('/items/feed.atom')).text();
    for (const { url } of before) expect(atom).toContain(`href="${url}"`);
    await engine.db.updateTable('feeds').set({ next_fetch_at: NOW, body_hash: null, etag: null }).execute();
    await engine.db.updateTable('hosts').set({ due_at: NOW, next_allowed_at: NOW }).execute();
    await app.worker.drain();
    expect(await list()).toEqual(before);
    const feeds = web.requests.filter(({ path }) => PAGES.some((page) => page.path === path));
    expect(feeds).toHaveLength(2 * PAGES.length);
  });
});
