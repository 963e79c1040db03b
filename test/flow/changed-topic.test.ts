import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../../src/config/load-settings.ts';
import { LOOPBACK_SETTINGS, makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { type NewsWeb, startNewsWeb } from '../support/news-web.ts';
import { type App, openApp } from '../support/open-app.ts';

const PORTS = `id: ports
label: { en: Ports }
any: { en: [port authority^2, berth~] }
examples: { match: [{ en: The port authority opens a berth }], no_match: [{ en: Port wine sells well }] }
`;

describeEachEngine('a changed topic file', (engine) => {
  let web: NewsWeb;
  let folder: TestFolder;
  let app: App;
  const file = (): string => join(folder.env['TOPICWIRE_CONFIG'] ?? '', 'topics', 'ports.yaml');

  beforeEach(async () => {
    web = await startNewsWeb({ hosts: 1, entriesPerFeed: 3, delayMs: 0 });
    folder = await makeTestFolder({
      'feeds.yaml': `feeds: [{ url: "${web.feeds[0]}", id: harbour, language: en }]`,
      'settings.yaml': LOOPBACK_SETTINGS,
      'topics/other.yaml': PORTS.replaceAll('ports', 'other')
        .replace('[port authority^2, berth~]', '[submarine cable]')
        .replace(/^examples.*\n/m, ''),
    });
    const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
    const loaded = await loadSettings(directory, {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    app = await openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      ...{ settings: loaded.settings, directory, env: {}, log: pino({ level: 'silent' }) },
      ...{ now: () => new Date(), random: () => 0 },
    });
    await app.worker.drain();
  });
  afterEach(async () => {
    await app.close();
    await web.close();
    await folder.remove();
  });

  /** How many items the topic's query gives; undefined while the topic is not known. */
  const countItems = async (): Promise<number | undefined> => {
    const answer = await app.web.request('/api/v1/items?topic=ports');
    if (answer.status !== 200) return undefined;
    return z.object({ items: z.array(z.unknown()) }).parse(await answer.json()).items.length;
  };
  const untilCount = async (count: number | undefined): Promise<void> => {
    while ((await countItems()) !== count) await wait(50);
  };

  it('tags what is stored by itself, keeps the history, and takes the tags away with the topic', async () => {
    expect(await countItems()).toBeUndefined();
    app.worker.start('all');
    await writeFile(file(), PORTS);
    await untilCount(3);
    const atom = await (await app.web.request('/topics/ports/feed.atom')).text();
    expect(atom.match(/<entry\b/g)).toHaveLength(3);
    await rm(file());
    await untilCount(undefined);
    const ended = () =>
      engine.db.selectFrom('item_tags').select(['since', 'until']).where('tag', '=', 'ports').execute();
    while ((await ended()).some(({ until }) => until === null)) await wait(50);
    expect(await ended()).toHaveLength(3);
  });
});
