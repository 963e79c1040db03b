import { createServer } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { buildHttp, type Http, type HttpOptions } from '../../src/fetch/http.ts';
import type { FetchLimits } from '../../src/fetch/limits.ts';
import type { FailureKind, FetchOutcome } from '../../src/model.ts';
import { buildCertificate } from '../support/certificate.ts';
import { toLimits } from '../support/limits.ts';
import { startWeb, type Web, type WebAnswer, type WebRoutes } from '../support/web.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title></channel></rss>';
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(routes: WebRoutes): Promise<Web> {
  const web = await startWeb(routes);
  closers.push(web.close);
  return web;
}

function build(limits: Partial<FetchLimits> = {}, options: HttpOptions = {}): Http {
  const http = buildHttp(toLimits(limits), { now: () => NOW, ...options });
  closers.unshift(http.close);
  return http;
}

async function get(
  routes: WebRoutes,
  path = '/feed',
  limits: Partial<FetchLimits> = {},
): Promise<FetchOutcome> {
  const web = await open(routes);
  return build(limits, { resolve: web.resolve }).fetch({ url: web.origin + path, purpose: 'feed' });
}

const toText = (outcome: FetchOutcome): string =>
  outcome.kind === 'fetched' ? Buffer.from(outcome.body).toString() : `${JSON.stringify(outcome)}`;
const failed = (failure: FailureKind, changes: object = {}): object =>
  expect.objectContaining({ kind: 'failed', failure, ...changes });

describe('a fetch', () => {
  it('gives body, type, validators and freshness as the server sent them', async () => {
    const outcome = await get({
      '/feed': {
        headers: {
          'content-type': 'application/rss+xml; charset=windows-1251',
          etag: 'W/"odd, but ours"',
          'last-modified': 'Sat, 28 Feb 2026 10:00:00 +0400',
          'cache-control': 'public, max-age=300',
        },
        body: FEED,
      },
    });
    expect(toText(outcome)).toBe(FEED);
    expect(outcome).toMatchObject({
      kind: 'fetched',
      status: 200,
      contentType: 'application/rss+xml; charset=windows-1251',
      etag: 'W/"odd, but ours"',
      lastModified: 'Sat, 28 Feb 2026 10:00:00 +0400',
      freshSeconds: 300,
      movedTo: undefined,
    });
  });

  it('says who asks, for what, and in which encodings, and keeps no cookie', async () => {
    const web = await open({ '*': { headers: { 'set-cookie': 'id=1' }, body: FEED } });
    const http = build();
    await http.fetch({ url: `${web.origin}/feed`, purpose: 'feed' });
    await http.fetch({ url: `${web.origin}/page`, purpose: 'page' });
    const [feed, page] = web.requests.map(({ headers }) => headers);
    expect(feed).toMatchObject({
      'user-agent': 'Topicwire/0.0 (+https://example.org/about)',
      'accept-encoding': 'gzip, deflate, br',
      accept: expect.stringMatching(/^application\/atom\+xml/),
    });
    expect(page?.accept).toMatch(/^text\/html/);
    expect(page).not.toHaveProperty('cookie');
    expect(feed).not.toHaveProperty('if-none-match');
  });

  it('sends both validators verbatim and takes the new ones of a 304', async () => {
    const web = await open({ '/feed': { status: 304, headers: { etag: '"b"' } } });
    const outcome = await build().fetch({
      url: `${web.origin}/feed`,
      purpose: 'feed',
      etag: 'W/"a"',
      lastModified: 'yesterday',
    });
    expect(web.requests[0]?.headers).toMatchObject({
      'if-none-match': 'W/"a"',
      'if-modified-since': 'yesterday',
    });
    expect(outcome).toMatchObject({ kind: 'not-modified', etag: '"b"', lastModified: 'yesterday' });
  });

  it('takes a 304 that was not asked for as a failure', async () => {
    expect(await get({ '/feed': { status: 304 } })).toEqual(failed('http-error', { status: 304 }));
  });

  it('reads IPv6 and international host names', async () => {
    const web = await open({ '/feed': FEED });
    const http = build({}, { resolve: web.resolve });
    expect(toText(await http.fetch({ url: web.at('xəbər.test', '/feed'), purpose: 'feed' }))).toBe(FEED);
    expect(web.requests[0]?.host).toBe(new URL('http://xəbər.test').host);
    expect(web.requests[0]?.host).toMatch(/^xn--/);
    const outcome = await http.fetch({ url: 'http://[::1]:1/feed', purpose: 'feed' });
    expect(outcome).toEqual(failed('refused'));
  });

  it('sends every connection elsewhere where the operator says so, https in plain', async () => {
    const web = await open({ 'news.test/feed': FEED });
    const http = build({ allow: [] }, { connectTo: () => ({ host: '127.0.0.1', port: web.port }) });
    expect(toText(await http.fetch({ url: 'https://news.test/feed', purpose: 'feed' }))).toBe(FEED);
    expect(toText(await http.fetch({ url: 'http://news.test/feed', purpose: 'feed' }))).toBe(FEED);
    expect(web.maxConnections('news.test')).toBe(1);
  });

  it('sends credentials to their own origin only', async () => {
    const web = await open({
      'a.test/feed': (request) => ({
        status: 302,
        headers: { location: `http://b.test:${request.socket.localPort}/feed` },
      }),
      'b.test/feed': FEED,
    });
    const http = build({}, { resolve: web.resolve });
    await http.fetch({
      url: web.at('a.test', '/feed'),
      purpose: 'feed',
      headers: { authorization: 'Basic eDp5' },
    });
    expect(web.requests.map(({ host, headers }) => [host, headers.authorization])).toEqual([
      ['a.test', 'Basic eDp5'],
      ['b.test', undefined],
    ]);
  });
});

