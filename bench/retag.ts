import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { Config } from '../src/config/config.ts';
import { loadConfig } from '../src/config/load.ts';
import { applyConfig, planConfig } from '../src/plan.ts';
import { buildRetag } from '../src/retag.ts';
import { toPartTagger, toTagger } from '../src/rules.ts';
import { openDatabase } from '../src/store/database.ts';
import { takeLock } from '../src/store/lock.ts';
import { migrate } from '../src/store/migrate.ts';
import type { Database } from '../src/store/schema.ts';
import { storeItems } from '../test/support/generated-items.ts';

/**
 * `npm run bench:retag -- [--items N]`: a store of generated items in four languages, tagged by the shipped rules, then
 * again after one topic changed; in DATABASE_URL's empty database, else in an embedded store. Prints items a second.
 */
const { values } = parseArgs({ options: { items: { type: 'string', default: '100000' } } });
const items = Number(values.items);
const PAGE = 100;
const CHANGED = 'energy';

const loaded = await loadConfig('config', {});
if (loaded.kind === 'refused') throw new Error('the shipped config has mistakes');
const { config } = loaded;
const changed: Config = {
  ...config,
  topics: config.topics.map((topic) =>
    String(topic.id) === CHANGED ? { ...topic, minScore: topic.minScore * 1.2 } : topic,
  ),
};
const { db, engine, close } = await open();
await storeItems(db, items);
console.log(`${items} items stored (${engine})`);
const whole = await tagBy(db, config);
show('everything tagged anew', whole);
const began = performance.now();
const revision = { revision: 1, config };
const plan = await planConfig(db, { applied: revision, config: changed, shouldStop: () => false });
show('plan of one changed topic', performance.now() - began);
for (const { tag, gains, losses } of plan?.tags ?? []) console.log(`  ${tag}: +${gains} −${losses}`);
const part = await tagBy(db, changed);
show('retagging of one changed topic', part);
console.log(`${(whole / part).toFixed(1)} times as fast as tagging everything anew`);
await close();

async function tagBy(store: Database, rules: Config): Promise<number> {
  // The same topics with another number in them are another revision, whatever the files say.
  const number = await applyConfig(
    store,
    { ...rules, topicSources: [rules.topics.map(({ minScore }) => minScore)] },
    new Date(),
  );
  const applied = {
    revision: number,
    tagger: toTagger(rules),
    compile: (scope: Parameters<typeof toPartTagger>[1]) => toPartTagger(rules, scope),
  };
  const log = pino({ level: 'silent' });
  const retag = buildRetag({ db: store, rules: () => applied, now: () => new Date(), log, limit: PAGE });
  const start = performance.now();
  while (await retag.next());
  return performance.now() - start;
}

function show(what: string, ms: number): void {
  console.log(`${what}: ${(ms / 1000).toFixed(1)} s, ${Math.round((items / ms) * 1000)} items a second`);
}

async function open() {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined) {
    const store = await openDatabase({ kind: 'server', url, poolSize: 4 });
    await migrate(store.db);
    return store;
  }
  const directory = await mkdtemp(join(tmpdir(), 'topicwire-bench-'));
  const lock = await takeLock(directory, join(directory, 'socket'));
  const store = await openDatabase({ kind: 'embedded', lock });
  await migrate(store.db);
  const closeAll = async (): Promise<void> => {
    await store.close();
    await lock.release();
    await rm(directory, { recursive: true, force: true });
  };
  return { ...store, close: closeAll };
}
