import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { extractPage, type PageInput } from './extract/page.ts';
import { type FeedAnswer, type FeedDocument, readFeedDocument } from './feed-document.ts';
import type { ExtractOutcome, Failure } from './model.ts';

/** What reading one body may take. */
export interface ReadingBounds {
  /** From when the thread takes it up. */
  readonly maxMs: number;
  /** The thread's heap, in MB (1024²). */
  readonly maxMegabytes: number;
}

/** Feeds and pages from their bytes: small ones here and now, large ones in a thread, bounded in time and memory. */
export interface Readers {
  readonly parse: (document: FeedDocument) => Promise<FeedAnswer>;
  readonly extract: (page: PageInput) => Promise<ExtractOutcome>;
  /** Ends the thread. */
  readonly close: () => Promise<void>;
}

export type ThreadTask =
  | { readonly kind: 'feed'; readonly input: FeedDocument }
  | { readonly kind: 'page'; readonly input: PageInput };

export type ThreadAnswer = FeedAnswer | ExtractOutcome | { readonly kind: 'threw'; readonly error: unknown };

/**
 * Larger ones go to the thread. Measured on Node 20.20: to hand over half a megabyte takes 1 ms, a sound feed of 256 KB
 * 40 ms and the worst we could make of one 90 ms; of 96 real feeds none is larger.
 */
const MAX_INLINE_FEED_BYTES = 256 * 1024;
/** Real pages of up to 600 KB take 20 to 70 ms; of 160, six are larger than 512 KB. */
const MAX_INLINE_PAGE_BYTES = 512 * 1024;
/** What makes a page slow is its elements: 9 µs each, and up to 20 in one that is made for it. Of 160, two have more. */
const MAX_INLINE_PAGE_TAGS = 8_000;
/** Of a page that is a list from end to end a row of six tags takes 0.2 ms; a list of 50 rows on a full page has fewer. */
const MAX_INLINE_LIST_TAGS = 3_000;

/** Readers whose thread begins with the first large body and ends when there has been none for a while. */
export function openReaders(bounds: () => ReadingBounds): Readers {
  const thread = buildThread(bounds);
  return {
    parse: async (input) => {
      if (isSmallFeed(input)) return readFeedDocument(input);
      const answer = await thread.run({ kind: 'feed', input });
      if (answer.kind === 'extracted') throw new Error('the reading thread answered a feed with an article');
      return answer.kind === 'failed' ? { feedLinks: [], ...answer } : answer;
    },
    extract: async (input) => {
      if (isSmallPage(input.body)) return extractPage(input);
      const answer = await thread.run({ kind: 'page', input });
      if (answer.kind === 'parsed' || answer.kind === 'index')
        throw new Error('the reading thread answered a page with a feed');
      return answer;
    },
    close: thread.close,
  };
}

/** Lists and channels are pages; their selectors may cost what they like, within the thread's bounds. */
function isSmallFeed({ body, expected }: FeedDocument): boolean {
  const isPage = expected !== undefined && expected.source.kind !== 'sitemap';
  return (
    body.length <= MAX_INLINE_FEED_BYTES &&
    (!isPage || typeof body === 'string' || countTags(body, MAX_INLINE_LIST_TAGS) <= MAX_INLINE_LIST_TAGS)
  );
}

function isSmallPage(body: Uint8Array): boolean {
  return (
    body.length <= MAX_INLINE_PAGE_BYTES && countTags(body, MAX_INLINE_PAGE_TAGS) <= MAX_INLINE_PAGE_TAGS
  );
}

/** How many tags a page has; no more are counted than one above the limit. */
function countTags(body: Uint8Array, limit: number): number {
  let tags = 0;
  for (let at = body.indexOf(LESS_THAN); at >= 0 && tags <= limit; at = body.indexOf(LESS_THAN, at + 1))
    tags++;
  return tags;
}
const LESS_THAN = 0x3c;

/** To begin costs a third of a second of CPU and some 40 MB: kept over a round of polling, given back in quiet times. */
const IDLE_MS = 60_000;

