import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { listFeeds } from '../../src/store/feeds.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web } from '../support/web.ts';

const NOW = new Date('2026-02-10T08:05:00Z');
const SECRET = 'hunter2-of-the-harbour';
const ref = (name: string): string => `$\{${name}}`;

const toFeed = (origin: string): string =>
  `<rss version="2.0"><channel><title>For members</title><item><title>Ferry</title><link>${origin}/page</link>
  <guid>1</guid></item></channel></rss>`;

describeEachEngine('feeds with credentials and times of their own', (engine) => {
  let web: Web;
  let folder: TestFolder;
  let app: App;
  let logged = '';

  beforeEach(async () => {
    logged = '';
    web = await startWeb({
      '/robots.txt': { status: 404 },
      '/members': ({ socket }) => ({ body: toFeed(`http://127.0.0.1:${socket.localPort}`) }),
      '/page': '<html><body><article><p>The ferry to the harbour is late today.</p></article></body></html>',
      '*': { status: 500 },
    });
    const at = (path: string): string => `${web.origin}/${path}`;
    const headers = { 'X-Key': ref('HARBOUR_KEY') };
    const auth = { user: 'reader', password: ref('HARBOUR_KEY') };
    folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({
        feeds: [
          { id: 'a-members', url: at('members'), headers, auth, cron: '*/20 6-23 * * *', zone: 'Asia/Baku' },
          { id: 'b-missing', url: at('missing'), headers: { 'X-Key': ref('NOT_SET') } },
          { id: 'c-failing', url: at('failing'), every: '7m' },
        ],
      }),
      'settings.yaml':
        'languages: [en]\nfetch: { host_spacing_seconds: 0, initial_max_age: none, allow_hosts: [127.0.0.1] }',
    });
    const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    const log = new Writable({
      write: (chunk, _, done) => {
        logged += String(chunk);
        done();
      },
    });
    app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      ...{ settings: { ...loaded.settings, apply: 'auto' }, directory, env: { HARBOUR_KEY: SECRET } },
      ...{ now: () => NOW, random: () => 0, log: pino({ level: 'trace' }, log) },
    });
    await app.worker.drain();
  });
  afterEach(async () => {
    await app.close();
    await web.close();
    await folder.remove();
  });

  it('are sent their secrets, and their pages are not', () => {
    const seen = web.requests.map(({ path, headers }) => [path, headers['x-key'], headers.authorization]);
    expect(seen).toContainEqual(['/members', SECRET, `Basic ${btoa(`reader:${SECRET}`)}`]);
    expect(seen).toContainEqual(['/page', undefined, undefined]);
    expect(seen.filter(([path]) => path === '/missing')).toEqual([]);
  });

  it('are fetched at their times, backed off from there, and fail by name without their variable', async () => {
    const feeds = await listFeeds(engine.db);
    expect(
      feeds.map(({ feed, failure, nextFetchAt }) => [feed.id, failure, nextFetchAt.toISOString()]),
    ).toEqual([
      ['a-members', undefined, '2026-02-10T08:20:00.000Z'],
      ['b-missing', 'missing-variable', '2026-02-10T08:20:00.000Z'],
      ['c-failing', 'server-error', '2026-02-10T08:12:00.000Z'],
    ]);
  });

  it('leave their secrets in no log line, no row and no answer', async () => {
    expect(logged).toContain('NOT_SET');
    expect(logged).not.toContain(SECRET);
    const revisions = await engine.db.selectFrom('revisions').select('config').execute();
    const rows = await engine.db.selectFrom('feeds').selectAll().execute();
    const fetches = await engine.db.selectFrom('fetches').selectAll().execute();
    const answer = await (await app.web.request('/api/v1/feeds')).text();
    expect(JSON.stringify([revisions, rows, fetches, answer])).not.toContain(SECRET);
    expect(answer).not.toContain('HARBOUR_KEY');
  });
});
