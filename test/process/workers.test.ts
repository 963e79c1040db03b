import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { runCommand, startCommand } from '../support/command.ts';
import { LOOPBACK_SETTINGS, makeTestFolder } from '../support/config-folder.ts';
import { createServerDatabase } from '../support/database.ts';
import { startNewsWeb } from '../support/news-web.ts';

describe('two workers on one PostgreSQL', () => {
  it('ask for each feed and page once in a round, and a host for one thing at a time', async ({ skip }) => {
    const database = await createServerDatabase();
    if (database === undefined) return skip('no PostgreSQL here');
    const web = await startNewsWeb({ hosts: 6, entriesPerFeed: 15, delayMs: 15 });
    const folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({
        feeds: web.feeds.map((url, index) => ({
          url,
          id: `harbour-${index}`,
        })),
      }),
      'settings.yaml': LOOPBACK_SETTINGS,
    });
    const env = { ...folder.env, DATABASE_URL: database.url };
    const store = await openDatabase({ kind: 'server', url: database.url, poolSize: 1 });
    try {
      expect((await runCommand(['migrate'], env)).code).toBe(0);
      const workers = [startCommand(['work'], env), startCommand(['work'], env)];
      for (;;) {
        const { rows } = await sql<{
          read: number;
        }>`select count(*)::int as read from items where read_state = 'read'`.execute(store.db);
        if ((rows[0]?.read ?? 0) >= web.entries) break;
        await wait(100);
      }
      const ends = await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
      expect(ends.map(({ code }) => code)).toEqual([0, 0]);
      expect(web.asked.size).toBe(web.entries + web.feeds.length);
      expect([...web.asked].filter(([, times]) => times !== 1)).toEqual([]);
      expect(web.mostAtOnce()).toBe(1);
    } finally {
      await store.close();
      await web.close();
      await folder.remove();
      await database.drop();
    }
  });
});