type Outcome = Exclude<ThreadAnswer, { kind: 'threw' }> | Failure;

function buildThread(bounds: () => ReadingBounds) {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const close = async (): Promise<void> => {
    const ended = worker;
    worker = undefined;
    clearTimeout(idle);
    await ended?.terminate();
  };

  async function open(maxMegabytes: number): Promise<Worker> {
    const started = startWorker(maxMegabytes);
    const forget = (): void => {
      if (worker === started) worker = undefined;
    };
    started.on('error', forget).once('exit', forget);
    worker = started;
    await once(started, 'message');
    return started;
  }

  async function runNow(task: ThreadTask): Promise<Outcome> {
    clearTimeout(idle);
    const { maxMs, maxMegabytes } = bounds();
    try {
      const thread = worker ?? (await open(maxMegabytes));
      thread.ref();
      const answer = await ask(thread, task, maxMs);
      thread.unref();
      if (answer.kind === 'threw') throw new Error('reading a body failed by a bug', { cause: answer.error });
      if (answer.kind !== 'over') return answer;
      await close();
      return fail('too-slow', task, `more than ${maxMs / 1000} s`);
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      return fail('too-large', task, `more than ${maxMegabytes} MB of memory`);
    } finally {
      idle = setTimeout(() => void close(), IDLE_MS).unref();
    }
  }

  const run = (task: ThreadTask): Promise<Outcome> => {
    const done = last.then(() => runNow(task));
    // The next task begins when this one is over, however it ended.
    last = Promise.allSettled([done]);
    return done;
  };
  return { run, close };
}

/** The answer, or `over` where the time is: the thread is then still at work. */
function ask(
  worker: Worker,
  task: ThreadTask,
  maxMs: number,
): Promise<ThreadAnswer | { readonly kind: 'over' }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => resolve({ kind: 'over' })), maxMs);
    const onAnswer = (answer: ThreadAnswer): void => settle(() => resolve(answer));
    const onError = (error: unknown): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error('the reading thread ended')));
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
      end();
    };
    worker.once('message', onAnswer).once('error', onError).once('exit', onExit);
    const { message, transfer } = toMessage(task);
    worker.postMessage(message, transfer);
  });
}

/** A copy of the body goes to the thread: the caller keeps its own. */
function toMessage(task: ThreadTask): { readonly message: ThreadTask; readonly transfer: ArrayBuffer[] } {
  const { body } = task.input;
  if (typeof body === 'string') return { message: task, transfer: [] };
  const copy = new Uint8Array(body);
  const message: ThreadTask =
    task.kind === 'feed'
      ? { kind: 'feed', input: { ...task.input, body: copy } }
      : { kind: 'page', input: { ...task.input, body: copy } };
  return { message, transfer: [copy.buffer] };
}

function startWorker(maxMegabytes: number): Worker {
  // Node's --max-old-space-size would hold for the thread too, whatever its own limit; the main heap has its size.
  setFlagsFromString('--max-old-space-size=0');
  const resourceLimits = { maxOldGenerationSizeMb: maxMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES };
  // The compiler rewrites the extensions of imports, not of URLs.
  return import.meta.url.endsWith('.ts')
    ? new Worker(toTypeScriptStart(), { eval: true, resourceLimits })
    : new Worker(new URL('./thread-main.js', import.meta.url), { resourceLimits });
}

/** In a checkout the thread needs its own TypeScript loader: a thread does not get the one of its parent. */
function toTypeScriptStart(): string {
  const loader = import.meta.resolve('tsx/esm/api');
  const main = new URL('./thread-main.ts', import.meta.url);
  return `import('${loader}').then(({ register }) => { register(); return import('${main}'); });`;
}

/** Three semi-spaces of 8 MB, as the main heap has by `npm start`: twice as much is no faster here. */
const YOUNG_MEGABYTES = 24;

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const fail = (failure: 'too-slow' | 'too-large', { input }: ThreadTask, what: string): Failure => ({
  kind: 'failed',
  failure,
  detail: `reading ${input.body.length} bytes took ${what}`,
});
