import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../../src/config/load-settings.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web } from '../support/web.ts';

const START = Date.parse('2026-03-01T06:00:00Z');
const HOUR_MS = 3_600_000;
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title><link>https://harbour.example/</link>
  <description>News</description><item><title>A crane</title><guid isPermaLink="false">1</guid>
  <pubDate>Sun, 01 Mar 2026 05:00:00 +0000</pubDate></item></channel></rss>`;

const MESSAGE = z.object({
  kind: z.string(),
  feed: z.string(),
  url: z.string(),
  since: z.string(),
  cause: z.string().nullable(),
  do_this: z.string().nullable(),
  next_try: z.string(),
  text: z.string(),
});
type Message = z.infer<typeof MESSAGE>;

describeEachEngine('alerts', (engine) => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  /** A site whose feed can be broken, a receiver that can be down, and the messages it took. */
  async function openWorld() {
    const world = { at: START, broken: false, down: false };
    const messages: Message[] = [];
    const site = await startWeb({ '*': () => (world.broken ? { status: 500 } : { body: FEED }) });
    const receiver = await startWeb({
      '/hook/s3cret': async (request) => {
        const message = MESSAGE.parse(JSON.parse(await text(request)));
        if (world.down) return { status: 503 };
        messages.push(message);
        return { status: 204 };
      },
    });
    closers.push(site.close, receiver.close);
    return { world, site, receiver, messages };
  }

  async function openFolder(alerts: object): Promise<TestFolder> {
    const folder = await makeTestFolder({
      'feeds.yaml': 'feeds: [{ id: harbour, url: "https://harbour.example/rss", read: feed }]',
      'settings.yaml': JSON.stringify({
        languages: ['en'],
        fetch: { host_spacing_seconds: 0, max_interval_minutes: 60 },
        alerts,
      }),
    });
    closers.push(folder.remove);
    return folder;
  }

  async function openWorker(
    folder: TestFolder,
    { site, world }: { site: Web; world: { readonly at: number } },
  ): Promise<App & { readonly log: readonly string[] }> {
    const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
    const log: string[] = [];
    const app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      settings: { ...loaded.settings, apply: 'auto' },
      directory,
      env: { HOOK: 's3cret' },
      now: () => new Date(world.at),
      random: () => 0.5,
      log: pino({ level: 'trace' }, { write: (line) => log.push(line) }),
      connectTo: () => ({ host: '127.0.0.1', port: site.port }),
    });
    closers.push(app.close);
    return { ...app, log };
  }

  /** The hours pass, in steps in which everything due is done. */
  async function pass(world: { at: number }, hours: number, ...workers: readonly App[]): Promise<void> {
    for (let step = 0; step < hours * 2; step += 1) {
      world.at += HOUR_MS / 2;
      await Promise.all(workers.map(({ worker }) => worker.drain()));
    }
  }

  const toSettings = ({ origin }: Web) => ({ url: `${origin}/hook/\${HOOK}`, after: '6h' });

  test('tell once of a feed that failed for too long, and once that it is back', async () => {
    const { world, site, receiver, messages } = await openWorld();
    const app = await openWorker(await openFolder(toSettings(receiver)), { site, world });
    await app.worker.drain();
    world.broken = true;
    await pass(world, 6, app);
    expect(messages).toEqual([]);
    await pass(world, 2, app);
    expect(messages).toMatchObject(
      [{ kind: 'failing', feed: 'harbour', url: 'https://harbour.example/rss', cause: /HTTP 500/ }].map(
        (message) => ({ ...message, cause: expect.stringMatching(message.cause) }),
      ),
    );
    expect(Date.parse(messages[0]?.since ?? '')).toBeGreaterThan(START);
    await pass(world, 12, app);
    expect(messages).toHaveLength(1);
    world.broken = false;
    // A feed that failed for so long is tried once a day.
    await pass(world, 26, app);
    expect(messages.slice(1)).toMatchObject([
      { kind: 'recovered', feed: 'harbour', since: messages[0]?.since, cause: null, do_this: null },
    ]);
    await pass(world, 4, app);
    expect(messages).toHaveLength(2);
    expect(app.log.join('')).toContain('alert sent');
    expect(app.log.join('')).not.toContain('s3cret');
  });

  test('are tried again until the receiver takes them', async () => {
    const { world, site, receiver, messages } = await openWorld();
    const app = await openWorker(await openFolder(toSettings(receiver)), { site, world });
    world.broken = true;
    world.down = true;
    await pass(world, 12, app);
    expect(receiver.requests.length).toBeGreaterThan(2);
    expect(messages).toEqual([]);
    world.down = false;
    await pass(world, 2, app);
    expect(messages).toMatchObject([{ kind: 'failing' }]);
    expect(app.log.join('')).toContain('alert not sent');
    expect(app.log.join('')).not.toContain('s3cret');
  });

  test('are told once by several workers, and not again after a restart', async () => {
    const { world, site, receiver, messages } = await openWorld();
    const folder = await openFolder(toSettings(receiver));
    const workers = [await openWorker(folder, { site, world }), await openWorker(folder, { site, world })];
    world.broken = true;
    await pass(world, 10, ...workers);
    expect(messages).toMatchObject([{ kind: 'failing' }]);
    await Promise.all(workers.map(({ worker }) => worker.stop()));
    const restarted = await openWorker(folder, { site, world });
    await pass(world, 4, restarted);
    expect(messages).toHaveLength(1);
  });

  test('tell of a feed that is silent', async () => {
    const { world, site, receiver, messages } = await openWorld();
    const app = await openWorker(await openFolder(toSettings(receiver)), { site, world });
    await app.worker.drain();
    const silent_since = new Date(START - 100 * HOUR_MS);
    await engine.db.updateTable('feeds').set({ silent_since }).execute();
    await app.worker.drain();
    await app.worker.drain();
    expect(messages).toMatchObject([{ kind: 'silent', since: silent_since.toISOString() }]);
    await engine.db.updateTable('feeds').set({ silent_since: null }).execute();
    await app.worker.drain();
    expect(messages.slice(1)).toMatchObject([{ kind: 'recovered', since: silent_since.toISOString() }]);
  });

  test('forget a feed that left the config', async () => {
    const { world, site, receiver, messages } = await openWorld();
    const app = await openWorker(await openFolder(toSettings(receiver)), { site, world });
    world.broken = true;
    await pass(world, 8, app);
    await engine.db
      .updateTable('feeds')
      .set({ archived_at: new Date(world.at) })
      .execute();
    await pass(world, 1, app);
    expect(await engine.db.selectFrom('feed_alerts').selectAll().execute()).toEqual([]);
    expect(messages).toHaveLength(1);
  });

  test('run a command with the message on its stdin', async () => {
    const { world, site } = await openWorld();
    const folder = await openFolder({});
    const file = join(folder.directory, 'messages');
    const script = 'require("fs").appendFileSync(process.argv[1], require("fs").readFileSync(0))';
    const command = [process.execPath, '-e', script, file];
    const app = await openWorker(await openFolder({ command, after: '2h' }), { site, world });
    world.broken = true;
    await pass(world, 5, app);
    world.broken = false;
    await pass(world, 3, app);
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => MESSAGE.parse(JSON.parse(line)).kind)).toEqual(['failing', 'recovered']);
  });
});