describe('a status', () => {
  it.each<[number, FailureKind]>([
    [400, 'http-error'],
    [401, 'forbidden'],
    [402, 'http-error'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [410, 'gone'],
    [418, 'http-error'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [503, 'server-error'],
    [300, 'http-error'],
  ])('%i is %s', async (status, failure) => {
    expect(await get({ '/feed': { status, body: 'no' } })).toEqual(failed(failure, { status }));
  });

  it.each<[string, number, string, number | undefined]>([
    ['seconds', 429, '120', 120],
    ['seconds on a 503', 503, '120', 120],
    ['a date', 429, 'Sun, 01 Mar 2026 12:10:00 GMT', 600],
    ['a date on a 503', 503, 'Sun, 01 Mar 2026 12:10:00 GMT', 600],
    ['a year', 429, '31536000', 86_400],
    ['a past date', 429, 'Sun, 01 Mar 2020 12:10:00 GMT', undefined],
    ['nonsense', 429, 'soon', undefined],
  ])('carries Retry-After as %s', async (_, status, value, retryAfterSeconds) => {
    const outcome = await get({ '/feed': { status, headers: { 'retry-after': value } } });
    expect(outcome).toMatchObject({ kind: 'failed', status, retryAfterSeconds });
  });

  it('keeps its failure though its body never ends', async () => {
    const routes: WebRoutes = {
      '/feed': (_, response) => {
        response.writeHead(429, { 'retry-after': '60' }).write('wait');
        return undefined;
      },
    };
    const outcome = await get(routes, '/feed', { totalTimeoutMs: 1_000 });
    expect(outcome).toEqual(failed('rate-limited', { retryAfterSeconds: 60 }));
  });
});

describe('redirects', () => {
  const to = (location: string, status = 302): WebAnswer => ({ status, headers: { location } });

  it.each<[string, WebRoutes, string | undefined]>([
    ['one 301', { '/feed': to('/new', 301), '/new': FEED }, '/new'],
    ['301 and 308', { '/feed': to('/b', 301), '/b': to('new?x=1#part', 308), '/new?x=1': FEED }, '/new?x=1'],
    ['301 and 302', { '/feed': to('/b', 301), '/b': to('/new'), '/new': FEED }, undefined],
    ['one 302', { '/feed': to('/new'), '/new': FEED }, undefined],
    ['one 303', { '/feed': to('/new', 303), '/new': FEED }, undefined],
    ['one 307', { '/feed': to('/new', 307), '/new': FEED }, undefined],
  ])('are followed over %s, and a permanent move is told', async (_, routes, movedTo) => {
    const outcome = await get(routes);
    expect(toText(outcome)).toBe(FEED);
    const moved = outcome.kind === 'fetched' ? outcome.movedTo : 'failed';
    expect(moved?.replace(/^http:\/\/[^/]+/, '')).toBe(movedTo);
  });

  it.each<[string, WebRoutes, FailureKind, RegExp]>([
    ['in a circle', { '/feed': to('/b'), '/b': to('/feed') }, 'redirects', /in a circle/],
    ['to itself', { '/feed': to('/feed') }, 'redirects', /in a circle/],
    [
      'to itself for a cookie',
      { '/feed': { status: 302, headers: { location: '/feed', 'set-cookie': 'ok=1' } } },
      'redirects',
      /cookie/,
    ],
    ['without end', { '*': (request) => to(`${request.url}x`) }, 'redirects', /more than 5 redirects/],
    ['without a Location', { '/feed': { status: 302 } }, 'redirects', /without a Location/],
    ['to file:', { '/feed': to('file:///etc/passwd') }, 'redirects', /expected an http or https URL/],
    ['to javascript:', { '/feed': to('javascript:alert(1)') }, 'redirects', /expected an http or https URL/],
    // 127.0.0.2 and ::1 stand for every forbidden address: a leak would stay on this machine.
    [
      'to a forbidden address',
      { '/feed': to('http://127.0.0.2/feed') },
      'blocked',
      /127\.0\.0\.2 is not public \(loopback\)/,
    ],
    ['to IPv6 loopback', { '/feed': to('http://[::1]/latest') }, 'blocked', /loopback/],
    ['to a number', { '/feed': to('http://2130706434/') }, 'blocked', /127\.0\.0\.2/],
    ['to a mapped address', { '/feed': to('http://[::ffff:127.0.0.2]/') }, 'blocked', /not public/],
  ])('%s end as a failure', async (_, routes, failure, detail) => {
    expect(await get(routes, '/feed', { allow: ['127.0.0.1'] })).toEqual(
      failed(failure, { detail: expect.stringMatching(detail) }),
    );
  });

  it('are followed as often as allowed and no oftener', async () => {
    const routes: WebRoutes = { '/feed': to('/1'), '/1': to('/2'), '/2': FEED };
    expect(toText(await get(routes, '/feed', { maxRedirects: 2 }))).toBe(FEED);
    expect(await get(routes, '/feed', { maxRedirects: 1 })).toEqual(failed('redirects'));
  });
});

describe('the guard', () => {
  it.each([['http://127.0.0.1'], ['http://2130706433'], ['http://[::ffff:127.0.0.1]'], ['http://localhost']])(
    'keeps a fetch of %s from connecting',
    async (origin) => {
      const web = await open({ '*': FEED });
      const outcome = await build({ allow: [] }).fetch({
        url: `${origin}:${web.port}/feed`,
        purpose: 'feed',
      });
      expect(outcome).toEqual(failed('blocked'));
      expect(web.connections()).toBe(0);
    },
  );

  it('refuses a name that turns to loopback between two fetches', async () => {
    const web = await open({ '*': { headers: { connection: 'close' }, body: FEED } });
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const http = build({ allow: ['127.0.0.1'] }, { resolve: async () => answers.shift() ?? [] });
    expect(toText(await http.fetch({ url: web.at('news.test', '/feed'), purpose: 'feed' }))).toBe(FEED);
    expect(await http.fetch({ url: web.at('news.test', '/feed'), purpose: 'feed' })).toEqual(
      failed('blocked'),
    );
    expect(web.requests).toHaveLength(1);
  });

  it('opens a host by its name', async () => {
    const web = await open({ '*': FEED });
    const http = build({ allow: ['wiki.test'] }, { resolve: web.resolve });
    expect(toText(await http.fetch({ url: web.at('wiki.test', '/feed'), purpose: 'feed' }))).toBe(FEED);
    expect(await http.fetch({ url: web.at('other.test', '/feed'), purpose: 'feed' })).toEqual(
      failed('blocked'),
    );
  });

  it.each([['ftp://example.org/feed'], ['file:///etc/passwd'], ['not a url'], ['http://']])(
    'does not take %s for a URL',
    async (url) => {
      expect(await build().fetch({ url, purpose: 'feed' })).toEqual(failed('bad-url'));
    },
  );
});

describe('content encodings', () => {
  const LONG = FEED + '<!-- filler -->'.repeat(20_000);
  const sent = (body: Uint8Array | string, encoding?: string): WebRoutes => ({
    '/feed': { headers: encoding === undefined ? {} : { 'content-encoding': encoding }, body },
  });

  it.each<[string, WebRoutes]>([
    ['gzip', sent(gzipSync(LONG), 'gzip')],
    ['x-gzip', sent(gzipSync(LONG), 'X-GZIP')],
    ['brotli', sent(brotliCompressSync(LONG), 'br')],
    ['deflate', sent(deflateSync(LONG), 'deflate')],
    ['raw deflate', sent(deflateRawSync(LONG), 'deflate')],
    ['two layers', sent(gzipSync(brotliCompressSync(LONG)), 'br, gzip')],
    ['undeclared gzip', sent(gzipSync(LONG))],
    ['gzip twice, declared once', sent(gzipSync(gzipSync(LONG)), 'gzip')],
    ['gzip declared as br', sent(gzipSync(LONG), 'br')],
    ['zlib declared as gzip', sent(deflateSync(LONG), 'gzip')],
    ['plain text declared as gzip', sent(LONG, 'gzip')],
    ['plain text declared as br', sent(LONG, 'br')],
    ['plain text declared as deflate', sent(LONG, 'deflate')],
    ['plain text declared as zstd', sent(LONG, 'zstd')],
    ['an encoding that means nothing', sent(LONG, 'utf-8')],
    [
      'several gzip members',
      sent(Buffer.concat([gzipSync(FEED), gzipSync(LONG.slice(FEED.length))]), 'gzip'),
    ],
    ['gzip with rubbish behind it', sent(Buffer.concat([gzipSync(LONG), Buffer.from('\0\0rest')]), 'gzip')],
  ])('are undone: %s', async (_, routes) => {
    expect(toText(await get(routes))).toBe(LONG);
  });

  it('keep a byte order mark and one-byte bodies as they are', async () => {
    expect(toText(await get(sent('\uFEFF<a/>', 'gzip')))).toBe('\uFEFF<a/>');
    expect(toText(await get(sent('x')))).toBe('x');
  });

  const half = (body: Uint8Array): Uint8Array => body.subarray(0, body.length - 20);
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251));
  it.each<[string, WebRoutes, FailureKind]>([
    ['truncated gzip', sent(half(gzipSync(noise)), 'gzip'), 'reset'],
    ['truncated undeclared gzip', sent(half(gzipSync(noise))), 'reset'],
    ['truncated brotli', sent(half(brotliCompressSync(noise)), 'br'), 'reset'],
    ['damaged gzip', sent(Buffer.concat([gzipSync(noise).subarray(0, 200), noise]), 'gzip'), 'bad-encoding'],
    ['damaged brotli', sent(Buffer.concat([Buffer.from([0xff]), noise]), 'br'), 'bad-encoding'],
    ['zstd', sent(Buffer.from('28b52ffd2400', 'hex'), 'zstd'), 'bad-encoding'],
    ['four layers', sent(gzipSync(FEED), 'gzip, gzip, gzip, gzip'), 'bad-encoding'],
  ])('that cannot be undone are a failure: %s', async (_, routes, failure) => {
    expect(await get(routes)).toEqual(failed(failure));
  });
});

