import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web } from '../support/web.ts';

const NOW = new Date('2026-02-10T08:05:00Z');
const TEXT = [
  'The ferry to the harbour is late today, and nobody on the pier can say when it will come in from the sea.',
  'Those who wait were given tea by the harbour master, whose own boat is under repair until the end of May.',
];
const AD =
  'Fishing rods of the season are ten per cent off for readers of this newspaper until the end of March.';

/** A page on which the rule alone tells the text; of `tags` elements, so that it is read in place or in the thread. */
const toPage = (tags: number): string =>
  `<html><body><div class="a"><p>${TEXT[0]}</p><p class="b">${AD}</p><p>${TEXT[1]}</p></div>
  <div class="c"><p>${AD}</p></div>${'<i>x</i>'.repeat(tags)}</body></html>`;

describeEachEngine('the pages of a feed with a rule of its own', (engine) => {
  let web: Web;
  let folder: TestFolder;
  let app: App;

  beforeEach(async () => {
    const toItem = (path: string, origin: string): string =>
      `<item><title>${path}</title><link>${origin}/${path}</link><guid>${path}</guid></item>`;
    web = await startWeb({
      '/robots.txt': { status: 404 },
      '/rss': ({ socket }) => {
        const origin = `http://127.0.0.1:${socket.localPort}`;
        const items = ['small', 'large'].map((path) => toItem(path, origin)).join('');
        return { body: `<rss version="2.0"><channel><title>F</title>${items}</channel></rss>` };
      },
      '/small': toPage(10),
      '/large': toPage(9_000),
      '*': { status: 500 },
    });
    folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({
        feeds: [{ id: 'ferries', url: `${web.origin}/rss`, body: '.a', remove: ['.b'] }],
      }),
      'settings.yaml':
        'languages: [en]\nfetch: { host_spacing_seconds: 0, initial_max_age: none, allow_hosts: [127.0.0.1] }',
    });
    const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    const log = pino({ level: 'error' }, new Writable({ write: (_chunk, _, done) => done() }));
    app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      ...{ settings: { ...loaded.settings, apply: 'auto' }, directory, env: {} },
      ...{ now: () => NOW, random: () => 0, log },
    });
    await app.worker.drain();
  });
  afterEach(async () => {
    await app.close();
    await web.close();
    await folder.remove();
  });

  it('are read by it, in place and in the thread', async () => {
    const items = await engine.db
      .selectFrom('items')
      .select(['title', 'text', 'extracted_by'])
      .orderBy('title')
      .execute();
    expect(items).toEqual(
      ['large', 'small'].map((title) => ({
        title,
        text: TEXT.join('\n\n'),
        extracted_by: 'site:feed/ferries',
      })),
    );
  });
});
