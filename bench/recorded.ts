import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { floorMs, treeMemoryMb } from './support/measure.ts';
import type { RecordedResult } from './support/recorded-run.ts';
import { findManifest, type Recording, startRecordedWeb } from './support/recorded-web.ts';

const OWN_DATA = resolve('bench/data/recorded');
const CHILD = fileURLToPath(new URL('support/recorded-run.js', import.meta.url));

/** `npm run bench:recorded -- [--data DIR] [--postgres URL]`: the recorded web, collected and read twice. */
const { values } = parseArgs({ options: { data: { type: 'string' }, postgres: { type: 'string' } } });
const data = findManifest(resolve(values.data ?? OWN_DATA));
/** The most memory the run's processes held together, its short-lived children included. */
let peakTreeMb = 0;
const work = mkdtempSync(join(tmpdir(), 'topicwire-recorded-'));
try {
  const web = await startRecordedWeb(data);
  const feeds = web.recordings.filter(({ kind }) => kind === 'feed');
  writeConfig(work, feeds);
  const floor = await floorMs();
  const result = await runChild(web.port);
  report(result, feeds, floor, web.requests());
  await web.close();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The id a recorded feed is followed by: its place in the manifest. */
function toFeedId(index: number): string {
  return `recorded-${String(index + 1).padStart(3, '0')}`;
}

function writeConfig(directory: string, recordings: readonly Recording[]): void {
  const config = join(directory, 'config');
  mkdirSync(join(config, 'topics'), { recursive: true });
  const feeds = recordings.map(({ url }, index) => ({ id: toFeedId(index), url }));
  writeFileSync(join(config, 'feeds.yaml'), stringify({ feeds }));
  const settings = {
    fetch: { host_spacing_seconds: 0, initial_max_age: 'none', allow_hosts: ['127.0.0.0/8'] },
    log: { level: 'error' },
  };
  writeFileSync(join(config, 'settings.yaml'), stringify(settings));
  for (const name of ['publishers.yaml', 'topics'])
    cpSync(resolve('config', name), join(config, name), { recursive: true });
}

async function runChild(port: number): Promise<RecordedResult> {
  const child = spawn(process.execPath, [...readStartFlags(), CHILD], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      TOPICWIRE_CONFIG: join(work, 'config'),
      TOPICWIRE_STORE_DIRECTORY: join(work, 'data'),
      RECORDED_PORT: String(port),
      ...(values.postgres === undefined ? {} : { DATABASE_URL: values.postgres }),
    },
  });
  const watch = setInterval(() => {
    peakTreeMb = Math.max(peakTreeMb, treeMemoryMb(child.pid ?? 0));
  }, 50);
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  clearInterval(watch);
  if (child.exitCode !== 0) throw new Error(`the run ended with exit code ${child.exitCode}`);
  return JSON.parse(output);
}

/** The memory bounds of `npm start`, so that what is measured is what people run. */
function readStartFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  return String(scripts.start).match(/--max\S+/g) ?? [];
}

/** The entries another parser found in a recorded feed; undefined where there is no second opinion. */
function readReference(recording: Recording): number | undefined {
  const file = join(data, recording.file.replace(/\.[^.]+$/, '.ref.json'));
  if (!existsSync(file)) return undefined;
  const reference: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof reference === 'object' && reference !== null && 'count' in reference
    ? Number(reference.count)
    : undefined;
}

function report(result: RecordedResult, feeds: readonly Recording[], floor: number, requests: number): void {
  const rows = feeds.map((recording, index) => ({
    recording,
    row: result.feeds.find(({ id }) => id === toFeedId(index)),
    expected: readReference(recording),
  }));
  const equal = rows.filter(({ row, expected }) => row?.kind === 'fetched' && row.entries === expected);
  console.log(`engine ${result.engine}; ${feeds.length} feeds; ${requests} requests answered`);
  console.log(`feeds with as many entries as their reference: ${equal.length} of ${feeds.length}`);
  for (const { recording, row, expected } of rows) {
    if (row?.kind === 'fetched' && row.entries === expected) continue;
    const why = row?.failure === null || row === undefined ? '' : ` ${row.failure}: ${row.detail}`;
    console.log(
      `  ${recording.file}: ${row?.kind ?? 'never fetched'}, ${row?.entries ?? 0} entries, reference ${expected ?? 'none'}${why}`,
    );
  }
  for (const [index, round] of result.rounds.entries())
    console.log(
      `round ${index + 1}: ${round.new} new, ${round.changed} changed, ${round.unchanged} unchanged or repeated, ${round.dropped} dropped, ${round.seconds.toFixed(1)} s`,
    );
  console.log(
    `items ${result.items}, feed-item links ${result.links}, items with a tag ${result.taggedItems}`,
  );
  console.log('pages:');
  for (const { state, failure, by, items } of result.pages)
    console.log(
      `  ${String(items).padStart(6)}  ${state}${failure === null ? '' : `: ${failure}`}${by === null ? '' : ` by ${by}`}`,
    );
  console.log(
    `tags: ${result.tags
      .slice(0, 30)
      .map(({ tag, items }) => `${tag} ${items}`)
      .join(', ')}`,
  );
  console.log(
    `first tagged item after ${result.firstTaggedSeconds?.toFixed(1) ?? '(none)'} s from the start of the process`,
  );
  console.log(
    `peak memory, all processes together: ${peakTreeMb} MB; the main process ${result.peakMb} MB, after the store was opened ${result.peakAfterOpenMb} MB`,
  );
  console.log(`database ${result.bytesPerItem} bytes an item`);
  console.log(`floor of this run: ${floor.toFixed(0)} ms CPU`);
}
