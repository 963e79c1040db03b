import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type NewsWeb, startNewsWeb } from '../support/news-web.ts';
import { type App, openApp } from '../support/open-app.ts';

const HOSTS = 50;
const FEEDS_PER_HOST = 10;
/** No pause between two requests to a host: what keeps them apart is the host's turn alone. */
const SETTINGS = `languages: [en]
fetch: { host_spacing_seconds: 0, concurrency: 64, initial_max_age: none, allow_hosts: [127.0.0.1] }`;

describeEachEngine('500 feeds on 50 hosts with their pages', (engine) => {
  let web: NewsWeb;
  let folder: TestFolder;
  const apps: App[] = [];

  beforeEach(async () => {
    web = await startNewsWeb({ hosts: HOSTS, feedsPerHost: FEEDS_PER_HOST, entriesPerFeed: 1, delayMs: 2 });
    folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({
        feeds: web.feeds.map((url, index) => ({ id: `feed-${index}`, url })),
      }),
      'settings.yaml': SETTINGS,
    });
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await web.close();
    await folder.remove();
  });

  async function open(): Promise<App> {
    const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    const app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      ...{ settings: loaded.settings, directory, env: {}, log: pino({ level: 'silent' }) },
      ...{ now: () => new Date(), random: Math.random },
    });
    apps.push(app);
    return app;
  }

  const countRead = async (): Promise<number> => {
    const rows = await engine.db.selectFrom('items').select('id').where('read_state', '=', 'read').execute();
    return rows.length;
  };

  it('are read over one connection a host at a time', async () => {
    const { worker } = await open();
    await worker.drain();
    expect(await countRead()).toBe(web.entries);
    expect(web.entries).toBe(HOSTS * FEEDS_PER_HOST);
    expect(web.mostConnections()).toBe(1);
    expect(web.mostAtOnce()).toBe(1);
    // Each feed and each page once, and robots.txt once a host.
    expect([...web.asked.values()].every((times) => times === 1)).toBe(true);
    expect(web.asked.size).toBe(2 * web.entries);
    expect(web.robotsAsked()).toBe(HOSTS);
  });

  it.skipIf(engine.name === 'embedded')('are asked for one at a time a host by two workers too', async () => {
    const workers = [(await open()).worker, (await open()).worker];
    await Promise.all(workers.map((worker) => worker.drain()));
    expect(await countRead()).toBe(web.entries);
    expect(web.mostAtOnce()).toBe(1);
    expect([...web.asked.values()].every((times) => times === 1)).toBe(true);
  });
});
