import { parseArgs } from 'node:util';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import type { Database } from '../src/store/schema.ts';
import { buildTestApp } from '../test/serve/app.ts';
import {
  awaitSettled,
  type ChangingStore,
  findWalkFaults,
  openChangingStore,
} from '../test/serve/changing-store.ts';
import { type Ask, findCopyFaults, openCopy, readAll, WALKS, walkAll } from '../test/serve/consumers.ts';
import { buildRandom } from '../test/support/random.ts';
import { startThrowawayServer } from '../test/support/throwaway-postgres.ts';

/**
 * `npm run eval:sync -- [--items N] [--seed N]`: walks by cursor in every format, and copies kept by changed_since, of a
 * store that is written to meanwhile; embedded, and on a PostgreSQL of its own where one is installed. Exit code 1
 * where an item is given twice, left out or out of order, or a copy differs from the store.
 */
const { values } = parseArgs({
  options: { items: { type: 'string', default: '50000' }, seed: { type: 'string', default: '41' } },
});
const count = Number(values.items);

/** Whoever keeps a copy: which part of it, and in what steps. */
const CONSUMERS = [
  { query: '', limit: 200 },
  { query: '', limit: 67 },
  { query: 'topic=defence', limit: 200 },
  { query: 'topic=energy&topic=-transport&since=2026-03-03', limit: 150 },
] as const;

await prove('embedded', await openDatabase({ kind: 'memory' }));
const server = await startThrowawayServer();
if (server === undefined) console.log('PostgreSQL is not installed: left out');
else {
  await prove('PostgreSQL', await openDatabase({ kind: 'server', url: server.url, poolSize: 10 }));
  await server.stop();
}

async function prove(engine: string, { db, close }: OpenDatabase): Promise<void> {
  await migrate(db);
  const store = await openChangingStore(db, count, buildRandom(Number(values.seed)));
  console.log(`${engine}: ${count} items stored`);
  const { app } = buildTestApp(db);
  const ask: Ask = async (path) => {
    const response = await app.request(path);
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  await proveWalks(ask, store);
  await proveCopies(db, ask, store);
  await close();
}

/** Asks while the store changes, and lets it change once more before the next question. */
function toWritten(ask: Ask, store: ChangingStore): Ask {
  return async (url) => {
    const [body] = await Promise.all([ask(url), store.change()]);
    await store.change();
    return body;
  };
}

async function proveWalks(ask: Ask, store: ChangingStore): Promise<void> {
  const before = [...store.present];
  const walks = Object.entries(WALKS).map(async ([name, walk]) => ({
    name,
    ids: await walkAll(toWritten(ask, store), walk, 'limit=200'),
  }));
  const found = await Promise.all(walks);
  console.log(`  walked in ${walks.length} formats while ${store.moments.size - before.length} items came`);
  for (const { name, ids } of found)
    report(`${name}: ${ids.length} items`, findWalkFaults(ids, before, store));
}

async function proveCopies(db: Database, ask: Ask, store: ChangingStore): Promise<void> {
  const asked = toWritten(ask, store);
  const copies = CONSUMERS.map(({ query, limit }) => ({ query, limit, ...openCopy(query, limit) }));
  const former = store.moments.size;
  await Promise.all(
    copies.map(async ({ step }) => {
      while (await step(asked));
    }),
  );
  console.log(`  copied by ${copies.length} consumers while ${store.moments.size - former} items came`);
  await awaitSettled(db);
  for (const { query, limit, items, step } of copies) {
    while (await step(ask));
    const name = `copy of ${query === '' ? 'all' : query} by ${limit}: ${items.size} items`;
    report(name, findCopyFaults(items, await readAll(ask, query)));
  }
}

function report(name: string, faults: readonly string[]): void {
  console.log(`  ${name}, ${faults.length === 0 ? 'as it must be' : `WRONG: ${faults.join('; ')}`}`);
  if (faults.length > 0) process.exitCode = 1;
}