describe('bounds', () => {
  const bomb = (bytes: number): Buffer => Buffer.alloc(bytes, 0x20);
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  it.each<[string, WebRoutes]>([
    ['a stated length', { '/feed': { body: bomb(100_001) } }],
    [
      'a body without a stated length',
      {
        '/feed': (_, response) => {
          response.write(bomb(60_000));
          response.end(bomb(60_000));
          return undefined;
        },
      },
    ],
    [
      'an endless body',
      {
        '/feed': (_, response) => {
          const more = (): void => {
            while (!response.destroyed && response.write(bomb(16_384)));
          };
          response.on('drain', more);
          more();
          return undefined;
        },
      },
    ],
    [
      'a gzip bomb',
      { '/feed': { headers: { 'content-encoding': 'gzip' }, body: gzipSync(bomb(50_000_000)) } },
    ],
    [
      'a bomb in a bomb',
      { '/feed': { headers: { 'content-encoding': 'gzip' }, body: gzipSync(gzipSync(bomb(50_000_000))) } },
    ],
    [
      'a brotli bomb',
      {
        '/feed': { headers: { 'content-encoding': 'br' }, body: brotliCompressSync(bomb(50_000_000), quick) },
      },
    ],
    [
      'a bomb that stalls behind the limit',
      {
        '/feed': (_, response) => {
          response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync(bomb(500_000)));
          return undefined;
        },
      },
    ],
    ['headers', { '/feed': { headers: { 'x-long': 'a'.repeat(65_536) }, body: FEED } }],
  ])('stop %s', async (_, routes) => {
    expect(await get(routes, '/feed', { maxFeedBytes: 100_000 })).toEqual(failed('too-large'));
  });

  it('let a body of just the limit through', async () => {
    const outcome = await get({ '/feed': { body: bomb(100_000) } }, '/feed', { maxFeedBytes: 100_000 });
    expect(toText(outcome)).toHaveLength(100_000);
  });

  it.each<[string, WebRoutes]>([
    ['an answer that never begins', { '/feed': () => undefined }],
    [
      'headers that never end',
      {
        '/feed': (request) => {
          request.socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
          return undefined;
        },
      },
    ],
    [
      'a body that never ends',
      {
        '/feed': (_, response) => {
          response.writeHead(200).write('<rss>');
          return undefined;
        },
      },
    ],
  ])('end %s', async (_, routes) => {
    expect(await get(routes, '/feed', { totalTimeoutMs: 150 })).toEqual(failed('timeout'));
  });

  it('count the time of all redirects together', async () => {
    const slowly: WebRoutes = {
      '*': (request) => ({ status: 302, headers: { location: `${request.url}x` } }),
      '/xxx': () => undefined,
    };
    const outcome = await get(slowly, '/x', { totalTimeoutMs: 200 });
    expect(outcome).toEqual(failed('timeout'));
  });

  it('end a connection that is never made', async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    closers.push(() => new Promise((resolve) => silent.close(() => resolve())));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const http = build({ totalTimeoutMs: 150 });
    expect(await http.fetch({ url: `https://127.0.0.1:${port}/`, purpose: 'feed' })).toEqual(
      failed('timeout'),
    );
  });
});

