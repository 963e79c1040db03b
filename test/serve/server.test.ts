import { request } from 'node:http';
import { expect, it } from 'vitest';
import { OWN_PATHS } from '../../src/config/server-settings.ts';
import { listen } from '../../src/serve/server.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { FRONT_PAGE } from './front-page.ts';
import { saveNews } from './news.ts';

describeEachEngine('the server', (engine) => {
  it('listens, answers, and closes', async () => {
    const { app } = buildTestApp(engine.db);
    const listening = await listen({ app, host: '127.0.0.1', port: 0 });
    expect(listening.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${listening.url}/health`)).status).toBe(200);
    const port = Number(new URL(listening.url).port);
    await expect(listen({ app, host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await listening.close();
    await expect(fetch(`${listening.url}/health`)).rejects.toThrow();
  });

  it('has no path but those that a base path may not begin with', () => {
    const paths = buildTestApp(engine.db).app.routes.flatMap(({ path }) => /^\/[^/*]+/.exec(path) ?? []);
    expect([...new Set(paths), '/operator'].sort()).toEqual(OWN_PATHS);
  });

  it('codes what it sends, and gives the coded bytes a weak tag', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { app } = buildTestApp(engine.db);
    const listening = await listen({ app, host: '127.0.0.1', port: 0 });
    const get = (coding: string, known = '') =>
      fetch(`${listening.url}/items/feed.json`, {
        headers: { 'accept-encoding': coding, 'if-none-match': known },
      });
    try {
      const plain = await get('identity');
      const text = await plain.text();
      const etag = plain.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"\w+"$/);
      for (const coding of ['br', 'gzip']) {
        const coded = await get(coding);
        expect([coded.headers.get('content-encoding'), coded.headers.get('etag')]).toEqual([
          coding,
          `W/${etag}`,
        ]);
        expect(await coded.text()).toBe(text);
        expect((await get(coding, `W/${etag}`)).status).toBe(304);
      }
    } finally {
      await listening.close();
    }
  });

  it('answers HEAD like GET, without a body', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { app } = buildTestApp(engine.db);
    const listening = await listen({ app, host: '127.0.0.1', port: 0 });
    for (const path of ['/', '/api/v1/items', '/topics/defence/feed.atom', '/style.css']) {
      const [head, get] = [
        await fetch(listening.url + path, { method: 'HEAD' }),
        await fetch(listening.url + path),
      ];
      expect([path, head.status, await head.text()]).toEqual([path, 200, '']);
      for (const name of ['content-type', 'etag']) expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    await listening.close();
  });

  it('answers a broken Host with 400, not with a fault', async () => {
    const { app, errors } = buildTestApp(engine.db);
    const listening = await listen({ app, host: '127.0.0.1', port: 0 });
    for (const host of ['a b"<>', '999999999999', '[::1', '1.2.3.4.5'])
      for (const path of ['/api/v1/items', '/?q=harbour', '/topics/energy/feed.atom']) {
        const status = await new Promise((resolve, reject) => {
          request(`${listening.url}${path}`, { headers: { host } }, (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          })
            .on('error', reject)
            .end();
        });
        expect(status, `${host} ${path}`).toBe(400);
      }
    expect(errors).toEqual([]);
    await listening.close();
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s with 405 and what is allowed', async (method) => {
    const { app } = buildTestApp(engine.db);
    for (const [path, type] of [
      ['/api/v1/items', 'application/problem+json'],
      ['/', 'text/html; charset=UTF-8'],
    ] as const) {
      const response = await app.request(path, { method });
      expect([response.status, response.headers.get('allow'), response.headers.get('content-type')]).toEqual([
        405,
        'GET, HEAD, OPTIONS',
        type,
      ]);
    }
  });

  it('answers OPTIONS and refuses a URL without end', async () => {
    const { app } = buildTestApp(engine.db);
    expect((await app.request('/api/v1/items', { method: 'OPTIONS' })).status).toBe(204);
    const long = await app.request(`/api/v1/items?q=${'a'.repeat(9_000)}`);
    expect([long.status, long.headers.get('content-type')]).toEqual([414, 'application/problem+json']);
  });

  it('sends a strict policy with every answer', async () => {
    const { app } = buildTestApp(engine.db);
    for (const path of ['/', '/api/v1/topics', '/nothing', '/items/feed.atom', '/style.css']) {
      const { headers } = await app.request(path);
      expect(headers.get('content-security-policy'), path).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';/,
      );
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
    }
  });

  it('logs its own fault and tells the client nothing of it', async () => {
    const { app, errors } = buildTestApp(engine.db, { catalog: BROKEN });
    for (const path of ['/api/v1/publishers', '/']) {
      const response = await app.request(path);
      expect(response.status).toBe(500);
      expect(await response.text()).not.toMatch(/secret detail|at .*\.ts/);
    }
    expect(errors).toHaveLength(2);
  });
});

/** A catalog whose every use fails. */
const BROKEN = {
  feeds: [],
  searches: [],
  get topics(): never {
    throw new Error('secret detail');
  },
  get publishers(): never {
    throw new Error('secret detail');
  },
};
