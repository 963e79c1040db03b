import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import Parser from 'rss-parser';
import type { ParsedFeed } from '../src/model.ts';
import { parseFeed } from '../src/parse/feed.ts';
import { cleanText, decodeBody } from '../src/text/charset.ts';
import { sha256Hex } from '../src/text/hash.ts';
import { cpuMs, floorMs, median } from './support/measure.ts';
import { findManifest, readManifest } from './support/recorded-web.ts';

/** Feeds smaller than this are all overhead, larger ones are rare: of 96 real feeds four fifths lie between. */
const [MIN_BYTES, MAX_BYTES] = [10_000, 200_000];
const ROUNDS = 5;
/** A hash is too quick for the clock of CPU time. */
const HASH_REPEATS = 20;

interface Sample {
  readonly file: string;
  readonly url: string;
  readonly body: Uint8Array;
  /** What rss-parser is given: decoded already. */
  readonly text: string;
}

/** `npm run bench:parse -- [--data DIR]`: bytes to feed, against rss-parser's bare parseString on decoded text. */
const { values } = parseArgs({ options: { data: { type: 'string' } } });
const given = resolve(values.data ?? 'bench/data/recorded');
const data = existsSync(join(dirname(given), 'MANIFEST.tsv')) ? dirname(given) : findManifest(given);
const all = readManifest(data)
  .filter(({ kind }) => kind === 'feed')
  .map(({ file, url }) => toSample(file, url));
const inRange = all.filter(({ body }) => body.length >= MIN_BYTES && body.length <= MAX_BYTES);
const samples = inRange.length > 0 ? inRange : all;

await showReaders(all);
const readable = await chooseReadable(samples);
console.log(
  `${readable.length} feeds${inRange.length > 0 ? ` of ${MIN_BYTES / 1000} to ${MAX_BYTES / 1000} KB` : ', none of 10 KB and more'}, ${toKb(readable)} KB; ${samples.length - readable.length} more that rss-parser refuses are left out`,
);
await showSpeed(readable);
console.log(`floor of this run: ${(await floorMs()).toFixed(0)} ms CPU`);

function toSample(file: string, url: string): Sample {
  const stored = readFileSync(join(data, file));
  const body = file.endsWith('.gz') ? gunzipSync(stored) : stored;
  return { file, url, body, text: cleanText(decodeBody(body, undefined, 'xml').text) };
}

function toKb(feeds: readonly Sample[]): number {
  return Math.round(feeds.reduce((sum, { body }) => sum + body.length, 0) / 1000);
}

async function readByUs({ body, url }: Sample): Promise<ParsedFeed | undefined> {
  const outcome = await parseFeed({ body, url, contentType: undefined, zone: 'UTC' });
  return outcome.kind === 'parsed' ? outcome : undefined;
}

async function readBare({ text }: Sample): Promise<void> {
  await new Parser().parseString(text);
}

/** Which reader took what share of the feeds, of all sizes. */
async function showReaders(feeds: readonly Sample[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const feed of feeds) {
    const reader = (await readByUs(feed))?.reader ?? 'refused';
    counts.set(reader, (counts.get(reader) ?? 0) + 1);
  }
  const shares = [...counts].map(
    ([reader, count]) => `${reader} ${count} (${((100 * count) / feeds.length).toFixed(1)} %)`,
  );
  console.log(`readers of ${feeds.length} feeds: ${shares.join(', ')}`);
}

/** A comparison needs both to read a feed. */
async function chooseReadable(feeds: readonly Sample[]): Promise<readonly Sample[]> {
  const chosen: Sample[] = [];
  for (const feed of feeds) {
    const bare = await readBare(feed).then(
      () => true,
      () => false,
    );
    if (bare && (await readByUs(feed)) !== undefined) chosen.push(feed);
  }
  return chosen;
}

/** Both over each feed in turn, the first of the two alternating; the first round warms up and is not counted. */
async function showSpeed(feeds: readonly Sample[]): Promise<void> {
  const ours: number[] = [];
  const bare: number[] = [];
  const unchanged: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const spent = { ours: 0, bare: 0 };
    for (const [index, feed] of feeds.entries()) {
      const measureOurs = async (): Promise<void> => {
        spent.ours += await cpuMs(async () => void (await readByUs(feed)));
      };
      const measureBare = async (): Promise<void> => {
        spent.bare += await cpuMs(() => readBare(feed));
      };
      const pair = (round + index) % 2 === 0 ? [measureOurs, measureBare] : [measureBare, measureOurs];
      for (const measure of pair) await measure();
    }
    const hashed = await cpuMs(() => compareHashes(feeds));
    if (round === 0) continue;
    ours.push(spent.ours);
    bare.push(spent.bare);
    unchanged.push(hashed / HASH_REPEATS);
  }
  const [oursMs, bareMs, unchangedMs] = [median(ours), median(bare), median(unchanged)];
  const perFeed = (ms: number): string => `${(ms / feeds.length).toFixed(2)} ms a feed`;
  const ratios = ours.map((ms, index) => ((bare[index] ?? 0) / ms).toFixed(2));
  console.log(`rss-parser's parseString on decoded text: ${perFeed(bareMs)} CPU (median of ${ROUNDS})`);
  console.log(
    `bytes to feed: ${perFeed(oursMs)}, ${(bareMs / oursMs).toFixed(2)} times its speed (${ratios.join(', ')})`,
  );
  console.log(
    `an unchanged body: ${perFeed(unchangedMs)}, ${(bareMs / unchangedMs).toFixed(0)} times its speed`,
  );
}

/** What the pipeline does with a body that is as before: its hash tells, and nothing is parsed. */
function compareHashes(feeds: readonly Sample[]): void {
  const known = feeds.map(({ body }) => sha256Hex(body));
  // The hashing of `known` is one of the repeats.
  for (let repeat = 1; repeat < HASH_REPEATS; repeat++)
    for (const [index, { body, file }] of feeds.entries())
      if (sha256Hex(body) !== known[index]) throw new Error(`${file}: the hash of one body differs`);
}
