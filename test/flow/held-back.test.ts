import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOperator } from '../../src/commands/own-store.ts';
import { APPLIED, PLAN } from '../../src/commands/plan-json.ts';
import { toPlanLines } from '../../src/commands/plan-lines.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { toRevision } from '../../src/config/revision.ts';
import type { Settings } from '../../src/config/settings.ts';
import { HealthJson as HEALTH, type HealthJson } from '../../src/serve/schemas.ts';
import { LOOPBACK_SETTINGS, makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { describeEachEngine } from '../support/database.ts';
import { GENERATED_TOPICS, storeItems } from '../support/generated-items.ts';
import { type NewsWeb, startNewsWeb } from '../support/news-web.ts';
import { type App, openApp } from '../support/open-app.ts';
import { readFiles } from '../support/read-files.ts';

const SETTINGS = `${LOOPBACK_SETTINGS}apply: auto\n`;
const BROAD = `id: courts\nlabel: { en: Courts }\nany: { en: [court, report, meeting, week], ru: [суд, совещания, недели], uk: [суд, наради, тижня] }\n`;
const SMALL = `id: courts\nlabel: { en: Courts }\nany: { en: [court] }\n`;

describeEachEngine('a change of topics over many items', (engine) => {
  let web: NewsWeb;
  let folder: TestFolder;
  let app: App;
  let settings: Settings;

  beforeEach(async () => {
    web = await startNewsWeb({ hosts: 1, entriesPerFeed: 3, delayMs: 0 });
    folder = await makeTestFolder({
      ...{ 'feeds.yaml': 'feeds: []', 'settings.yaml': SETTINGS },
      ...GENERATED_TOPICS.before,
    });
    const loaded = await loadSettings(folder.env['TOPICWIRE_CONFIG'] ?? '', {});
    if (loaded.kind === 'refused') throw new Error('the test settings are refused');
    settings = loaded.settings;
    await storeItems(engine.db, 1_000);
    app = await open();
    await app.worker.drain();
  });
  afterEach(async () => {
    await app.close();
    await web.close();
    await folder.remove();
  });

  const open = (): Promise<App> =>
    openApp({
      store: { db: engine.db, engine: engine.name, close: async () => undefined },
      ...{
        settings,
        directory: folder.env['TOPICWIRE_CONFIG'] ?? '',
        env: {},
        log: pino({ level: 'silent' }),
      },
      ...{ now: () => new Date(), random: () => 0 },
    });
  const write = (name: string, text: string): Promise<void> =>
    writeFile(join(folder.env['TOPICWIRE_CONFIG'] ?? '', name), text);
  const readHealth = async () => HEALTH.parse(await (await app.web.request('/health')).json());
  const untilHealth = async (holds: (health: HealthJson) => boolean): Promise<HealthJson> => {
    for (;;) {
      const health = await readHealth();
      if (holds(health)) return health;
      await wait(50);
    }
  };
  const untilRetagged = async () => {
    for (;;) {
      const found = engine.db.selectFrom('retaggings').selectAll().where('revision', '>', 1);
      const done = (await found.execute()).filter(({ finished_at }) => finished_at !== null);
      if (done.length > 0) return done;
      await wait(50);
    }
  };
  const post = async (path: string, files: Readonly<Record<string, string>>): Promise<unknown> => {
    const operator = openOperator({
      web: app.web,
      db: engine.db,
      settings,
      now: () => new Date(),
      replay: app.replay,
    });
    const body = JSON.stringify(toRevision(readFiles(files)).json);
    return (await operator.request(path, { method: 'POST', body })).json();
  };

  it('is held back whole with its reason while it reaches too far, until it is forced', async () => {
    app.worker.start('all');
    await write('topics/courts.yaml', BROAD);
    const held = await untilHealth(({ pending }) => pending?.startsWith('held back') === true);
    expect(held).toMatchObject({ status: 'degraded', revision: 1, retagging: null });
    expect(held.pending).toMatch(/topic courts would match \d+ of the last 1000 items, more than a fifth/);
    const files = {
      ...{ 'settings.yaml': SETTINGS, 'topics/courts.yaml': BROAD },
      ...GENERATED_TOPICS.before,
    };
    const plan = PLAN.parse(await post('/operator/plan', files));
    expect(plan.held).toHaveLength(1);
    const [tag] = plan.tags;
    expect(tag).toMatchObject({ tag: 'courts', before: 0, losses: 0 });
    expect(tag?.gain_examples).toHaveLength(10);
    const lines = toPlanLines(plan, new Date());
    expect(lines).toContain('+ topic courts');
    expect(lines).toContain(`  courts: ${tag?.gains} gain it, 0 lose it (0 → ${tag?.gains})`);
    expect(APPLIED.parse(await post('/operator/apply', files))).toMatchObject({
      kind: 'held',
      plan: { tags: plan.tags },
    });
    expect(APPLIED.parse(await post('/operator/apply?force=true', files))).toMatchObject({
      kind: 'applied',
      before: 1,
      revision: 2,
    });
    await untilRetagged();
    expect(await readHealth()).toMatchObject({
      ...{ status: 'ok', revision: 2, pending: null, retagging: null },
    });
    expect(PLAN.parse(await post('/operator/plan', files))).toMatchObject({ changed: false, tags: [] });
  });

  it('is applied where it is small, and collecting goes on while items are tagged anew', async () => {
    app.worker.start('all');
    await write('feeds.yaml', `feeds: [{ url: "${web.feeds[0]}", id: harbour, language: en }]`);
    await write('topics/courts.yaml', SMALL);
    const [retagging] = await untilRetagged();
    expect(retagging?.total).toBe(1_000);
    const polls = await engine.db.selectFrom('fetches').select(['fetched_at', 'items_new']).execute();
    expect(polls).toMatchObject([{ items_new: 3 }]);
    expect(Number(polls[0]?.fetched_at)).toBeLessThan(Number(retagging?.finished_at));
    const tags = engine.db.selectFrom('item_tags').select('item_id').where('tag', '=', 'courts');
    expect((await tags.execute()).length).toBeGreaterThan(10);
  });

  it('waits for no trial of topics at the start', async () => {
    await app.close();
    await write('topics/courts.yaml', SMALL);
    app = await open();
    expect(await readHealth()).toMatchObject({ revision: 1, pending: expect.stringContaining('are tried') });
    app.worker.start('all');
    await untilHealth(({ revision, pending }) => revision === 2 && pending === null);
  });
});
