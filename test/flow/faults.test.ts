import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { startClock } from '../support/clock.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { ALLOWED_ADDRESS, type FaultWeb, startFaultWeb } from '../support/fault-web.ts';
import { buildFaults } from '../support/faults.ts';
import { MANY_ENTRIES } from '../support/feed-faults.ts';
import { openMemory } from '../support/memory-store.ts';
import { type App, openApp } from '../support/open-app.ts';
import { ARTICLE } from '../support/page-faults.ts';
import { type Snapshot, takeSnapshot } from '../support/snapshot.ts';

const FAULTS = buildFaults();
const NAMES = Object.keys(FAULTS);
const FEED_FAULTS = NAMES.filter((name) => FAULTS[name]?.purpose === 'feed');
const PAGE_FAULTS = NAMES.filter((name) => FAULTS[name]?.purpose === 'page');
const toRecorded = (name: string): string => FAULTS[name]?.recorded ?? FAULTS[name]?.outcome ?? 'no fault';
const FAILING = FEED_FAULTS.filter((name) => toRecorded(name) !== 'fetched');
const SOUND = Array.from({ length: 10 }, (_, index) => `sound-${index}`);

const SETTINGS = JSON.stringify({
  languages: ['en'],
  fetch: {
    ...{ host_spacing_seconds: 0, timeout_seconds: 8, connect_timeout_seconds: 8, concurrency: 32 },
    ...{ max_feed_bytes: 4_000_000, initial_max_age: 'none', allow_hosts: [ALLOWED_ADDRESS] },
  },
});
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_INTERVAL_MS = 15 * MINUTE_MS;
/** What is left alone for longer than other failures are, and how long. */
const LONG_WAITS_MS: Readonly<Record<string, number>> = {
  gone: 7 * DAY_MS,
  'rate-limited-seconds': 2 * HOUR_MS,
  'rate-limited-date': DAY_MS,
  'unavailable-seconds': 2 * HOUR_MS,
};
/** Failures of a page about which nothing changes by waiting. */
const LOST_PAGES: readonly string[] = ['not-a-page', 'robots', 'blocked', 'too-large', 'gone'];
const three = (name: string): [string, number] => [name, 3];
const NOW = new Date('2026-03-01T12:00:00Z');

const clock = startClock(NOW);
const opened: { web?: FaultWeb; database?: OpenDatabase; folder?: TestFolder; app?: App } = {};
const sure = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is there inside tests only');
  return value;
};
const snapshots: Snapshot[] = [];
const first = (): Snapshot => sure(snapshots[0]);
const second = (): Snapshot => sure(snapshots[1]);

// One run over all of them together with the sound feeds, and one more when the failed are due again.
beforeAll(async () => {
  const web = await startFaultWeb(FAULTS, () => clock.now().getTime());
  // Sound and faulty ones in turns, as a real list has them.
  const names = NAMES.flatMap((name, index) => [name, SOUND[index] ?? []].flat());
  const folder = await makeTestFolder({
    'feeds.yaml': JSON.stringify({ feeds: names.map((name) => ({ id: name, url: web.feedOf(name) })) }),
    'settings.yaml': SETTINGS,
  });
  const directory = sure(folder.env['TOPICWIRE_CONFIG']);
  const loaded = await loadSettings(directory, {});
  if (loaded.kind === 'refused') throw new Error('the test settings are refused');
  const database = await openMemory();
  await migrate(database.db);
  const app = await openApp({
    ...{ store: database, settings: loaded.settings, directory, env: {}, log: pino({ level: 'silent' }) },
    ...{ now: clock.now, random: () => 0, resolve: web.resolve },
  });
  Object.assign(opened, { web, folder, database, app });
  await app.worker.drain();
  snapshots.push(await takeSnapshot(database.db));
  clock.advance(DEFAULT_INTERVAL_MS);
  await app.worker.drain();
  snapshots.push(await takeSnapshot(database.db));
});
afterAll(async () => {
  await opened.app?.close();
  await opened.web?.close();
  await opened.database?.close();
  await opened.folder?.remove();
});

