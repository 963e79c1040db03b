import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Readability } from '@mozilla/readability';
import { load } from 'cheerio';
import { parseHTML } from 'linkedom';
import { extractArticle } from '../src/extract/article.ts';
import { decodeBody } from '../src/text/charset.ts';
import { cpuMs, floorMs, median } from './support/measure.ts';
import { buildPage, SHAPE_NAMES } from './support/page-shapes.ts';

const ROUNDS = 5;
const SETS = ['scrapinghub', 'news'];
const OWN = 'test/fixtures/sites';
const SIZES_MB = [0.1, 1, 3, 10];
const HINTS = { zone: 'UTC', siteRules: false };

/**
 * `npm run bench:extract -- [--data DIR]`: CPU of the whole extractor, site rules off, beside Readability on linkedom
 * and beside cheerio that only loads the page; its peak memory alone; its growth with the size of a page.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, alone: { type: 'boolean' } } });
const paths = listPages();
if (values.alone === true) extractAlone();
else {
  await showSpeed(paths.map(readPage));
  showMemory();
  await showGrowth();
  console.log(`floor of this run: ${(await floorMs()).toFixed(0)} ms CPU`);
}

function listPages(): readonly string[] {
  const { data } = values;
  const folders = data === undefined ? [OWN] : SETS.map((set) => join(data, 'extract', set));
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.html(?:\.gz)?$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
}

function readPage(path: string): string {
  const bytes = readFileSync(path);
  return decodeBody(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, undefined, 'html').text;
}

function extract(html: string): number {
  return extractArticle(html, 'https://example.com/news/1', HINTS).kind.length;
}

/** What runs in the process whose memory is measured: a page after the other, as a reader gets them. */
function extractAlone(): void {
  let seen = 0;
  for (const path of paths) seen += extract(readPage(path));
  if (seen === 0) throw new Error('no page');
  console.log(JSON.stringify({ maxRssMb: process.resourceUsage().maxRSS / 1024 }));
}

function readByReadability(html: string): number {
  try {
    return new Readability(parseHTML(html).document).parse()?.length ?? 0;
  } catch (error) {
    // Of the gold pages it fails on one (the tree it looks up through has no body); that one costs it less.
    if (error instanceof TypeError) return 0;
    throw error;
  }
}

async function showSpeed(pages: readonly string[]): Promise<void> {
  const ways: Readonly<Record<string, (html: string) => number>> = {
    ours: extract,
    load: (html) => load(html, { xml: { xmlMode: false, decodeEntities: true } }).root().length,
    readability: readByReadability,
  };
  const spent = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  // The first round warms up.
  for (let round = -1; round < ROUNDS; round += 1)
    for (const [name, run] of Object.entries(ways)) {
      const ms = await cpuMs(() => {
        for (const html of pages) run(html);
      });
      if (round >= 0) spent.get(name)?.push(ms);
    }
  const megabytes = pages.reduce((sum, html) => sum + Buffer.byteLength(html), 0) / 1e6;
  console.log(`${pages.length} pages, ${megabytes.toFixed(1)} MB in UTF-8`);
  const ours = spent.get('ours') ?? [];
  for (const [label, name] of [
    ['the whole extractor', 'ours'],
    ['cheerio.load on htmlparser2', 'load'],
    ['Readability on linkedom', 'readability'],
  ] as const) {
    const times = spent.get(name) ?? [];
    const ratio = median(ours.map((ms, round) => ms / (times[round] ?? 1)));
    console.log(
      `${label.padEnd(28)} ${median(times).toFixed(0).padStart(7)} ms CPU ${(megabytes / (median(times) / 1000)).toFixed(1).padStart(6)} MB/s` +
        (name === 'ours' ? '' : `   the extractor takes ${ratio.toFixed(3)} of it`),
    );
  }
}

function showMemory(): void {
  const data = values.data === undefined ? [] : ['--data', values.data];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [process.argv[1] ?? '', '--alone', ...data],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the extractor alone ended with ${status}: ${stderr}`);
  console.log(`peak memory of the extractor alone: ${JSON.parse(stdout).maxRssMb.toFixed(0)} MB`);
}

/** CPU milliseconds a megabyte for pages of growing size, each shape of its own. */
async function showGrowth(): Promise<void> {
  for (const shape of SHAPE_NAMES) {
    const costs: number[] = [];
    for (const size of SIZES_MB) {
      const html = buildPage(shape, size * 1e6);
      const runs: number[] = [];
      for (let run = 0; run < 3; run += 1) {
        // Small pages are read several times, so that all sizes are measured over like stretches of time.
        const times = Math.max(1, Math.round(3 / size));
        const ms = await cpuMs(() => {
          for (let each = 0; each < times; each += 1) extract(html);
        });
        runs.push(ms / times / (html.length / 1e6));
      }
      costs.push(median(runs));
    }
    const line = costs.map((ms, at) => `${SIZES_MB[at]} MB ${ms.toFixed(0)}`).join(', ');
    const growth = (costs.at(-1) ?? 0) / (costs[1] ?? 1);
    console.log(
      `ms CPU a MB, ${shape.padEnd(9)} ${line}; 10 MB cost ${growth.toFixed(2)} times as much a MB as 1 MB`,
    );
  }
}
