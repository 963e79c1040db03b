import { sql } from 'kysely';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ItemId } from '../../src/model.ts';
import { type Listening, listen } from '../../src/serve/server.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Database } from '../../src/store/schema.ts';
import { buildTestApp } from '../serve/app.ts';
import { FRONT_PAGE } from '../serve/front-page.ts';
import { NOW, saveNews } from '../serve/news.ts';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/chromium.ts';
import { openMemory } from '../support/memory-store.ts';

/** The pages over a day of news, and a browser to look at them. */
export interface Site {
  readonly db: Database;
  readonly server: Listening;
  readonly browser: Browser;
  /** Ids of FRONT_PAGE, in its order. */
  readonly ids: readonly ItemId[];
  /** The server's clock, which a test may set. */
  readonly clock: { now: Date };
  readonly close: () => Promise<void>;
}

/** Opens both; an item with former versions and earlier tags, a failing and a silent feed are among what there is. */
export async function openSite(): Promise<Site> {
  const database = await openMemory();
  const { db } = database;
  await migrate(db);
  const ids = await saveNews(db, FRONT_PAGE);
  await sql`insert into item_versions (item_id, part, replaced_at, title)
    values (${ids[1]}, 'entry', ${NOW}, 'Україна та Польща домовилися про ракети')`.execute(db);
  await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since, until)
    select ${ids[1]}, 'economy', ordered_at, 1, 'rule', '[]', 'h', ${NOW}, ${NOW} from items where id = ${ids[1]}`.execute(
    db,
  );
  await sql`update feeds set failures = 3, failure = 'not-a-feed', failure_detail = 'an HTML page', last_fetch_at = ${NOW}
    where id = 'xezer-ru'`.execute(db);
  await sql`update feeds set last_fetch_at = ${NOW}, last_new_item_at = ${NOW}, silent_since = ${NOW}
    where id = 'dnipro'`.execute(db);
  const clock = { now: NOW };
  const { app } = buildTestApp(db, { now: () => clock.now });
  const server = await listen({ app, host: '127.0.0.1', port: 0 });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGUMENTS] });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
    await database.close();
  };
  return { db, server, browser, ids, clock, close };
}

/** Every kind of page, by what it shows. */
export const listPages = ({ ids }: Site): readonly (readonly [kind: string, path: string])[] => [
  ['the front page', '/'],
  ['a topic', '/topics/transport'],
  ['a narrowed list', '/?q=ferry+-train&language=en&place=-UA&since=30d'],
  ['the best matches', '/?q=ferry&order=relevance'],
  ['an empty list', '/topics/sport?q=nothing'],
  ['an item', `/items/${ids[1]}`],
  ['an item without text', `/items/${ids[3]}`],
  ['the feeds', '/feeds'],
  ['the failing feeds', '/feeds?state=failing'],
  ['the API', '/docs'],
  ['a path without a page', '/nothing'],
  ['words that cannot be asked', `/?q=${'a'.repeat(400)}`],
];

/**
 * A tab of its own. Told to `complaints`: what the browser complains of, and what it asks of other hosts. That an error
 * page's own status is one is what it is for.
 */
export async function openTab(
  site: Site,
  options: BrowserContextOptions,
  complaints: string[],
): Promise<Page> {
  const context = await site.browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${site.server.url}/`)) complaints.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      complaints.push(response.url());
  });
  return page;
}
