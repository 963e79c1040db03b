import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/serve/server.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { buildTestApp } from '../serve/app.ts';
import { sure } from '../serve/catalog.ts';
import { FRONT_PAGE } from '../serve/front-page.ts';
import { saveNews } from '../serve/news.ts';

/** Debian's newsboat, which .ci/run installs; without one these tests are shown as skipped. */
const NEWSBOAT = '/usr/bin/newsboat';
const run = promisify(execFile);

describe.skipIf(!existsSync(NEWSBOAT))('newsboat', () => {
  const opened: { database?: OpenDatabase; server?: Listening; folder?: string } = {};

  beforeAll(async () => {
    opened.database = await openDatabase({ kind: 'memory' });
    await migrate(opened.database.db);
    await saveNews(opened.database.db, FRONT_PAGE);
    const { app } = buildTestApp(opened.database.db);
    opened.server = await listen({ app, host: '127.0.0.1', port: 0 });
    opened.folder = await mkdtemp(join(tmpdir(), 'topicwire-newsboat-'));
  });
  afterAll(async () => {
    await opened.server?.close();
    await opened.database?.close();
    if (opened.folder !== undefined) await rm(opened.folder, { recursive: true });
  });

  it.each(['atom', 'rss'])('subscribes to a topic’s feed.%s and has its items, once', async (ending) => {
    const folder = sure(opened.folder);
    const [urls, cache, config] = ['urls', 'cache.db', 'config'].map((name) =>
      join(folder, `${ending}-${name}`),
    );
    await writeFile(sure(urls), `${opened.server?.url}/topics/transport/feed.${ending}\n`);
    await writeFile(sure(config), '');
    const command = (name: string) =>
      run(NEWSBOAT, ['-u', sure(urls), '-c', sure(cache), '-C', sure(config), '-x', name], {
        env: { ...process.env, HOME: folder, LANG: 'C.UTF-8' },
      });
    await command('reload');
    await command('reload');
    const titles = FRONT_PAGE.filter((item) => item.tags?.['transport'] !== undefined).map(
      (item) => item.title,
    );
    expect((await command('print-unread')).stdout.trim()).toBe(`${titles.length} unread articles`);
    // SQLite keeps texts as UTF-8, so the titles stand in its file as they are.
    const kept = await readFile(sure(cache));
    for (const title of titles) expect(kept.includes(sure(title)), title).toBe(true);
  });
});
