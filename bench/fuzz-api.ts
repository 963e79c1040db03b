import { parseArgs } from 'node:util';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { fuzz } from '../test/support/api-fuzz.ts';
import { buildRequests } from '../test/support/api-requests.ts';
import { openFuzzSite } from '../test/support/fuzz-site.ts';
import { buildRandom } from '../test/support/random.ts';

/**
 * `npm run fuzz:api -- [--requests N] [--seed N] [--database URL]`: odd and hostile requests to an open server and to one
 * that asks for tokens, on the embedded store in memory or on an empty PostgreSQL database. Prints the answers by status,
 * the slowest, and every fault, hang or leak; ends with status 1 where there is any.
 */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string' },
  },
});
const store = await open(values.database);
await migrate(store.db);
const site = await openFuzzSite(store.db);
const began = performance.now();
const { statuses, findings, slowestMs } = await fuzz({
  ports: site.ports,
  next: buildRequests(buildRandom(Number(values.seed)), site.seeds),
  count: Number(values.requests),
  clock: () => performance.now(),
});
const seconds = (performance.now() - began) / 1000;
console.log(`${values.requests} requests (${store.engine}, seed ${values.seed}) in ${seconds.toFixed(1)} s`);
for (const [status, count] of [...statuses].sort(([a], [b]) => a - b)) console.log(`  ${status}: ${count}`);
console.log(`slowest: ${Math.round(slowestMs)} ms`);
for (const { request, fault } of findings.slice(0, 20)) console.log(JSON.stringify(request), fault);
for (const error of site.errors().slice(0, 20)) console.log(error);
console.log(`${findings.length} faults, hangs or leaks; ${site.errors().length} errors logged`);
await site.close();
await store.close();
process.exitCode = findings.length + site.errors().length === 0 ? 0 : 1;

function open(url: string | undefined): Promise<OpenDatabase> {
  return url === undefined
    ? openDatabase({ kind: 'memory' })
    : openDatabase({ kind: 'server', url, poolSize: 4 });
}
