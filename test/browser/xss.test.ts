import { existsSync } from 'node:fs';
import { Hono } from 'hono';
import { pino } from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type App, openApp } from '../../src/app.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { type Listening, listen } from '../../src/serve/server.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { sure } from '../serve/catalog.ts';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/chromium.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { openMemory } from '../support/memory-store.ts';
import type { Web } from '../support/web.ts';
import { HOSTILE, HOSTILE_FEEDS, startHostileWeb } from './hostile-web.ts';
import { FIND_LIVE, INSERT, READ_FEED } from './live-markup.ts';
import { VECTORS } from './xss-vectors.ts';

/** A page of somebody else's, without any policy, into which our HTML is put. */
const READER = 'http://reader.test/';
/** A page of our own host that shows others in frames, so that one visit sees many. */
const FRAMES = '/frames';
const BLANK = '<!doctype html><body>';
/** A browser that knows no host but ours and the reader's, both on this port: what would leave has nowhere to go. */
const toArguments = (port: string): string[] => [
  ...CHROMIUM_ARGUMENTS,
  `--host-resolver-rules=MAP reader.test:80 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
];
const FRAMES_AT_ONCE = 16;
const SETTINGS = `server: { full_text: true }
fetch: { host_spacing_seconds: 0, initial_max_age: none, allow_hosts: [127.0.0.1] }`;
const TOPIC = `id: harbour
label: { en: Harbour }
any: { en: [harbour^2, img^2, fire^2, evil^2] }
examples:
  match: [{ en: The harbour of the town is closed }]
  no_match: [{ en: Nothing of the kind }]`;

describe.skipIf(!existsSync(CHROMIUM))(`hostile feeds and pages in ${CHROMIUM}`, () => {
  const opened: {
    web?: Web;
    folder?: TestFolder;
    database?: OpenDatabase;
    app?: App;
    framed?: Listening;
    browser?: Browser;
    context?: BrowserContext;
  } = {};
  /** What ran, what spoke up, and what was asked of another host than ours. */
  const seen: { readonly fired: string[]; readonly asked: string[] } = { fired: [], asked: [] };

  beforeAll(async () => {
    const web = await startHostileWeb();
    opened.web = web;
    const feeds = Object.entries(HOSTILE_FEEDS).map(([id, read]) => ({
      id,
      url: `${web.origin}/${id}`,
      read,
    }));
    const folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({ feeds }),
      'settings.yaml': SETTINGS,
      'topics/harbour.yaml': TOPIC,
    });
    opened.folder = folder;
    const directory = sure(folder.env['TOPICWIRE_CONFIG']);
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    const database = await openMemory();
    opened.database = database;
    await migrate(database.db);
    const app = await openApp({
      ...{ store: database, settings: loaded.settings, directory, env: {}, log: pino({ level: 'silent' }) },
      ...{ now: () => new Date(), random: () => 0 },
    });
    opened.app = app;
    await app.worker.drain();
    // Pages that may be framed, and without the policy: it is our HTML alone that must hold.
    const framed = new Hono();
    framed.get(FRAMES, (c) => c.html(BLANK));
    framed.get('/', (c, next) => (c.req.url === READER ? c.html(BLANK) : next()));
    framed.all('*', async (c) => {
      const { body, status, headers } = await app.web.fetch(c.req.raw);
      const kept = [...headers].filter(
        ([name]) => !/^(?:x-frame-options|content-security-policy)$/.test(name),
      );
      return new Response(body, { status, headers: kept });
    });
    opened.framed = await listen({ app: framed, host: '127.0.0.1', port: 0 });
    const { url: own } = opened.framed;
    opened.browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: toArguments(new URL(own).port),
    });
    opened.context = await opened.browser.newContext();
    await opened.context.exposeBinding('fire', (_, number) => void seen.fired.push(String(number)));
    // Watched and not stopped on the way: that would turn off the browser's cache.
    opened.context.on('request', (request) => {
      const url = request.url();
      // An image at an address of the web is what an article may have.
      const isImage = request.resourceType() === 'image' && /^https?:/.test(url);
      if (!url.startsWith(`${own}/`) && url !== READER && !isImage) seen.asked.push(url);
    });
  });
  afterAll(async () => {
    await opened.browser?.close();
    await opened.framed?.close();
    await opened.app?.close();
    await opened.database?.close();
    await opened.web?.close();
    await opened.folder?.remove();
  });

  const openPage = async (): Promise<Page> => {
    seen.fired.length = 0;
    seen.asked.length = 0;
    const page = await sure(opened.context).newPage();
    page.on('dialog', (dialog) => {
      seen.fired.push(dialog.message());
      void dialog.dismiss();
    });
    return page;
  };
  const insert = async (page: Page, pieces: readonly string[]): Promise<readonly string[]> => {
    await page.goto(READER);
    return z.array(z.string()).parse(await page.evaluate(`(${INSERT})(${JSON.stringify(pieces)})`));
  };

  it('are caught by this test where nobody sanitises them', async () => {
    const page = await openPage();
    await page.goto(READER);
    const check = `(${JSON.stringify(HOSTILE)}).map((vector) => {
      const part = document.implementation.createHTMLDocument('').createElement('div');
      part.innerHTML = vector;
      return (${FIND_LIVE})(part).length;
    })`;
    const found = z.array(z.number()).parse(await page.evaluate(check));
    const harmless = VECTORS.filter((_, index) => found[index] === 0).map(([way]) => way);
    // Those that need another surrounding to come alive: an attribute, a text, a second reading.
    expect(VECTORS.length - harmless.length).toBeGreaterThanOrEqual(120);
    const staying = HOSTILE.filter((vector) => !vector.includes('refresh'));
    expect((await insert(page, staying)).length).toBeGreaterThan(VECTORS.length);
    // Events fire when the browser comes to it.
    await expect.poll(() => new Set(seen.fired).size, { timeout: 60_000 }).toBeGreaterThanOrEqual(40);
    expect(seen.asked.length).toBeGreaterThan(10);
    await page.close();
  });

  it('reach the store in every field', async () => {
    const { db } = sure(opened.database);
    const items = await db.selectFrom('items').selectAll().execute();
    expect(items.length).toBeGreaterThanOrEqual(3 * VECTORS.length - 20);
    const bearing = (field: 'title' | 'summary_html' | 'content_html' | 'html' | 'text') =>
      items.filter((item) => /fire\(\d+\)|evil\.test/.test(item[field] ?? '')).length;
    expect(bearing('title')).toBeGreaterThan(VECTORS.length);
    expect(bearing('summary_html')).toBeGreaterThan(2 * VECTORS.length);
    expect(bearing('html')).toBeGreaterThan(40);
    expect(items.filter(({ extracted_by }) => extracted_by !== null).length).toBeGreaterThan(100);
  });

  it('leave no URL but of http and https in what is stored', async () => {
    const { db } = sure(opened.database);
    const items = await db
      .selectFrom('items')
      .select(['url', 'canonical_url', 'enclosures', 'article'])
      .execute();
    const feeds = await db.selectFrom('feeds').select(['link', 'feed_links']).execute();
    const enclosures = z.array(z.object({ url: z.string() }));
    const article = z
      .object({ leadImage: z.string().optional(), canonicalUrl: z.string().optional() })
      .nullable();
    const urls = [
      ...items.flatMap((item) => [item.url, item.canonical_url]),
      ...items.flatMap((item) => enclosures.parse(item.enclosures).map(({ url }) => url)),
      ...items.flatMap((item) => Object.values(article.parse(item.article) ?? {})),
      ...feeds.flatMap((feed) => [feed.link, ...feed.feed_links]),
    ].filter((url) => url !== null && url !== undefined);
    expect(urls.length).toBeGreaterThan(500);
    expect(urls.filter((url) => !/^https?:\/\/[^\s"<>]*$/.test(url))).toEqual([]);
  });

  it('are dead in every page that is served', async () => {
    const items = await sure(opened.database).db.selectFrom('items').select('id').orderBy('id').execute();
    const words = encodeURIComponent(HOSTILE[11] ?? '');
    const lists = ['/', '/topics/harbour', '/feeds', '/docs', `/?q=${words}`, `/?q=${words}&language=en`];
    const nothing = [
      `/${encodeURIComponent('<img src=x onerror=fire(1)>')}`,
      '/?tag="><script>fire(1)</script>',
      `/?q=${'<script>fire(1)</script>'.repeat(20)}`,
    ];
    const paths = [...lists, ...nothing, ...items.map(({ id }) => `/items/${id}`)];
    let shown = 0;
    // Two tabs, so that one is served while the other is drawn.
    const showAll = async (page: Page): Promise<void> => {
      await page.goto(sure(opened.framed).url + FRAMES);
      while (paths.length > 0) {
        const batch = paths.splice(0, FRAMES_AT_ONCE);
        const urls = batch.map((path) => sure(opened.framed).url + path);
        const looked = FOUND.parse(await page.evaluate(`(${LOOK_AT_PAGES})(${JSON.stringify(urls)})`));
        const faults = looked.map(({ live, frame }, at) => [batch[at], ...live, ...frame]);
        expect(faults.filter((each) => each.length > 1)).toEqual([]);
        paths.unshift(...looked.flatMap(({ older }) => older ?? []));
        shown += looked.length;
      }
      await page.waitForTimeout(200);
    };
    const tabs = [await openPage(), await openPage()];
    await Promise.all(tabs.map(showAll));
    // Every item, and every item of the lists, 25 a page.
    expect(shown).toBeGreaterThan(items.length + items.length / 25);
    expect(seen).toEqual({ fired: [], asked: [] });
    await Promise.all(tabs.map((page) => page.close()));
  });

  it('are dead in the HTML that is kept, put into a page without a policy', async () => {
    const rows = await sure(opened.database).db.selectFrom('items').select('html').execute();
    const pieces = rows.flatMap(({ html }) => (html === null || html === '' ? [] : [html]));
    expect(pieces.length).toBeGreaterThan(2 * VECTORS.length);
    const page = await openPage();
    expect(await insert(page, pieces)).toEqual([]);
    await page.setContent(`<!doctype html><body>${pieces.join('')}`);
    await page.setContent(
      `<!doctype html><body><noscript>${pieces.join('')}</noscript><svg>${pieces.join('')}`,
    );
    await page.waitForTimeout(300);
    expect(seen).toEqual({ fired: [], asked: [] });
    await page.close();
  });

  it.each(['atom', 'rss', 'json'])(
    'are dead in every text of the %s feed, put into a page without a policy',
    async (ending) => {
      const page = await openPage();
      await page.goto(READER);
      const response = await sure(opened.app).web.request(`/items/feed.${ending}?limit=200`);
      const body = await response.text();
      const texts = z.array(z.string()).parse(await page.evaluate(`(${READ_FEED})(${JSON.stringify(body)})`));
      expect(texts.length).toBeGreaterThan(1_000);
      expect(await insert(page, texts)).toEqual([]);
      expect(seen).toEqual({ fired: [], asked: [] });
      await page.close();
    },
  );
});

/** What is found wrong in a page, and the path of its list's next one. */
const FOUND = z.array(
  z.object({ live: z.array(z.string()), frame: z.array(z.string()), older: z.string().nullable() }),
);

/** What is live within the content of a page, what is odd in the frame around it, and the link to older items. */
const LOOK_AT_PAGE = `(document) => {
  const findLive = ${FIND_LIVE};
  // Our own drawing of a topic's days: bars with numbers and days in them, and nothing else.
  const isOurs = (element) => element.closest('figure.volume > svg') !== null &&
    ['svg', 'rect', 'title'].includes(element.localName) &&
    element.getAttributeNames().every((name) => ['viewbox', 'role', 'aria-label', 'x', 'y', 'width', 'height'].includes(name.toLowerCase())) &&
    (element.localName !== 'title' || /^[0-9]{4}-[0-9]{2}-[0-9]{2}: [0-9]+$/.test(element.textContent.trim()));
  // Our own fields, which send to the search box's form and nowhere else.
  const isField = (element) => ['select', 'option', 'button', 'input', 'label', 'span', 'div', 'summary'].includes(element.localName) &&
    (element.localName !== 'input' || element.type === 'hidden') &&
    element.getAttributeNames().every((name) => ['class', 'name', 'form', 'type', 'value', 'selected', 'lang'].includes(name)) &&
    (element.getAttribute('form') ?? 'search') === 'search';
  const content = document.querySelector('main').cloneNode(true);
  for (const drawing of content.querySelectorAll('figure.volume > svg'))
    if ([drawing, ...drawing.querySelectorAll('*')].every(isOurs)) drawing.remove();
  for (const fields of content.querySelectorAll('.head > .tools > details.narrow'))
    if ([...fields.querySelectorAll('*')].every(isField)) fields.remove();
  const live = findLive(content).filter((each) => !/^(id|name) of <(nav|h2|h3|section|div id="items") /.test(each));
  const isScript = (element) => element.matches('head > script') && element.textContent === '' &&
    element.getAttribute('src') === '/script.js' && element.getAttributeNames().join() === 'src,defer';
  const frame = [...document.querySelectorAll('script, iframe, object, embed, base, style, svg, template, meta[http-equiv]')]
    .filter((element) => !isOurs(element) && !isScript(element)).map((element) => element.outerHTML);
  const forms = [...document.querySelectorAll('form')].filter((form) => !form.matches('header #search, dialog#keys > form[method=dialog]'));
  frame.push(...forms.map((form) => form.outerHTML));
  for (const element of document.querySelectorAll('*')) for (const { name } of element.attributes)
    if (name.startsWith('on') || name === 'style') frame.push(name + ' of ' + element.outerHTML.slice(0, 80));
  const older = document.querySelector('.older a[rel~=next]');
  return { live, frame, older: older === null ? null : older.getAttribute('href') };
}`;

/** Shows pages in frames beside each other, as documents of their own, and looks at each once it is loaded. */
const LOOK_AT_PAGES = `async (urls) => {
  const look = ${LOOK_AT_PAGE};
  document.body.replaceChildren();
  const frames = await Promise.all(urls.map((url) => new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.width = 640;
    frame.height = 480;
    frame.onload = () => resolve(frame);
    frame.src = url;
    document.body.append(frame);
  })));
  return frames.map((frame) => look(frame.contentDocument));
}`;
