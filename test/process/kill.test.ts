import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiItem, listAllItems } from '../support/api.ts';
import { type Running, startCommand } from '../support/command.ts';
import { LOOPBACK_SETTINGS, makeTestFolder } from '../support/config-folder.ts';
import { createServerDatabase } from '../support/database.ts';
import { type NewsWeb, startNewsWeb } from '../support/news-web.ts';
import { buildRandom } from '../support/random.ts';

/** Three in CI; `KILLS=20` is the long run by hand. */
const KILLS = Number(process.env['KILLS'] ?? 3);
const SEED = Number(process.env['SEED'] ?? 20_260_101);
const LONGEST_LIFE_MS = 2_500;

describe.each(['embedded', 'server'] as const)('kill -9 at random moments (%s)', (engine) => {
  let web: NewsWeb;
  beforeAll(async () => {
    web = await startNewsWeb({ hosts: 5, entriesPerFeed: 40, delayMs: 40 });
  });
  afterAll(() => web.close());

  it('loses nothing, doubles nothing and leaves no lease behind', async ({ skip }) => {
    const database = engine === 'server' ? await createServerDatabase() : undefined;
    if (engine === 'server' && database === undefined) return skip('no PostgreSQL here');
    const folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({
        feeds: web.feeds.map((url, index) => ({
          url,
          id: `harbour-${index}`,
        })),
      }),
      // On the server, what a killed process leased is waited for: eight times the timeout.
      'settings.yaml':
        engine === 'server' ? LOOPBACK_SETTINGS.replaceAll('seconds: 20', 'seconds: 2') : LOOPBACK_SETTINGS,
    });
    const env = { ...folder.env, ...(database === undefined ? {} : { DATABASE_URL: database.url }) };
    const random = buildRandom(SEED);
    let acknowledged: readonly ApiItem[] = [];
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const process = startCommand(['start'], env);
        const origin = await untilListening(process);
        expectKept(acknowledged, await listAllItems(origin));
        await wait(random() * LONGEST_LIFE_MS);
        acknowledged = await listAllItems(origin);
        await process.end('SIGKILL');
      }
      const last = startCommand(['start'], env);
      const origin = await untilListening(last);
      const items = await untilAllRead(origin, web.entries);
      expectKept(acknowledged, items);
      expect(new Set(items.map(({ url }) => url)).size).toBe(web.entries);
      expect(items).toHaveLength(web.entries);
      const ended = await last.end('SIGTERM');
      expect(ended.code).toBe(0);
    } finally {
      await folder.remove();
      await database?.drop();
    }
  });
});

async function untilListening(process: Running): Promise<string> {
  const [, origin] = await process.until(/listens on (http:\S+)/);
  return origin ?? '';
}

/** What was seen before the kill is there after it, and what was read stays read. */
function expectKept(before: readonly ApiItem[], after: readonly ApiItem[]): void {
  const now = new Map(after.map((item) => [item.id, item]));
  for (const item of before) {
    expect(now.get(item.id)?.url).toBe(item.url);
    if (item.read.state === 'read') expect(now.get(item.id)?.read.state).toBe('read');
  }
}

async function untilAllRead(origin: string, entries: number): Promise<readonly ApiItem[]> {
  for (;;) {
    const items = await listAllItems(origin);
    if (items.length >= entries && items.every(({ read }) => read.state === 'read')) return items;
    await wait(200);
  }
}