describe('a faulty feed', () => {
  it.each(FEED_FAULTS)('%s is recorded as what it is', (name) => {
    const { kind, failure, detail } = sure(first().fetchesOf(name)[0]);
    expect(failure ?? kind).toBe(toRecorded(name));
    if (kind === 'failed') expect(detail).toMatch(/^[^\n]{3,300}$/);
  });

  it.each(FAILING)('%s is failing since then and tried again later', (name) => {
    const feed = first().feed(name);
    expect(feed).toMatchObject({ failures: 1, failure: toRecorded(name) });
    expect(feed.failing_since).toEqual(feed.last_fetch_at);
    expect(first().itemsOf(name)).toEqual([]);
    const waitMs = feed.next_fetch_at.getTime() - sure(feed.last_fetch_at ?? undefined).getTime();
    expect(waitMs).toBeGreaterThanOrEqual(LONG_WAITS_MS[name] ?? DEFAULT_INTERVAL_MS);
    expect(waitMs).toBeLessThan(8 * DAY_MS);
  });

  it.each(FAILING.filter((name) => !(name in LONG_WAITS_MS) && name !== 'not-found-then-back'))(
    '%s is left alone for longer when it fails again',
    (name) => {
      const feed = second().feed(name);
      expect(feed.failures).toBe(2);
      expect(feed.failing_since).toEqual(first().feed(name).failing_since);
      const waitMs = feed.next_fetch_at.getTime() - sure(feed.last_fetch_at ?? undefined).getTime();
      expect(waitMs).toBeGreaterThanOrEqual(2 * DEFAULT_INTERVAL_MS);
    },
  );

  it.each(Object.keys(LONG_WAITS_MS))('%s is not asked before its time', (name) => {
    expect(second().fetchesOf(name)).toHaveLength(1);
    expect(requestsOf(name)).toHaveLength(1);
  });

  it('not-found-then-back is read at its next try', () => {
    expect(
      second()
        .fetchesOf('not-found-then-back')
        .map(({ kind }) => kind),
    ).toEqual(['failed', 'fetched']);
    expect(second().feed('not-found-then-back')).toMatchObject({ failures: 0, failing_since: null });
    expect(second().itemsOf('not-found-then-back')).toHaveLength(3);
  });

  it('html offers the feeds its page declares', () => {
    const url = new URL('/moved', sure(opened.web).feedOf('html')).href;
    expect(first().feed('html').feed_links).toEqual([url]);
  });

  it('leads nobody to a forbidden address', () => {
    expect(sure(opened.web).forbidden()).toBe(0);
  });
});