describe('a broken answer', () => {
  const raw = (text: string, end: 'end' | 'reset'): WebRoutes => ({
    '/feed': (request) => {
      request.socket.write(text, () => {
        if (end === 'end') request.socket.end();
        else request.socket.resetAndDestroy();
      });
      return undefined;
    },
  });

  it.each<[string, WebRoutes, FailureKind]>([
    ['reset in the middle', raw('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>', 'reset'), 'reset'],
    ['shorter than stated', raw('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>', 'end'), 'reset'],
    [
      'chunks cut off',
      raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n', 'end'),
      'reset',
    ],
    [
      'chunks of rubbish',
      raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n', 'end'),
      'malformed',
    ],
    ['no HTTP at all', raw('220 mail.test ESMTP ready\r\n', 'end'), 'malformed'],
    ['closed without a word', raw('', 'end'), 'reset'],
    ['empty', { '/feed': { status: 200 } }, 'empty'],
    ['empty and said so', { '/feed': { status: 204 } }, 'empty'],
  ])('%s is named', async (_, routes, failure) => {
    expect(await get(routes)).toEqual(failed(failure));
  });

  it('with no end but the connection is whole', async () => {
    expect(toText(await get(raw(`HTTP/1.0 200 OK\r\n\r\n${FEED}`, 'end')))).toBe(FEED);
  });
});

