import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { inspect } from 'node:util';
import type { Hono } from 'hono';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildTokenCalls, type TokenCalls } from '../../../src/serve/access/token-calls.ts';
import { listen } from '../../../src/serve/server.ts';
import type { Database } from '../../../src/store/schema.ts';
import { describeEachEngine } from '../../support/database.ts';
import { buildTestApp, type TestAppOptions } from '../app.ts';
import { CATALOG } from '../catalog.ts';
import { FRONT_PAGE } from '../front-page.ts';
import { NOW, saveNews } from '../news.ts';

const FAR = '203.0.113.9';
const PATHS = [
  '/',
  '/feeds',
  '/items/1',
  '/api/v1/items',
  '/api/v1/openapi.json',
  '/topics/economy/feed.atom',
];
const CREATED = z.object({ id: z.number(), token: z.string(), feed: z.string().nullable() });

/** What the token of the feed of the topic economy opens and what not. */
const OF_A_TOPIC = [
  ['/topics/economy/feed.atom', 200],
  ['/topics/economy/feed.rss', 200],
  ['/topics/economy/feed.json?limit=1', 200],
  ['/topics/economy', 403],
  ['/topics/energy/feed.atom', 403],
  ['/topics/economy/feed.atom?language=az', 403],
  ['/items/feed.atom', 403],
  ['/items/feed.atom?topic=economy', 403],
  ['/', 403],
  ['/feeds', 403],
  ['/items/1', 403],
  ['/api/v1/items?topic=economy', 403],
  ['/api/v1/topics/economy', 403],
  ['/topics/economy/../energy/feed.atom', 403],
  ['/nothing', 403],
] as const;

interface Site {
  readonly app: Hono;
  readonly tokens: TokenCalls;
  readonly make: (feed?: string) => Promise<z.infer<typeof CREATED>>;
  /** Asks from another machine. */
  readonly ask: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly statuses: (
    paths: readonly string[],
    headers?: Record<string, string>,
  ) => Promise<readonly number[]>;
}

