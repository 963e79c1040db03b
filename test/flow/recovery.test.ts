import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { FeedsJson } from '../../src/serve/schemas.ts';
import { makeTestFolder } from '../support/config-folder.ts';
import { describeEachEngine, type TestEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web, type WebAnswer, type WebRoute, type WebRoutes } from '../support/web.ts';

const START = new Date('2026-02-10T08:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Feeds over a loopback web, and a clock that is moved by hand: a year passes in seconds. */
interface Life {
  readonly web: Web;
  readonly app: App;
  readonly now: () => Date;
  readonly advance: (ms: number) => void;
  /** Moves to the feed's next time and lets everything due be done. */
  readonly poll: (id: string) => Promise<FeedsJson['feeds'][number]>;
  readonly feed: (id: string) => Promise<FeedsJson['feeds'][number]>;
  readonly items: () => Promise<number>;
  readonly asked: (host: string) => readonly string[];
  readonly close: () => Promise<void>;
}

async function openLife(
  engine: TestEngine,
  urls: Readonly<Record<string, string>>,
  routes: WebRoutes,
): Promise<Life> {
  let now = START;
  const web = await startWeb(routes);
  const feeds = Object.entries(urls).map(([id, url]) => ({ id, url, read: 'feed' }));
  const folder = await makeTestFolder({
    'feeds.yaml': JSON.stringify({ feeds }),
    'settings.yaml': 'languages: [en]\nfetch: { host_spacing_seconds: 0, initial_max_age: none }',
  });
  const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
  const loaded = await loadSettings(directory, {});
  if (loaded.kind === 'refused') throw new Error('the test settings are refused');
  const app = await openApp({
    store: { db: engine.db, engine: engine.name, close: async () => undefined },
    settings: { ...loaded.settings, apply: 'auto' },
    directory,
    env: {},
    now: () => now,
    random: () => 0,
    log: pino({ level: 'silent' }),
    // Names lead to the web; an address written out is met by the guard.
    connectTo: (host) => (host === '127.0.0.1' ? undefined : { host: '127.0.0.1', port: web.port }),
  });
  const feed = async (id: string) => {
    const answer = FeedsJson.parse(await (await app.web.request('/api/v1/feeds')).json());
    const found = answer.feeds.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no feed ${id}`);
    return found;
  };
  return {
    web,
    app,
    now: () => now,
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    feed,
    poll: async (id) => {
      const next = new Date((await feed(id)).next_fetch_at);
      if (next > now) now = next;
      await app.worker.drain();
      return feed(id);
    },
    items: async () => (await engine.db.selectFrom('items').select('id').execute()).length,
    asked: (host) => web.requests.filter((request) => request.host === host).map(({ path }) => path),
    close: async () => {
      await app.close();
      await web.close();
      await folder.remove();
    },
  };
}

const toFeed = (...names: readonly string[]): WebAnswer => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: `<rss version="2.0"><channel><title>Harbour</title>${names
    .map((name) => `<item><title>${name}</title><link>https://harbour.example/${name}</link></item>`)
    .join('')}</channel></rss>`,
});

describeEachEngine('the life of a feed', (engine) => {
  const opened: Life[] = [];
  const open = async (urls: Readonly<Record<string, string>>, routes: WebRoutes): Promise<Life> => {
    const life = await openLife(engine, urls, routes);
    opened.push(life);
    return life;
  };
  afterEach(async () => {
    for (const life of opened.splice(0)) await life.close();
  });

  it('reads a feed that works again after 50 failures in a row at its next try, unaided', async () => {
    const failures: readonly WebRoute[] = [
      { status: 500 },
      { status: 404 },
      { body: '<!doctype html><title>We are moving</title>', headers: { 'content-type': 'text/html' } },
      { status: 503, headers: { 'retry-after': '600' } },
      { body: '' },
    ];
    let tries = 0;
    const life = await open(
      { harbour: 'https://harbour.example/rss' },
      {
        'harbour.example/rss': (request, response) => {
          tries += 1;
          const failure = tries > 50 ? toFeed('ships', 'cranes') : failures[tries % failures.length];
          return typeof failure === 'function' ? failure(request, response) : toAnswer(failure);
        },
      },
    );
    for (let failed = 1; failed <= 50; failed += 1) {
      const before = life.now();
      const feed = await life.poll('harbour');
      expect(feed).toMatchObject({ state: 'failing', failures: failed, failing_since: START.toISOString() });
      expect(life.now().getTime() - before.getTime()).toBeLessThanOrEqual(DAY);
    }
    expect(tries).toBe(50);
    expect(await life.poll('harbour')).toMatchObject({ state: 'ok', failures: 0, error: null });
    expect(tries).toBe(51);
    expect(await life.items()).toBe(2);
  });

  it.each([429, 503])('holds every feed of a host, and no other, until the date of a %i', async (status) => {
    const until = new Date(START.getTime() + 2 * HOUR);
    const busy: WebAnswer = { status, headers: { 'retry-after': until.toUTCString() } };
    const life = await open(
      {
        'busy-one': 'https://busy.example/one',
        'busy-two': 'https://busy.example/two',
        'busy-three': 'https://busy.example/three',
        calm: 'https://calm.example/rss',
      },
      {
        'calm.example/rss': toFeed('ships'),
        '*': () => (life.now() < until ? busy : toFeed('cranes')),
      },
    );
    await life.app.worker.drain();
    expect(life.asked('busy.example')).toHaveLength(1);
    for (let minutes = 10; minutes < 120; minutes += 10) {
      life.advance(HOUR / 6);
      await life.app.worker.drain();
    }
    expect(life.asked('busy.example')).toHaveLength(1);
    expect(life.asked('calm.example').length).toBeGreaterThan(3);
    life.advance(HOUR / 6);
    await life.app.worker.drain();
    expect(life.asked('busy.example').slice(1).sort()).toEqual(['/one', '/three', '/two']);
    expect(await life.items()).toBeGreaterThan(1);
  });

  it('sends the validators of a 304 at the next request, and none when twelve hours are over', async () => {
    let version = 0;
    const life = await open(
      { harbour: 'https://harbour.example/rss' },
      {
        'harbour.example/rss': (request) => {
          version += 1;
          const headers = { etag: `"${version}"`, 'last-modified': `version ${version}` };
          const isKnown = request.headers['if-none-match'] !== undefined;
          const feed = toFeed('ships');
          return isKnown ? { status: 304, headers } : { ...feed, headers: { ...feed.headers, ...headers } };
        },
      },
    );
    for (let polls = 0; polls < 4; polls += 1) await life.poll('harbour');
    const sent = () =>
      life.web.requests.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']]);
    expect(sent()).toEqual([
      [undefined, undefined],
      ['"1"', 'version 1'],
      ['"2"', 'version 2'],
      ['"3"', 'version 3'],
    ]);
    life.advance(12 * HOUR);
    await life.poll('harbour');
    await life.poll('harbour');
    expect(sent().slice(4)).toEqual([
      [undefined, undefined],
      ['"5"', 'version 5'],
    ]);
  });

  it('keeps the validators of what it read when an error page, HTML or half a feed brings others', async () => {
    const half = toFeed('ships', 'cranes', 'tides');
    const answers: readonly WebAnswer[] = [
      toFeed('ships'),
      { status: 404, body: 'nothing here' },
      { body: '<!doctype html><title>Sorry</title>', headers: { 'content-type': 'text/html' } },
      { ...half, body: String(half.body).slice(0, -60) },
      half,
    ];
    let asked = 0;
    const life = await open(
      { harbour: 'https://harbour.example/rss' },
      {
        'harbour.example/rss': () => {
          const answer = answers[Math.min(asked, answers.length - 1)] ?? { status: 500 };
          asked += 1;
          return { ...answer, headers: { ...answer.headers, etag: `"${asked}"` } };
        },
      },
    );
    for (let polls = 0; polls < 6; polls += 1) await life.poll('harbour');
    expect(life.web.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"1"',
      '"1"',
      '"1"',
      '"1"',
      '"5"',
    ]);
    expect(await life.items()).toBe(3);
  });

  it('follows a permanent redirect directly once it has lasted three days, and goes back where that fails', async () => {
    let moved: 'here' | 'there' | 'lost' = 'there';
    const life = await open(
      { harbour: 'https://old.example/rss' },
      {
        'old.example/rss': () =>
          moved === 'here'
            ? toFeed('ships', 'home')
            : { status: 301, headers: { location: 'https://new.example/feed' } },
        'new.example/feed': () => (moved === 'there' ? toFeed('ships') : { status: 404 }),
      },
    );
    let feed = await life.poll('harbour');
    expect(feed).toMatchObject({
      url: 'https://old.example/rss',
      moved: { to: 'https://new.example/feed', since: START.toISOString(), used_since: null },
    });
    while (feed.moved?.used_since === null) feed = await life.poll('harbour');
    expect(life.now().getTime() - START.getTime()).toBeGreaterThanOrEqual(3 * DAY);
    expect(feed.url).toBe('https://old.example/rss');
    expect(feed.notes.join()).toContain('It has moved to https://new.example/feed, used since 2026-02-1');

    const before = life.asked('old.example').length;
    await life.poll('harbour');
    await life.poll('harbour');
    expect(life.asked('old.example')).toHaveLength(before);

    moved = 'lost';
    expect(await life.poll('harbour')).toMatchObject({ state: 'failing', failures: 1 });
    expect(life.asked('old.example')).toHaveLength(before);
    moved = 'here';
    expect(await life.poll('harbour')).toMatchObject({ state: 'ok', moved: null, notes: [] });
    expect(life.asked('old.example')).toHaveLength(before + 1);
    expect(await life.items()).toBe(2);
  });

  it('never adopts a redirect to a private address', async () => {
    const life = await open(
      { harbour: 'https://old.example/rss' },
      {
        'old.example/rss': () => ({
          status: 301,
          headers: { location: `http://127.0.0.1:${life.web.port}/feed` },
        }),
        '127.0.0.1/feed': toFeed('secrets'),
      },
    );
    while (life.now().getTime() < START.getTime() + 5 * DAY)
      expect(await life.poll('harbour')).toMatchObject({ moved: null, error: { failure: 'blocked' } });
    expect(new Set(life.web.requests.map(({ host }) => host))).toEqual(new Set(['old.example']));
  });

  it('asks more often after a poll that knew no entry, and says so', async () => {
    let names = ['one', 'two'];
    const life = await open(
      { harbour: 'https://harbour.example/rss' },
      { 'harbour.example/rss': () => toFeed(...names) },
    );
    expect(await life.poll('harbour')).toMatchObject({ overflows: 0, notes: [] });
    names = ['two', 'three'];
    expect(await life.poll('harbour')).toMatchObject({ overflows: 0 });
    names = ['eight', 'nine'];
    const feed = await life.poll('harbour');
    expect(feed).toMatchObject({ state: 'ok', overflows: 1, last_overflow_at: life.now().toISOString() });
    expect(feed.notes.join()).toContain('Items were probably missed once');
    const rows = await engine.db.selectFrom('fetches').select(['overflow']).orderBy('id').execute();
    expect(rows).toEqual([{ overflow: false }, { overflow: false }, { overflow: true }]);
  });

  it('calls a feed silent that answers without news for far longer than its habit, until it has some', async () => {
    let names = ['one'];
    const life = await open(
      { harbour: 'https://harbour.example/rss' },
      { 'harbour.example/rss': () => toFeed(...names) },
    );
    await life.poll('harbour');
    names = ['two', 'one'];
    await life.poll('harbour');
    const lastNews = life.now();
    let feed = await life.poll('harbour');
    while (feed.state === 'ok') feed = await life.poll('harbour');
    expect(feed).toMatchObject({ state: 'silent', error: null, silent: { since: lastNews.toISOString() } });
    const days = (life.now().getTime() - lastNews.getTime()) / DAY;
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(4.5);
    names = ['three', 'two'];
    expect(await life.poll('harbour')).toMatchObject({ state: 'ok', silent: null });
  });

  it('leaves a feed alone in the hours it asks to skip, after a 304 too', async () => {
    const feed = toFeed('ships');
    const skip = '<skipHours><hour>9</hour><hour>10</hour></skipHours>';
    const body = String(feed.body).replace('<title>Harbour</title>', `<title>Harbour</title>${skip}`);
    const life = await open(
      { harbour: 'https://harbour.example/rss' },
      {
        'harbour.example/rss': (request) =>
          request.headers['if-none-match'] === '"1"'
            ? { status: 304 }
            : { body, headers: { ...feed.headers, etag: '"1"' } },
      },
    );
    const hours: number[] = [];
    while (life.now().getTime() < START.getTime() + DAY) {
      await life.poll('harbour');
      hours.push(life.now().getUTCHours());
    }
    expect(hours).toContain(8);
    expect(hours).toContain(11);
    expect(hours.filter((hour) => hour === 9 || hour === 10)).toEqual([]);
    expect(await life.feed('harbour')).toMatchObject({ asks: { skip_hours: [9, 10], skip_days: [] } });
  });
});

const toAnswer = (route: Exclude<WebRoute, (...args: never[]) => unknown> | undefined): WebAnswer =>
  typeof route === 'string' ? { body: route } : (route ?? { status: 500 });