describe('a feed that is odd and sound', () => {
  it.each<[string, number]>([
    ...['undeclared-gzip', 'raw-deflate', 'wrong-encoding', 'length-too-short'].map(three),
    ...['redirect-301', 'redirect-302', 'redirect-307', 'redirect-308'].map(three),
    ...['invalid-utf-8', 'utf-16', 'lying-charset', 'guid-changed', 'guid-reused', 'crawl-delay'].map(three),
    ['same-item-twice', 2],
    ['guid-reused-later', 1],
    ['truncated-xml', 2],
    ['billion-laughs', 1],
    ['external-entity', 1],
    ['deep-xml', 0],
    ['dates-absent', 2],
    ['dates-garbage', 2],
    ['year-9999', 2],
    ['year-1', 2],
    ['many-entries', 5000],
  ])('%s brings its %i items', (name, items) => {
    expect(first().itemsOf(name)).toHaveLength(items);
  });

  it.each(['redirect-301', 'redirect-302', 'redirect-307', 'redirect-308'])(
    '%s stays at the URL the operator wrote',
    (name) => {
      expect(second().feed(name).url).toBe(sure(opened.web).feedOf(name));
    },
  );

  it('whose guids change with each fetch doubles nothing', () => {
    expect(second().fetchesOf('guid-changed')).toMatchObject([{ items_new: 3 }, { items_new: 0 }]);
  });

  it('that gives a former guid to another article brings it as another item', () => {
    const urls = second()
      .itemsOf('guid-reused-later')
      .map(({ url }) => url?.replace(/.*\//, ''));
    expect(urls.toSorted()).toEqual(['1', '2']);
  });

  it.each([
    ['dates-absent', null, null, 'no date'],
    ['dates-garbage', null, 'the day before yesterday', 'unreadable date "the day before yesterday"'],
    [
      'year-9999',
      new Date('9999-12-31T23:59:59Z'),
      'Fri, 31 Dec 9999 23:59:59 GMT',
      'date in the future: 9999-12-31T23:59:59.000Z',
    ],
    [
      'year-1',
      new Date('0001-01-01T00:00:00Z'),
      '0001-01-01T00:00:00Z',
      'date before 1995: 0001-01-01T00:00:00.000Z',
    ],
  ])('with %s keeps what it claims and is ordered by when it was seen', (name, at, text, reason) => {
    for (const item of first().itemsOf(name)) {
      expect(item).toMatchObject({ published_at: at, published_text: text });
      expect(item).toMatchObject({ ordered_by: 'first-seen', ordered_reason: reason });
      expect(item.ordered_at).toEqual(item.first_seen_at);
    }
  });

  it('of 50,000 entries says how many were left out', () => {
    expect(sure(first().fetchesOf('many-entries')[0]).drops).toEqual([
      { reason: 'too-many-entries', detail: `${MANY_ENTRIES - 5000} entries beyond the limit were left out` },
    ]);
  });

  it('cut off says so, and its validators vouch for nothing', () => {
    expect(sure(first().fetchesOf('truncated-xml')[0]).drops).toMatchObject([{ reason: 'cut-off' }]);
    expect(first().feed('truncated-xml')).toMatchObject({ etag: null, failures: 0 });
  });

  it('with entities expands none and reads no file', () => {
    expect(first().itemsOf('billion-laughs')[0]?.title).toBe('&l9;');
    expect(first().itemsOf('external-entity')[0]?.title).toBe('of &file;');
  });

  it('in a charset that its header denies is read by what its bytes are', () => {
    expect(first().itemsOf('lying-charset')[0]?.title).toMatch(/^Порт: the \d\. ship of the day$/);
    expect(first().itemsOf('utf-16')[0]?.title).toMatch(/^utf-16: the \d\. ship of the day$/);
  });

  it('of a host with a Crawl-delay has its pages read as slowly as that', () => {
    const times = requestsOf('crawl-delay')
      .filter(({ path }) => path.startsWith('/news/'))
      .map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps).toHaveLength(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
    expect(
      second()
        .itemsOf('crawl-delay')
        .map(({ read_state }) => read_state),
    ).toEqual(['read', 'read', 'read']);
  });
});

describe('a faulty page', () => {
  it.each(PAGE_FAULTS)('%s is recorded as what it is, and the item stays with what its feed gave', (name) => {
    const [item, ...rest] = first().itemsOf(name);
    expect(rest).toEqual([]);
    expect(item).toMatchObject({ title: `About ${name}`, read_failure: toRecorded(name), read_attempts: 1 });
    expect(item?.read_detail).toMatch(/^[^\n]{3,300}$/);
    expect(first().feed(name)).toMatchObject({ failures: 0, failure: null });
  });

  it.each(PAGE_FAULTS)('%s is tried again after a while, or never where that is no use', (name) => {
    const item = sure(first().itemsOf(name)[0]);
    if (LOST_PAGES.includes(toRecorded(name))) {
      expect(item).toMatchObject({ read_state: 'failed', next_read_at: null });
      return;
    }
    const waitMs = sure(item.next_read_at ?? undefined).getTime() - sure(item.read_at ?? undefined).getTime();
    expect(item.read_state).toBe('pending');
    expect(waitMs).toBeGreaterThanOrEqual(name === 'page-rate-limited' ? 2 * HOUR_MS : MINUTE_MS);
  });

  it('that robots.txt disallows, or may disallow, is not asked for', () => {
    for (const name of ['page-disallowed', 'page-robots-failing'])
      expect(requestsOf(name).map(({ path }) => path)).not.toContain(`/${name}`);
  });

  it('of a name that turned to a forbidden address is not asked for', () => {
    const failures = first()
      .itemsOf('name-changes')
      .map(({ read_failure }) => read_failure);
    expect(failures).toEqual(['blocked', 'blocked', 'blocked']);
  });
});

describe('a sound feed of the same run', () => {
  it.each(SOUND)('%s is unharmed, its pages too', (name) => {
    expect(
      second()
        .fetchesOf(name)
        .map(({ kind }) => kind),
    ).toEqual(['fetched', 'unchanged']);
    expect(second().feed(name)).toMatchObject({ failures: 0, failing_since: null });
    const items = second().itemsOf(name);
    expect(items.map(({ read_state }) => read_state)).toEqual(['read', 'read', 'read']);
    for (const item of items) expect(item).toMatchObject({ text: ARTICLE.join('\n\n'), read_attempts: 1 });
  });
});

function requestsOf(name: string) {
  return sure(opened.web).requests.filter(({ host }) => host === `${name}.test`);
}
