import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { decodeBody } from '../src/text/charset.ts';
import { findProblem, readSitePages } from '../test/support/page-check.ts';
import { mutatePage, toPageSeed } from '../test/support/page-mutations.ts';
import { buildRandom } from '../test/support/random.ts';

/** Processor time beyond which a page counts as one that hangs. */
const MAX_CPU_MS = 2_000;
/** Time without a word from the reader after which the page it is at is left; several times what a busy machine needs. */
const MAX_SILENT_MS = 120_000;
/** A page that takes longer is read again at twice its length, to see that it takes twice as long. */
const SLOW_CPU_MS = 150;
/** Times as long for twice the length: 2 is linear, 4 the square; the rest is what measuring is off by. */
const MOST_GROWTH = 3.3;
const REPORT_EVERY = 5_000;

interface Message {
  readonly next: number;
  readonly slowestMs: number;
  readonly problems: readonly string[];
}

/**
 * `npm run fuzz:extract -- [--pages N] [--seed S] [--data DIR]`: broken pages, made from those captured in DIR or from our
 * own, through the whole extractor: none may throw, hang or grow with the square of its length, and each gives an
 * article whose HTML the sanitiser would not change, or a named failure.
 */
const { values } = parseArgs({
  options: { pages: { type: 'string' }, seed: { type: 'string' }, data: { type: 'string' } },
});
const [count, seed] = [Number(values.pages ?? 100_000), Number(values.seed ?? 1)];
if (isMainThread) await supervise();
else readFrom(Number(workerData));

/** Reads all in a thread, so that a page that never ends can be left, counted and passed over. */
async function supervise(): Promise<void> {
  const startedAt = Date.now();
  const problems: string[] = [];
  let slowestMs = 0;
  for (let next = 0; next < count; ) {
    const end = await watch(next, (message) => {
      slowestMs = Math.max(slowestMs, message.slowestMs);
      problems.push(...message.problems);
      for (const problem of message.problems) console.log(problem);
      if (message.next % REPORT_EVERY === 0)
        console.log(`${message.next} pages, ${problems.length} problems`);
    });
    if (end.problem !== undefined) {
      problems.push(end.problem);
      console.log(end.problem);
    }
    next = end.next;
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `${count} broken pages of seed ${seed} in ${seconds} s: ${problems.length} problems; the slowest took ${slowestMs.toFixed(0)} ms CPU`,
  );
  if (problems.length > 0) process.exitCode = 1;
}

/** Watches one thread from a page on: it ends by itself, by a throw or, silent for too long, by our hand. */
function watch(
  from: number,
  onMessage: (message: Message) => void,
): Promise<{ readonly next: number; readonly problem: string | undefined }> {
  return new Promise((resolve) => {
    let next = from;
    const worker = new Worker(new URL(import.meta.url), { workerData: from, argv: process.argv.slice(2) });
    const finish = (problem: string | undefined): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve({ next: problem === undefined ? count : next + 1, problem });
    };
    const timer = setTimeout(() => finish(`page ${next}: no end within ${MAX_SILENT_MS} ms`), MAX_SILENT_MS);
    worker.on('message', (message: Message) => {
      next = message.next;
      timer.refresh();
      onMessage(message);
      if (next >= count) finish(undefined);
    });
    worker.on('error', (error) => finish(`page ${next}: ${error.stack ?? error.message}`));
  });
}

function readFrom(from: number): void {
  const pages = values.data === undefined ? readSitePages() : readCaptured(values.data);
  for (let index = from; index < count; index += 1) {
    const { html, how } = mutatePage(buildRandom(toPageSeed(seed, index)), pages);
    const name = `page ${index} (${how.join(', ')}, ${html.length} characters)`;
    const { ms, problem } = measure(html);
    const problems = problem === undefined ? [] : [`${name}: ${problem}`];
    if (ms > MAX_CPU_MS) problems.push(`${name}: ${ms.toFixed(0)} ms CPU`);
    if (ms > SLOW_CPU_MS) {
      const [once, twice] = [fastest(html), fastest(html + html)];
      if (once > SLOW_CPU_MS && twice > MOST_GROWTH * once)
        problems.push(`${name}: ${once.toFixed(0)} ms CPU, ${twice.toFixed(0)} ms at twice the length`);
    }
    const message: Message = { next: index + 1, slowestMs: ms, problems };
    parentPort?.postMessage(message);
  }
}

function measure(html: string): { readonly ms: number; readonly problem: string | undefined } {
  const before = process.cpuUsage();
  const problem = findProblem(html);
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, problem };
}

function fastest(html: string): number {
  return Math.min(measure(html).ms, measure(html).ms, measure(html).ms);
}

function readCaptured(data: string): readonly string[] {
  return ['scrapinghub', 'news', 'wcxb', 'fundus'].flatMap((set) => {
    const folder = join(data, 'extract', set);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.html.gz'))
      .sort()
      .map((name) => decodeBody(gunzipSync(readFileSync(join(folder, name))), undefined, 'html').text);
  });
}
