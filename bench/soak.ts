import { type ChildProcess, fork } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { openApp } from '../src/app.ts';
import { openStore } from '../src/commands/open-store.ts';
import { loadSettings } from '../src/config/load-settings.ts';
import { buildLog } from '../src/log.ts';
import { listen } from '../src/serve/server.ts';
import type { Database } from '../src/store/schema.ts';
import { makeTestFolder } from '../test/support/config-folder.ts';
import { buildFaults } from '../test/support/faults.ts';
import { floorMs } from './support/measure.ts';
import {
  buildLatenessProbe,
  type LatenessProbe,
  type MemorySample,
  meanOf,
  quantile,
  sampleMemory,
} from './support/soak-probes.ts';
import type { SoakAnswer, SoakCommand } from './support/soak-web.ts';

const WEB = fileURLToPath(new URL('support/soak-web.js', import.meta.url));
const SOUND_FEEDS = 240;
/** The least interval there is, so that in ten minutes each feed is polled as often as else in two and a half hours. */
const INTERVAL_MINUTES = 1;
/** Back-off would leave the faulty ones alone for most of the run: they strike again this often. */
const STRIKE_EVERY_S = 30;
const TARGETS = { loopDelayMs: 200, latenessMs: 15_000, growth: 1.15 };

/** `npm run soak -- [--minutes 10]`: sound and faulty feeds in one process; does the sound part notice the faulty one? */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes}: expected a number above 0`);

const child = fork(WEB, [String(SOUND_FEEDS)], { execArgv: [] });
const feeds = await receive(child, 'feeds');
const faults = buildFaults();
const folder = await makeTestFolder({
  'feeds.yaml': JSON.stringify({ feeds: [...feeds.faulty, ...feeds.sound] }),
  'settings.yaml': JSON.stringify({
    fetch: {
      ...{ min_interval_minutes: INTERVAL_MINUTES, default_interval_minutes: INTERVAL_MINUTES },
      ...{ max_interval_minutes: INTERVAL_MINUTES, initial_max_age: 'none', allow_hosts: ['127.0.0.1'] },
    },
    log: { level: 'silent' },
  }),
});
try {
  const env = { ...folder.env, TOPICWIRE_STORE_DIRECTORY: join(folder.directory, 'data') };
  const directory = join(folder.directory, 'config');
  cpSync(resolve('config/topics'), join(directory, 'topics'), { recursive: true });
  const loaded = await loadSettings(directory, env);
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
  const { settings } = loaded;
  const log = buildLog(settings.log);
  const store = await openStore(settings, log);
  const app = await openApp({
    ...{ store, settings, directory, env, log },
    ...{ now: () => new Date(), random: Math.random, resolve: resolveName },
  });
  const server = await listen({ app: app.web, host: '127.0.0.1', port: 0 });
  const memory: MemorySample[] = [];
  const probe = buildLatenessProbe(store.db, 'sound-');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  app.worker.start('all');
  tell(child, { kind: 'ask', url: `${server.url}/api/v1/items` });
  await watch(store.db, probe, memory);
  delay.disable();
  tell(child, { kind: 'stop' });
  const asked = await receive(child, 'asked');
  await server.close();
  report(probe, memory, asked, { p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 });
  await showPolls(store.db);
  await app.close();
  await store.close();
  console.log(`floor of this run: ${(await floorMs()).toFixed(0)} ms CPU`);
} finally {
  child.kill();
  await folder.remove();
}

/** Loopback for every name, but for those that are faulty by what they resolve to. */
async function resolveName(host: string): Promise<readonly string[]> {
  const answer = faults[host.replace(/\.test$/, '')]?.resolve?.() ?? ['127.0.0.1'];
  if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
  return answer;
}

async function watch(db: Database, probe: LatenessProbe, memory: MemorySample[]): Promise<void> {
  const until = Date.now() + minutes * 60_000;
  for (let second = 1; Date.now() < until; second++) {
    await wait(1000);
    await probe.sample(new Date());
    sampleMemory(memory);
    if (second % STRIKE_EVERY_S === 0) await strikeAgain(db);
  }
}

/** Makes every failing feed due. */
async function strikeAgain(db: Database): Promise<void> {
  await sql`update feeds set next_fetch_at = now() where failures > 0 and next_fetch_at > now()`.execute(db);
  await sql`update hosts set due_at = now()
    where host in (select host from feeds where failures > 0) and due_at > now()`.execute(db);
}

function tell(process: ChildProcess, command: SoakCommand): void {
  process.send(command);
}

async function receive<Kind extends SoakAnswer['kind']>(
  process: ChildProcess,
  kind: Kind,
): Promise<Extract<SoakAnswer, { kind: Kind }>> {
  const isWanted = (answer: SoakAnswer): answer is Extract<SoakAnswer, { kind: Kind }> =>
    answer.kind === kind;
  return new Promise((resolve, reject) => {
    process.once('exit', (code) => reject(new Error(`the web ended with ${code}`)));
    process.on('message', (answer: SoakAnswer) => {
      if (isWanted(answer)) resolve(answer);
    });
  });
}

function report(
  probe: LatenessProbe,
  memory: readonly MemorySample[],
  asked: Extract<SoakAnswer, { kind: 'asked' }>,
  loop: { readonly p99Ms: number; readonly maxMs: number },
): void {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const worst = probe.worst();
  const late = probe.latenessMs();
  const parts = (key: keyof MemorySample): readonly number[] =>
    [[0.1, 0.3] as const, [0.4, 0.6] as const, [0.8, 1] as const].map(([from, to]) =>
      meanOf(memory, key, from, to),
    );
  const [, middleMb = 0, endMb = 0] = parts('rssMb');
  const shown = (key: keyof MemorySample): string =>
    parts(key)
      .map((mb) => mb.toFixed(0))
      .join(', ');
  console.log(
    `${feeds.sound.length + feeds.faulty.length} feeds, ${feeds.faulty.length} of them faulty; ${minutes} minutes`,
  );
  console.log(
    `sound feeds: ${probe.fetches()} fetches after the first; late by ${seconds(quantile(late, 0.5))} in the median, ${seconds(quantile(late, 0.99))} at the 99th of 100; worst ${worst.id} by ${seconds(worst.ms)}`,
  );
  console.log(`event-loop delay: p99 ${loop.p99Ms.toFixed(0)} ms, most ${loop.maxMs.toFixed(0)} ms`);
  console.log(
    `/api/v1/items: ${asked.latenciesMs.length} requests, ${asked.refused} refused; p50 ${quantile(asked.latenciesMs, 0.5).toFixed(0)} ms, p99 ${quantile(asked.latenciesMs, 0.99).toFixed(0)} ms, most ${quantile(asked.latenciesMs, 1).toFixed(0)} ms`,
  );
  console.log(
    `memory at start, middle, end: ${shown('rssMb')} MB; heap ${shown('heapMb')} MB; most ${Math.max(...memory.map(({ rssMb }) => rssMb)).toFixed(0)} MB`,
  );
  const failed = [
    ...(worst.ms > TARGETS.latenessMs
      ? [`a sound feed late by more than ${seconds(TARGETS.latenessMs)}`]
      : []),
    ...(loop.p99Ms >= TARGETS.loopDelayMs
      ? [`event-loop delay p99 of ${TARGETS.loopDelayMs} ms and more`]
      : []),
    ...(asked.refused > 0 ? ['the API refused'] : []),
    ...(asked.forbidden > 0 ? ['a forbidden address was dialled'] : []),
    ...(endMb > middleMb * TARGETS.growth ? ['memory grows'] : []),
  ];
  console.log(failed.length === 0 ? 'all bounds kept' : `NOT KEPT: ${failed.join('; ')}`);
  if (failed.length > 0) process.exitCode = 1;
}

/** What the polls of the faulty feeds came to. */
async function showPolls(db: Database): Promise<void> {
  const { rows } = await sql<{ readonly what: string; readonly count: number }>`
    select coalesce(failure, kind) as what, count(*)::int as count from fetches
    where feed_id not like 'sound-%' group by 1 order by 2 desc`.execute(db);
  console.log(`polls of faulty feeds: ${rows.map(({ what, count }) => `${what} ${count}`).join(', ')}`);
  const { rows: items } = await sql<{ readonly what: string; readonly count: number }>`
    select coalesce(read_failure, read_state) as what, count(*)::int as count from items
    group by 1 order by 2 desc`.execute(db);
  console.log(`items: ${items.map(({ what, count }) => `${what} ${count}`).join(', ')}`);
}
