import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import { parseItemQuery } from '../src/serve/query.ts';
import { migrate } from '../src/store/migrate.ts';
import type { Database } from '../src/store/schema.ts';
import { queryItems } from '../src/store/search.ts';
import { openPlace } from '../test/support/retag-store.ts';
import { startThrowawayServer } from '../test/support/throwaway-postgres.ts';
import { BARE_PATH, type Case, type Load, loadCase, percentile } from './support/api-load.ts';
import { explainAll, listSteps } from './support/api-plans.ts';
import { fillStore } from './support/api-store.ts';
import { COMMON_WORD, RARE_WORD } from './support/invented-articles.ts';
import { floorMs } from './support/measure.ts';

/**
 * `npm run bench:api -- [--items N] [--embedded N]`: the API over a PostgreSQL of its own with 300,000 items and an embedded
 * store with 100,000, served by a process of its own, idle and while it collects, beside a route that asks `select 1`.
 * Exit code 1 where a plan or a bound does not hold.
 */
const { values } = parseArgs({
  options: { items: { type: 'string', default: '300000' }, embedded: { type: 'string', default: '100000' } },
});

const CLIENTS = [1, 32];
const ROUNDS = 5;
const CASE_MS = 700;
/** Bounds: times the bare route's time, times the idle p99 while collecting, rows of a sort of newest-first pages. */
const MAX_TIMES_BARE = 6;
const MAX_TIMES_IDLE = 3;
const MAX_SORTED_ROWS = 1_000;
const PLACES = [
  'place:UA',
  'place:AZ',
  'place:PL',
  'place:US',
  'org:nato',
  'place:TR',
  'place:GE',
  'place:NZ',
];

const BARE: Case = { name: 'select 1', path: () => BARE_PATH };
const LISTS: readonly (Case & { readonly query: string })[] = [
  ['newest', ''],
  ['topic + place', 'topic=politics&place=UA'],
  ['topic + rare place', 'topic=politics&place=NZ'],
  ['text, common', `q=${COMMON_WORD}`],
  ['text, rare', `q=${RARE_WORD}`],
].map(([name = '', query = '']) => ({ name, query, path: () => `/api/v1/items?${query}` }));
/** Lists that nobody has asked for since the store changed last: no answer to them is kept. */
const ANEW: readonly Case[] = ['newest', 'topic + place'].map((name) => {
  const query = LISTS.find((list) => list.name === name)?.query ?? '';
  const since = (number: number): string =>
    `2001-01-01T00:00:00.${String(number % 1_000_000).padStart(6, '0')}Z`;
  return { name: `${name}, anew`, path: (number) => `/api/v1/items?${query}&since=${since(number)}` };
});
/** Kinds of request that are bound to the bare route's time. */
const BOUND = ['newest', 'topic + place'];

const loaded = await loadConfig('config', {});
if (loaded.kind === 'refused') throw new Error('the shipped config has mistakes');
const { config } = loaded;
const faults: string[] = [];