describe('connections', () => {
  it('are kept for the next request to the host', async () => {
    const web = await open({ '*': FEED });
    const http = build();
    for (const path of ['/1', '/2', '/3']) await http.fetch({ url: web.origin + path, purpose: 'feed' });
    expect(web.connections()).toBe(1);
  });

  it('survive a refusal with a body', async () => {
    const web = await open({ '/404': { status: 404, body: 'x'.repeat(5_000) }, '/feed': FEED });
    const http = build();
    await http.fetch({ url: `${web.origin}/404`, purpose: 'feed' });
    await http.fetch({ url: `${web.origin}/feed`, purpose: 'feed' });
    expect(web.connections()).toBe(1);
  });

  const dropSecond = (): WebRoutes => {
    let asked = 0;
    return {
      '/feed': (request) => {
        asked += 1;
        if (asked === 2) request.socket.destroy();
        return asked === 2 ? undefined : { body: FEED };
      },
    };
  };

  it('that died while they lay idle are made anew, once and at once', async () => {
    const web = await open(dropSecond());
    const http = build();
    await http.fetch({ url: `${web.origin}/feed`, purpose: 'feed' });
    expect(toText(await http.fetch({ url: `${web.origin}/feed`, purpose: 'feed' }))).toBe(FEED);
    expect(web.requests).toHaveLength(3);
  });

  it('that die when just opened are not made again', async () => {
    const web = await open({
      '/feed': (request) => {
        request.socket.destroy();
        return undefined;
      },
    });
    expect(await build().fetch({ url: `${web.origin}/feed`, purpose: 'feed' })).toEqual(failed('reset'));
    expect(web.requests).toHaveLength(1);
  });

  it('that are refused are named', async () => {
    const web = await startWeb({});
    await web.close();
    expect(await build().fetch({ url: `${web.origin}/feed`, purpose: 'feed' })).toEqual(failed('refused'));
  });

  it.each([['ENOTFOUND'], ['EAI_AGAIN']])('to a name that does not resolve (%s) are named', async (code) => {
    const resolve = async (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
    const outcome = await build({}, { resolve }).fetch({ url: 'http://nowhere.test/', purpose: 'feed' });
    expect(outcome).toEqual(
      failed('dns', { detail: expect.stringMatching(`^nowhere.test: .*\\(${code}\\)$`) }),
    );
  });

  it.each([
    ['self-signed', 'news.test', new Date('2049-01-01T00:00:00Z')],
    ['expired', 'news.test', new Date('2021-01-01T00:00:00Z')],
    ['for another host', 'other.test', new Date('2049-01-01T00:00:00Z')],
  ])('with a certificate that is %s are refused', async (_, host, validTo) => {
    const web = await startWeb({ '*': FEED }, buildCertificate(host, validTo));
    closers.push(web.close);
    const http = build({}, { resolve: web.resolve });
    expect(await http.fetch({ url: web.at('news.test', '/feed'), purpose: 'feed' })).toEqual(failed('tls'));
    expect(web.requests).toHaveLength(0);
  });
});

describe('a page', () => {
  const getPage = async (answer: WebAnswer): Promise<FetchOutcome> => {
    const web = await open({ '/page': answer });
    return build().fetch({ url: `${web.origin}/page`, purpose: 'page' });
  };
  const typed = (type: string, body: string | Uint8Array = '<p>Hello</p>'): WebAnswer => ({
    headers: { 'content-type': type },
    body,
  });

  it.each([
    ['text/html; charset=utf-8'],
    ['application/xhtml+xml'],
    ['text/plain'],
    ['application/octet-stream'],
    ['html'],
    [''],
  ])('of type %j is read', async (type) => {
    expect(toText(await getPage(type === '' ? { body: '<p>Hello</p>' } : typed(type)))).toBe('<p>Hello</p>');
  });

  it.each([
    ['application/pdf'],
    ['image/jpeg'],
    ['video/mp4'],
    ['audio/mpeg'],
    ['application/zip'],
    ['application/json'],
    ['text/calendar'],
  ])('of type %s is none', async (type) => {
    expect(await getPage(typed(type))).toEqual(failed('not-a-page', { status: 200 }));
  });

  it.each([
    ['a PDF', '%PDF-1.7 ...'],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['a PNG', Buffer.from('89504e470d0a1a0a00', 'hex')],
  ])('that is %s whatever its type says is none', async (_, body) => {
    expect(await getPage(typed('text/html', body))).toEqual(failed('not-a-page'));
  });

  it('has its own limit of bytes', async () => {
    const web = await open({ '*': 'x'.repeat(2_000) });
    const http = build({ maxPageBytes: 1_000, maxFeedBytes: 5_000 });
    expect(await http.fetch({ url: `${web.origin}/page`, purpose: 'page' })).toEqual(failed('too-large'));
    expect(await http.fetch({ url: `${web.origin}/feed`, purpose: 'feed' })).toMatchObject({
      kind: 'fetched',
    });
  });
});
