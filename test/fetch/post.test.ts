import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type PostOutcome, postJson } from '../../src/fetch/post.ts';
import { startWeb, type Web, type WebAnswer, type WebRoutes } from '../support/web.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(routes: WebRoutes): Promise<Web> {
  const web = await startWeb(routes);
  closers.push(web.close);
  return web;
}

const post = (url: string, web: Web, timeoutMs = 5000): Promise<PostOutcome> =>
  postJson(url, '{"feed":"бухта"}', {
    ...{ userAgent: 'Topicwire/0.1', timeoutMs, now: () => NOW, resolve: web.resolve },
  });

const HANGS = () => undefined;

describe('a post', () => {
  it('sends the JSON, also to a private address, since the operator named it', async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    const web = await open({
      '/hook?key=1': async (request) => {
        seen.push({ request, body: await text(request) });
        return { status: 204 };
      },
    });
    expect(await post(`${web.origin}/hook?key=1`, web)).toEqual({ kind: 'delivered' });
    expect(await post(web.at('hooks.example', '/hook?key=1'), web)).toEqual({ kind: 'delivered' });
    expect(seen.map(({ body }) => body)).toEqual(['{"feed":"бухта"}', '{"feed":"бухта"}']);
    expect(seen[0]?.request.method).toBe('POST');
    expect(seen[0]?.request.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength('{"feed":"бухта"}')),
      'user-agent': 'Topicwire/0.1',
    });
    expect(seen[0]?.request.headers.authorization).toBeUndefined();
  });

  it('sends user name and password of the URL as credentials', async () => {
    const web = await open({ '/hook': { status: 200 } });
    await post(web.origin.replace('//', '//me:hunter%202@').concat('/hook'), web);
    expect(web.requests[0]?.headers.authorization).toBe(`Basic ${btoa('me:hunter 2')}`);
  });

  it('goes over the proxy that the environment names', async () => {
    const web = await open({ 'http://hooks.example/hook': { status: 200 } });
    const options = { userAgent: 'Topicwire/0.1', timeoutMs: 5000, now: () => NOW, resolve: web.resolve };
    const env = { HTTP_PROXY: web.origin.replace('//', '//me:hunter2@') };
    expect(await postJson('http://hooks.example/hook', '{}', { ...options, env })).toEqual({
      kind: 'delivered',
    });
    expect(web.requests[0]).toMatchObject({
      path: 'http://hooks.example/hook',
      headers: { 'proxy-authorization': `Basic ${btoa('me:hunter2')}` },
    });
  });

  it('follows no redirect', async () => {
    const web = await open({ '/hook': { status: 307, headers: { location: '/other' } }, '/other': 'ok' });
    expect(await post(`${web.origin}/hook`, web)).toMatchObject({
      detail: `127.0.0.1:${web.port}: HTTP 307, a redirect, which is not followed`,
    });
    expect(web.requests).toHaveLength(1);
  });

  it('does not wait for the end of an answer', async () => {
    const web = await open({
      '/hook': (_request, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
        response.on('close', () => clearInterval(timer));
        return undefined;
      },
    });
    expect(await post(`${web.origin}/hook`, web)).toEqual({ kind: 'delivered' });
  });

  it.each<[string, WebAnswer, string, number | undefined]>([
    ['a refusal', { status: 403, body: 'no s3cret here' }, 'HTTP 403', undefined],
    ['a fault', { status: 500 }, 'HTTP 500', undefined],
    ['a wish to wait', { status: 429, headers: { 'retry-after': '120' } }, 'HTTP 429', 120],
  ])('fails by %s', async (_name, answer, detail, retryAfterSeconds) => {
    const web = await open({ '*': answer });
    expect(await post(`${web.origin}/s3cret?key=s3cret`, web)).toEqual({
      ...{ kind: 'failed', detail: `127.0.0.1:${web.port}: ${detail}`, retryAfterSeconds },
    });
  });

  it('fails within its time when no answer comes', async () => {
    const web = await open({ '*': HANGS });
    const outcome = await post(`${web.origin}/s3cret`, web, 300);
    expect(outcome).toMatchObject({
      ...{ kind: 'failed', detail: `127.0.0.1:${web.port}: no answer within 0.3 s` },
    });
  });

  it('fails without the path of the URL in its words when nothing listens', async () => {
    const web = await open({});
    await web.close();
    closers.splice(0);
    expect(await post(`${web.origin}/s3cret`, web)).toEqual({
      kind: 'failed',
      detail: `127.0.0.1:${web.port}: it takes no connections (ECONNREFUSED)`,
      retryAfterSeconds: undefined,
    });
  });

  it('fails when what answers speaks no HTTP', async () => {
    const web = await open({
      '*': (_request, response) => {
        response.socket?.end('220 mail.example ESMTP\r\n');
        return undefined;
      },
    });
    expect(await post(`${web.origin}/s3cret`, web)).toEqual({
      kind: 'failed',
      detail: expect.not.stringContaining('s3cret'),
      retryAfterSeconds: undefined,
    });
  });
});