console.log(`floor: ${(await floorMs()).toFixed(0)} ms CPU`);
const server = await startThrowawayServer(['shared_buffers=512MB', 'max_wal_size=8GB']);
if (server === undefined) console.log('PostgreSQL is not installed: left out');
else {
  await measure('PostgreSQL', server.url, Number(values.items)).finally(server.stop);
}
if (Number(values.embedded) > 0) {
  const directory = await mkdtemp(join(tmpdir(), 'topicwire-bench-'));
  await measure('embedded', directory, Number(values.embedded)).finally(() =>
    rm(directory, { recursive: true, force: true }),
  );
}
console.log(`floor: ${(await floorMs()).toFixed(0)} ms CPU`);
for (const fault of faults) console.log(`DOES NOT HOLD: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function measure(engine: string, place: string, items: number): Promise<void> {
  const start = performance.now();
  const { db, close } = await openPlace(place);
  await migrate(db);
  await fillStore(db, { items, feeds: config.feeds, tags: listTags(), now: new Date() });
  console.log(`\n${engine}: ${items} items filled in ${((performance.now() - start) / 1_000).toFixed(0)} s`);
  await checkPlans(db, engine);
  await close();
  const { child, origin } = await startServer(place);
  const cases = await listCases(origin, items);
  for (const clients of CLIENTS) {
    const seconds = Math.ceil((cases.length * ROUNDS * CASE_MS) / 1_000) + 1;
    const idle = await loadAll(origin, cases, clients);
    const collected = collect(engine, place, child, seconds);
    const busy = await loadAll(origin, cases, clients);
    await collected;
    report(engine, clients, idle, busy);
  }
  child.send('stop');
  await once(child, 'exit');
}

/** Topics and places in turn, so that both are among the frequent and the rare. */
function listTags(): readonly string[] {
  const topics = ['politics', ...config.topics.map(({ id }) => String(id)).filter((id) => id !== 'politics')];
  return topics.flatMap((topic, rank) => [topic, ...PLACES.slice(rank, rank + 1)]);
}

async function listCases(origin: string, items: number): Promise<readonly Case[]> {
  const feed = '/topics/politics/feed.atom';
  const etag = (await fetch(`${origin}${feed}`)).headers.get('etag') ?? '';
  return [
    BARE,
    ...LISTS,
    ...ANEW,
    { name: 'item', path: () => `/api/v1/items/${items - 100}` },
    { name: 'feed, 304', path: () => feed, headers: { 'if-none-match': etag } },
  ];
}

async function startServer(
  place: string,
): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const script = fileURLToPath(new URL('support/api-server.js', import.meta.url));
  const child = fork(script, {
    execArgv: ['--max-old-space-size=384', '--max-semi-space-size=4'],
    env: { ...process.env, PLACE: place },
  });
  const [origin] = await once(child, 'message');
  return { child, origin };
}

/** Collects beside the server; embedded, within it. */
async function collect(engine: string, place: string, child: ChildProcess, seconds: number): Promise<void> {
  if (engine === 'embedded') {
    child.send(seconds);
    await once(child, 'message');
    return;
  }
  const script = fileURLToPath(new URL('support/api-collector.js', import.meta.url));
  const collector = fork(script, { env: { ...process.env, PLACE: place, SECONDS: String(seconds) } });
  const [code] = await once(collector, 'exit');
  if (code !== 0) throw new Error('the collector failed');
}

/** All cases in turn, several times, so that a slow moment of the machine meets each of them alike. */
async function loadAll(
  origin: string,
  cases: readonly Case[],
  clients: number,
): Promise<ReadonlyMap<string, Load>> {
  const loads = new Map<string, Load[]>(cases.map(({ name }) => [name, []]));
  for (const one of cases) await loadCase(origin, one, clients, 150);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const one of cases) loads.get(one.name)?.push(await loadCase(origin, one, clients, CASE_MS));
  return new Map([...loads].map(([name, some]) => [name, joinLoads(some)]));
}

function joinLoads(loads: readonly Load[]): Load {
  return {
    latencies: loads.flatMap(({ latencies }) => latencies).toSorted((a, b) => a - b),
    requestsPerSecond: loads.reduce((sum, load) => sum + load.requestsPerSecond, 0) / loads.length,
    statuses: new Map(loads.flatMap(({ statuses }) => [...statuses])),
  };
}

function report(
  engine: string,
  clients: number,
  idle: ReadonlyMap<string, Load>,
  busy: ReadonlyMap<string, Load>,
): void {
  console.log(
    `\n${engine}, ${clients} clients     req/s    p50 ms    p99 ms   times bare   collecting: p99 ms   times idle`,
  );
  const bare = idle.get(BARE.name)?.requestsPerSecond ?? 0;
  for (const [name, load] of idle) {
    const timesBare = bare / load.requestsPerSecond;
    const p99 = percentile(load, 0.99);
    const busyP99 = percentile(busy.get(name) ?? load, 0.99);
    const cells = [load.requestsPerSecond, percentile(load, 0.5), p99, timesBare, busyP99, busyP99 / p99];
    console.log(`  ${name.padEnd(18)} ${cells.map((cell) => cell.toFixed(2).padStart(10)).join(' ')}`);
    const statuses = [...load.statuses.keys()].filter((status) => status !== 200 && status !== 304);
    if (statuses.length > 0) faults.push(`${engine}, ${name}: answered by ${statuses}`);
    if (BOUND.includes(name) && timesBare > MAX_TIMES_BARE)
      faults.push(`${engine}, ${clients} clients, ${name}: ${timesBare.toFixed(1)} times the bare route`);
    if (busyP99 / p99 > MAX_TIMES_IDLE)
      faults.push(
        `${engine}, ${clients} clients, ${name}: p99 ${(busyP99 / p99).toFixed(1)} times its idle value`,
      );
  }
}

/** What the plans of the lists must be like. */
async function checkPlans(db: Database, engine: string): Promise<void> {
  for (const { name, query } of LISTS) {
    const asked = parseItemQuery(new URLSearchParams(query), new Date());
    if (asked.kind === 'problem') throw new Error(asked.problem.detail);
    const plans = await explainAll(db, (explained) => queryItems(explained, asked.query));
    const steps = plans.flatMap(listSteps);
    const scans = steps.filter(({ type, relation }) => type === 'Seq Scan' && relation === 'items');
    const sorted = steps
      .filter(({ type }) => type === 'Sort')
      .flatMap((sort) => sort.steps.map(({ rows }) => rows));
    const most = Math.max(0, ...sorted);
    const indexes = [...new Set(steps.flatMap(({ index }) => index ?? []))];
    const ms = plans.reduce((sum, plan) => sum + plan.ms, 0);
    console.log(
      `  ${name}: ${plans.length} statements, ${ms.toFixed(1)} ms, sorts ${most} rows, by ${indexes.join(', ')}`,
    );
    if (scans.length > 0) faults.push(`${engine}, ${name}: reads all items`);
    if (most > MAX_SORTED_ROWS) faults.push(`${engine}, ${name}: sorts ${most} rows`);
    if (name === 'text, rare' && !indexes.includes('items_search'))
      faults.push(`${engine}, ${name}: not by the text index`);
  }
}