async function openSite(db: Database, options: TestAppOptions = {}): Promise<Site> {
  await saveNews(db, FRONT_PAGE);
  const { app } = buildTestApp(db, options);
  const tokens = buildTokenCalls({
    ...{ db, web: app, basePath: options.settings?.basePath ?? '', now: options.now ?? (() => NOW) },
    makeSecret: () => randomBytes(32).toString('base64url'),
  });
  const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.request(path, { headers }, { peer: FAR });
  return {
    ...{ app, tokens, ask },
    make: async (feed) => {
      const answered = await tokens.create('test', feed);
      if (answered.kind === 'refused') throw new Error(answered.detail);
      return CREATED.parse(answered.json);
    },
    statuses: (paths, headers) => Promise.all(paths.map(async (path) => (await ask(path, headers)).status)),
  };
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describeEachEngine('access', (engine) => {
  it('is open to this machine and to no other without a token', async () => {
    const { app, statuses } = await openSite(engine.db);
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const open = await Promise.all(PATHS.map((path) => app.request(path, {}, { peer })));
      expect(open.map(({ status }) => status)).toEqual(PATHS.map(() => 200));
    }
    expect(await statuses([...PATHS, '/nothing'])).toEqual([...PATHS, ''].map(() => 401));
  });

  it('says by 401 how to ask: to programs as a problem, to people as a page with a form', async () => {
    const { ask } = await openSite(engine.db);
    for (const path of ['/api/v1/items', '/topics/economy/feed.rss']) {
      const answer = await ask(path);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="topicwire"');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 401, detail: expect.stringContaining('token') });
    }
    const page = await ask('/');
    expect(page.headers.get('www-authenticate')).toBe('Bearer realm="topicwire"');
    expect(await page.text()).toMatch(/<form method="get"><input type="password" name="token"/);
  });

  it('leaves the state, the style and the icon open, and tells of the state no more than its word', async () => {
    const { ask, make } = await openSite(engine.db);
    expect(await (await ask('/health')).json()).toEqual({ status: 'ok' });
    const feed = await make('/topics/economy');
    expect(await (await ask('/health', bearer(feed.token))).json()).toEqual({ status: 'ok' });
    const { token } = await make();
    expect(await (await ask('/health', bearer(token))).json()).toMatchObject({ revision: 3 });
    expect((await ask('/style.css')).status).toBe(200);
    expect((await ask('/icon.svg')).status).toBe(200);
  });

  it('opens everything to a live token, and nothing to one that is revoked, unknown or damaged', async () => {
    const { make, statuses, tokens, ask } = await openSite(engine.db);
    const [first, second] = [await make(), await make()];
    expect(await statuses(PATHS, bearer(first.token))).toEqual(PATHS.map(() => 200));
    expect(await tokens.revoke(first.id)).toMatchObject({ kind: 'answered' });
    const refused = await ask('/api/v1/items', bearer(first.token));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="topicwire", error="invalid_token"',
    ]);
    const secret = second.token.slice(second.token.indexOf('_') + 1);
    for (const wrong of [
      `tw${first.id}_${secret}`,
      `tw${second.id + 1}_${secret}`,
      `tw${second.id}_${secret.slice(1)}A`,
      secret,
      'x',
      "' or 1=1",
    ])
      expect(await statuses(PATHS, bearer(wrong)), wrong).toEqual(PATHS.map(() => 401));
    expect(await statuses(PATHS, bearer(second.token))).toEqual(PATHS.map(() => 200));
    expect(await tokens.revoke(first.id)).toMatchObject({ kind: 'refused' });
  });

  it('opens to the token of a topic’s feed its formats and pages, and nothing else', async () => {
    const { make, ask } = await openSite(engine.db);
    const { token } = await make('/topics/economy/feed.rss');
    for (const [path, status] of OF_A_TOPIC) {
      expect((await ask(path, bearer(token))).status, path).toBe(status);
      const inUrl = `${path}${path.includes('?') ? '&' : '?'}token=${token}`;
      // The API takes a token by its header alone.
      expect((await ask(inUrl)).status, inUrl).toBe(path.startsWith('/api/') ? 401 : status);
    }
  });

  it('opens the feed of a query by its exact query, whatever the order of its parameters', async () => {
    const { make, statuses } = await openSite(engine.db);
    const { token, feed } = await make('/items?topic=economy&language=az');
    expect(feed).toBe('/items?language=az&topic=economy');
    expect(
      await statuses([
        `/items/feed.atom?language=az&topic=economy&token=${token}`,
        `/items/feed.json?topic=economy&token=${token}&language=az`,
        `/items/feed.atom?topic=economy&token=${token}`,
        `/items/feed.atom?topic=economy&language=az,uk&token=${token}`,
      ]),
    ).toEqual([200, 200, 403, 403]);
  });

  it('lets a reader go through the pages of its feed by the feed’s own links', async () => {
    const { make, app } = await openSite(engine.db);
    const { token } = await make('/items?language=uk,ru');
    const FEED = z.object({
      feed_url: z.string(),
      home_page_url: z.string(),
      next_url: z.string().optional(),
      items: z.array(z.object({ id: z.string() })),
    });
    const seen: string[] = [];
    let next: string | undefined =
      `http://news.example/items/feed.json?language=uk,ru&limit=2&token=${token}`;
    while (next !== undefined) {
      const answer: Response = await app.request(next, {}, { peer: FAR });
      const feed: z.infer<typeof FEED> = FEED.parse(await answer.json());
      expect(new URL(feed.feed_url).searchParams.get('token')).toBe(token);
      expect(feed.home_page_url).not.toContain(token);
      for (const { id } of feed.items) seen.push(id);
      next = feed.next_url;
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.join()).not.toContain(token);
    const [open, closed] = await Promise.all([
      app.request('http://news.example/items/feed.atom?language=uk,ru'),
      app.request(`http://news.example/items/feed.atom?language=uk,ru&token=${token}`, {}, { peer: FAR }),
    ]);
    const toId = async (answer: Response) => /<id>([^<]*)<\/id>/.exec(await answer.text())?.[1];
    expect(await toId(closed)).toBe(await toId(open));
    expect(closed.headers.get('cache-control')).toContain('private');
  });

  it('makes no token for what is no feed', async () => {
    const { tokens } = await openSite(engine.db);
    for (const [feed, detail] of [
      ['/topics/no-such', /no such topic/i],
      ['/items?nonsense=1', /unknown parameter "nonsense"/],
      ['/', /expected the path|nothing at this path/],
      ['http://[', /expected the path/],
    ] as const) {
      const answered = await tokens.create('test', feed);
      expect(answered).toMatchObject({ kind: 'refused', detail: expect.stringMatching(detail) });
    }
    expect(await tokens.list()).toEqual([]);
  });

  it('trades a token in a page’s URL for a cookie, and the URL for one without it', async () => {
    const { make, ask, statuses } = await openSite(engine.db, { settings: { basePath: '/news' } });
    const { token } = await make();
    const traded = await ask(`/news/topics/economy?language=az&token=${token}`);
    expect([traded.status, traded.headers.get('location')]).toEqual([
      303,
      '/news/topics/economy?language=az',
    ]);
    const cookie = traded.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^topicwire_token=tw\d+_[\w-]{43}; Max-Age=\d+; Path=\/news; HttpOnly; SameSite=Lax$/,
    );
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect(await statuses(PATHS, headers)).toEqual(PATHS.map(() => 200));
    expect((await ask(`/news/?token=${token}x`)).status).toBe(401);
    for (const path of ['//evil.example/', '/\\evil.example/', '///evil.example/']) {
      const { headers: sent } = await ask(`http://localhost${path}?token=${token}`);
      expect(sent.get('location')).toMatch(/^\/news\/[^/\\]/);
    }
    for (const path of ['/news/topics/%01', '/items/a%00b', '/topics/%D0%B3%D0%B0%D0%B7']) {
      const { headers: sent } = await ask(`${path}?token=${token}`);
      expect(sent.get('location')).toBe(path.replace(/^(?:\/news)?/, '/news'));
    }
  });

  it('marks the cookie as secure where readers come by https', async () => {
    const { make, ask } = await openSite(engine.db, { settings: { baseUrl: 'https://news.example' } });
    const { token } = await make();
    expect((await ask(`/?token=${token}`)).headers.get('set-cookie')).toContain('; Secure');
  });

  it('is for all where the operator says so, and for none without a token where they say that', async () => {
    const open = await openSite(engine.db, { settings: { public: true } });
    expect(await open.statuses([...PATHS, '/items/feed.atom?token=whatever'])).toEqual(
      [...PATHS, ''].map(() => 200),
    );
    const { app } = buildTestApp(engine.db, { settings: { requireToken: true } });
    expect((await app.request('/api/v1/items', {}, { peer: '127.0.0.1' })).status).toBe(401);
    const { token } = await open.make();
    const init = { headers: bearer(token) };
    expect((await app.request('/api/v1/items', init, { peer: '127.0.0.1' })).status).toBe(200);
  });

  it('logs no token, whatever fails', async () => {
    const { make } = await openSite(engine.db);
    const { token } = await make();
    const { app, errors } = buildTestApp(engine.db, {
      catalog: {
        ...CATALOG,
        get topics(): never {
          throw new Error('a fault of the test');
        },
      },
    });
    for (const [path, headers] of [
      [`/items/feed.atom?topic=economy&token=${token}`, {}],
      [`/topics/economy/feed.rss?token=${token}`, {}],
      ['/', bearer(token)],
      ['/api/v1/topics', bearer(token)],
      ['/feeds/', { cookie: `topicwire_token=${token}` }],
    ] as const)
      await app.request(path, { headers }, { peer: FAR });
    expect(errors).toHaveLength(4);
    const logged = errors.map((error) => inspect(error, { depth: 9 })).join('\n');
    expect(logged).toContain('a fault of the test');
    expect(logged).not.toContain(token.slice(4));
  });

  it('keeps a token’s hash alone, and when it was last used to the minute', async () => {
    let now = NOW;
    const { make, ask, tokens } = await openSite(engine.db, { now: () => now });
    const { token } = await make();
    const lastUsed = async () =>
      z.object({ last_used_at: z.string().nullable() }).parse((await tokens.list())[0]);
    expect(await lastUsed()).toEqual({ last_used_at: null });
    const seen: (string | null)[] = [];
    for (const seconds of [0, 30, 59, 61, 90]) {
      now = new Date(NOW.getTime() + seconds * 1000);
      await ask('/api/v1/publishers', bearer(token));
      seen.push((await lastUsed()).last_used_at);
    }
    const later = new Date(NOW.getTime() + 61_000).toISOString();
    expect(seen).toEqual([NOW, NOW, NOW].map((at) => at.toISOString()).concat(later, later));
    const { rows } = await sql`select * from access_tokens`.execute(engine.db);
    const kept = JSON.stringify(rows);
    expect(kept).not.toContain(token.slice(token.indexOf('_') + 1));
    expect(kept).toMatch(/"secret_hash":"[0-9a-f]{64}"/);
  });
});

const address = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describe.skipIf(address === undefined)('a server that listens beyond loopback', () => {
  describeEachEngine('asked by this machine’s own address', (engine) => {
    it('asks for a token there and not on loopback', async () => {
      const { app, make } = await openSite(engine.db);
      const { token } = await make();
      const listening = await listen({ app, host: '0.0.0.0', port: 0 });
      const { port } = new URL(listening.url);
      const ask = async (host: string, headers = {}) =>
        (await fetch(`http://${host}:${port}/api/v1/items`, { headers })).status;
      expect(await ask(address ?? '')).toBe(401);
      expect(await ask(address ?? '', bearer(token))).toBe(200);
      expect(await ask('127.0.0.1')).toBe(200);
      await listening.close();
    });
  });
});
