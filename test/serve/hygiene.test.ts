import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { CATALOG } from './catalog.ts';
import { FRONT_PAGE } from './front-page.ts';
import { NOW, saveNews } from './news.ts';

const PROBLEM = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  instance: z.string(),
  parameter: z.string().optional(),
});

describeEachEngine('every answer', (engine) => {
  it('bears a request id, its own or the one it was asked with', async () => {
    const { app } = buildTestApp(engine.db);
    const idOf = async (sent?: string) =>
      (
        await app.request('/health', sent === undefined ? {} : { headers: { 'x-request-id': sent } })
      ).headers.get('x-request-id');
    const [first, second] = [await idOf(), await idOf()];
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).not.toBe(first);
    expect(await idOf('a1B2.c3_d4-e5')).toBe('a1B2.c3_d4-e5');
    for (const unfit of ['', '-x', 'a b', 'a"b', 'a;b', 'x'.repeat(129), 'ü'])
      expect(await idOf(unfit)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['/api/v1/items?limit=0', 'GET', 400, 'limit'],
    ['/api/v1/items?q=a&q=b', 'GET', 400, 'q'],
    ['/api/v1/items?colour=red', 'GET', 400, 'colour'],
    ['/api/v1/items?cursor=x', 'GET', 400, 'cursor'],
    ['/api/v1/items/999', 'GET', 404, undefined],
    ['/api/v1/items/x', 'GET', 404, undefined],
    ['/api/v1/topics/none', 'GET', 404, undefined],
    ['/api/v1/nothing', 'GET', 404, undefined],
    ['/api', 'GET', 404, undefined],
    ['/topics/none/feed.atom', 'GET', 404, undefined],
    ['/topics/defence/feed.rss?limit=x', 'GET', 400, 'limit'],
    ['/items/feed.json?changed_since=start', 'GET', 400, 'changed_since'],
    ['/api/v1/items', 'POST', 405, undefined],
    [`/api/v1/items?q=${'a'.repeat(9000)}`, 'GET', 414, undefined],
  ])('that fails a program is a problem: %s', async (path, method, status, parameter) => {
    const { app } = buildTestApp(engine.db);
    const answer = await app.request(path, { method });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    const problem = PROBLEM.parse(await answer.json());
    expect(problem.status).toBe(status);
    expect(problem.parameter).toBe(parameter);
    expect(problem.instance).toBe(`urn:topicwire:request:${answer.headers.get('x-request-id')}`);
  });

  it('that fails a person is a page', async () => {
    const { app } = buildTestApp(engine.db);
    for (const path of ['/nothing', '/topics/none', '/items/x', '/?limit=0']) {
      expect((await app.request(path)).headers.get('content-type')).toBe('text/html; charset=UTF-8');
    }
  });

  it('to a fault names the request as the log does', async () => {
    const { app, errors } = buildTestApp(engine.db, {
      catalog: {
        ...CATALOG,
        get publishers(): never {
          throw new Error('select secret from "somewhere"');
        },
      },
    });
    const answer = await app.request('/api/v1/publishers');
    const id = answer.headers.get('x-request-id') ?? '';
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(PROBLEM.parse(JSON.parse(body)).detail).toContain(id);
    expect(body).not.toMatch(/secret|somewhere|\.ts/);
    expect(errors).toMatchObject([{ requestId: id, path: '/api/v1/publishers' }]);
  });

  it('tells what is left of the quota, and 429 with when to come back once nothing is', async () => {
    let now = NOW;
    const { app } = buildTestApp(engine.db, { settings: { requestsPerMinute: 3 }, now: () => now });
    const ask = (peer: string) => app.request('/api/v1/publishers', {}, { peer });
    const answers = [];
    for (let count = 0; count < 4; count++) answers.push(await ask('127.0.0.1'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      '"client";r=2;t=20',
      '"client";r=1;t=40',
      '"client";r=0;t=60',
      '"client";r=0;t=60',
    ]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"client";q=3;w=60');
    expect(answers[3]?.headers.get('retry-after')).toBe('20');
    expect(PROBLEM.parse(await answers[3]?.json()).status).toBe(429);
    expect((await ask('::1')).status).toBe(200);
    now = new Date(NOW.getTime() + 20_000);
    expect((await ask('127.0.0.1')).status).toBe(200);
    // The operator's own commands are not counted.
    for (let count = 0; count < 5; count++)
      expect((await app.request('/api/v1/publishers')).status).toBe(200);
  });

  it('may be read by scripts of the origins the operator names, and of no others', async () => {
    const corsOrigins = ['https://reader.example'];
    const { app } = buildTestApp(engine.db, { settings: { corsOrigins } });
    const ask = async (origin: string, init: RequestInit = {}) =>
      (await app.request('/api/v1/publishers', { ...init, headers: { origin, ...init.headers } })).headers;
    const named = await ask('https://reader.example');
    expect(named.get('access-control-allow-origin')).toBe('https://reader.example');
    expect(named.get('access-control-expose-headers')).toContain('RateLimit');
    expect(named.get('access-control-allow-credentials')).toBeNull();
    expect(named.get('vary')?.toLowerCase()).toContain('origin');
    // Beside what the answer differs by otherwise.
    const feed = await app.request('/items/feed.atom', { headers: { origin: 'https://reader.example' } });
    expect(feed.headers.get('vary')).toBe('accept-language, accept-encoding, origin');
    const other = await ask('https://other.example');
    expect(other.get('access-control-allow-origin')).toBeNull();
    expect(other.get('vary')?.toLowerCase()).toContain('origin');
    const preflight = await ask('https://reader.example', {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
    expect(preflight.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
    expect(preflight.get('access-control-allow-headers')).toContain('Authorization');
    expect(preflight.get('access-control-max-age')).toBe('86400');
    const { app: any } = buildTestApp(engine.db, { settings: { corsOrigins: ['*'] } });
    const fromAny = await any.request('/api/v1/items?limit=0', { headers: { origin: 'https://a.example' } });
    expect([fromAny.status, fromAny.headers.get('access-control-allow-origin')]).toEqual([400, '*']);
    const { app: closed } = buildTestApp(engine.db);
    const none = await closed.request('/health', { headers: { origin: 'https://a.example' } });
    expect(none.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('passes a preflight without a token, since browsers send none with it', async () => {
    const { app } = buildTestApp(engine.db, { settings: { corsOrigins: ['*'] } });
    const init = { method: 'OPTIONS', headers: { origin: 'https://a.example' } };
    const preflight = await app.request('/api/v1/items', init, { peer: '203.0.113.9' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });
});

describeEachEngine('a base path', (engine) => {
  it('is in every link of ours, wherever one goes from the front page', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { app } = buildTestApp(engine.db, { settings: { basePath: '/news' } });
    const todo = ['/news/', '/news/nothing'];
    const seen = new Set(todo);
    for (const path of todo) {
      const answer = await app.request(path);
      expect([200, 404], path).toContain(answer.status);
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
      const $ = load(await answer.text());
      const links = $('[href], [action], [src]')
        .toArray()
        .map(({ attribs }) => attribs['href'] ?? attribs['action'] ?? attribs['src'] ?? '');
      const ours = links.filter((link) => !/^(?:https?:|#)/.test(link));
      expect(ours.length).toBeGreaterThan(3);
      expect(
        ours.filter((link) => !link.startsWith('/news/')),
        path,
      ).toEqual([]);
      for (const link of ours.map((each) => each.replace(/[?#].*$/, '')))
        if (!seen.has(link)) {
          seen.add(link);
          todo.push(link);
        }
    }
    for (const kind of ['/news/items/', '/news/topics/', '/news/feeds', '/news/docs', '/news/style.css'])
      expect(
        [...seen].some((path) => path.startsWith(kind)),
        kind,
      ).toBe(true);
  });

  it('is in the links of the API, of feeds and of the description, with or without it in the request', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { app } = buildTestApp(engine.db, { settings: { basePath: '/news' } });
    for (const base of ['http://reader.example/news', 'http://reader.example']) {
      const ask = async (path: string) => (await app.request(base + path)).text();
      expect(JSON.parse(await ask('/api/v1/items?limit=1')).next).toMatch(
        /^http:\/\/reader\.example\/news\/api\/v1\/items\?limit=1&cursor=/,
      );
      expect(JSON.parse(await ask('/api/v1/topics/energy')).feeds.atom).toBe(
        'http://reader.example/news/topics/energy/feed.atom',
      );
      const feed = JSON.parse(await ask('/items/feed.json?limit=1'));
      for (const url of [feed.feed_url, feed.home_page_url, feed.next_url])
        expect(url).toMatch(/^http:\/\/reader\.example\/news\//);
      expect(JSON.parse(await ask('/api/v1/openapi.json')).servers).toEqual([{ url: '/news' }]);
    }
    expect((await app.request('/news')).status).toBe(200);
    expect((await app.request('/newsletter')).status).toBe(404);
  });
});
