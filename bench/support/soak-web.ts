import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { startFaultWeb } from '../../test/support/fault-web.ts';
import { buildFaults } from '../../test/support/faults.ts';
import type { Fault } from '../../test/support/feed-faults.ts';
import { toFeed } from '../../test/support/feed-faults.ts';
import { toArticlePage } from '../../test/support/page-faults.ts';
import { startWeb } from '../../test/support/web.ts';

/** What the soaked process tells the web: where its API answers, and that it is over. */
export type SoakCommand = { readonly kind: 'ask'; readonly url: string } | { readonly kind: 'stop' };

export type SoakAnswer =
  | { readonly kind: 'feeds'; readonly sound: readonly SoakFeed[]; readonly faulty: readonly SoakFeed[] }
  | {
      readonly kind: 'asked';
      readonly latenciesMs: readonly number[];
      /** Requests of the API that were not answered by 200. */
      readonly refused: number;
      /** Connections to where nobody may go. */
      readonly forbidden: number;
    };

export interface SoakFeed {
  readonly id: string;
  readonly url: string;
}

/** Between two new items of a sound feed. */
const NEWS_EVERY_MS = 90_000;
/** Between two requests of the API. */
const ASK_EVERY_MS = 200;
const ENTRIES = 10;

/** Bodies that are as large as they may be, and one page that is slow to read: what the reading thread is for. */
export const buildLargeFaults = (): Record<string, Fault> => {
  let polls = 0;
  // Another body at each poll, or its hash alone would be looked at.
  const feed = (body: string): Fault => ({
    ...{ purpose: 'feed', outcome: 'fetched' },
    route: () => {
      polls += 1;
      return { body: `${body}<!-- ${polls} -->` };
    },
  });
  const page = (body: string): Fault => ({
    ...{ purpose: 'page', outcome: 'fetched' },
    route: { headers: { 'content-type': 'text/html' }, body: `<html><body>${body}` },
  });
  const items = Array.from({ length: 4_000 }, (_, n) => ({
    title: `${n} ${'ship '.repeat(600)}`,
    link: `/news/large/${n % 5}`,
    guid: `large-${n % 5}`,
  }));
  return {
    'large-feed': feed(toFeed('large-feed', items)),
    'large-entry': feed(
      toFeed('large-entry', [{ title: 'ship '.repeat(2_000_000), link: '/news/large-entry/1' }]),
    ),
    'large-page': page(`<article>${'<p>The ship came in at noon, and the mayor saw it.</p>'.repeat(80_000)}`),
    'slow-page': page('<p>a'.repeat(1_000_000)),
  };
};

// Run by soak.ts in a process of its own, so that what the web does is not measured.
const soundCount = Number(process.argv[2]);
if (process.send !== undefined) await serve(soundCount, process.send.bind(process));

async function serve(count: number, send: (answer: SoakAnswer) => boolean): Promise<void> {
  const faults = { ...buildFaults(), ...buildLargeFaults() };
  const faultWeb = await startFaultWeb(faults);
  const startedAt = performance.now();
  const soundWeb = await startWeb({
    '/robots.txt': { status: 404 },
    '/feed': ({ headers }) =>
      toNews((headers.host ?? '').replace(/\..*$/, ''), performance.now() - startedAt),
    '*': ({ url = '' }) => ({
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: toArticlePage(`The ship of ${url.slice(6)}`),
    }),
  });
  const state = { latenciesMs: [] as readonly number[], refused: 0, stopped: false };
  process.on('message', (command: SoakCommand) => {
    if (command.kind === 'ask') void askUntilStopped(command.url, state);
    else {
      state.stopped = true;
      const { latenciesMs, refused } = state;
      send({ kind: 'asked', latenciesMs, refused, forbidden: faultWeb.forbidden() });
      process.exit();
    }
  });
  const sound = Array.from({ length: count }, (_, n) => `sound-${n}`);
  send({
    kind: 'feeds',
    sound: sound.map((id) => ({ id, url: soundWeb.at(`${id}.test`, '/feed') })),
    faulty: Object.keys(faults).map((id) => ({ id, url: faultWeb.feedOf(id) })),
  });
}

/** A feed's newest entries at a time: one more every so often, feeds one after another. */
function toNews(name: string, elapsedMs: number) {
  const offsetMs = (Number(name.replace(/\D/g, '')) * 977) % NEWS_EVERY_MS;
  const newest = ENTRIES + Math.floor((elapsedMs + offsetMs) / NEWS_EVERY_MS);
  const entries = Array.from({ length: ENTRIES }, (_, back) => {
    const number = newest - back;
    return {
      title: `${name}: ship ${number}`,
      link: `/news/${name}/${number}`,
      guid: `${name}-${number}`,
    };
  });
  return {
    headers: { 'content-type': 'application/rss+xml' },
    body: toFeed(name, entries),
  };
}

async function askUntilStopped(
  url: string,
  state: { latenciesMs: readonly number[]; refused: number; stopped: boolean },
): Promise<void> {
  while (!state.stopped) {
    const startedAt = performance.now();
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      if (response.status !== 200) state.refused += 1;
    } catch {
      // Refused or cut off: counted, which is what the soak is for.
      state.refused += 1;
    }
    state.latenciesMs = [...state.latenciesMs, performance.now() - startedAt];
    await wait(ASK_EVERY_MS);
  }
}
