import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { BlockedAddressError, parseAllowRules } from '../../src/fetch/guard.ts';
import { buildHttp, type Http, type HttpOptions } from '../../src/fetch/http.ts';
import type { FetchLimits } from '../../src/fetch/limits.ts';
import { buildProxyChoice, parseProxy } from '../../src/fetch/proxy.ts';
import { UncheckedNameError } from '../../src/fetch/proxy-error.ts';
import { checkTarget } from '../../src/fetch/tunnel.ts';
import type { FetchOutcome } from '../../src/model.ts';
import { buildCertificate, type TestCertificate } from '../support/certificate.ts';
import { toLimits } from '../support/limits.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';
import { startWeb, type Web, type WebRoutes } from '../support/web.ts';

const BOTH = { HTTP_PROXY: 'http://plain.example:3128', HTTPS_PROXY: 'http://secure.example:3129' };

describe('the choice of a proxy', () => {
  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['none without variables', {}, 'http://news.example/rss', 'direct'],
    ['HTTP_PROXY for http', BOTH, 'http://news.example/rss', 'plain.example'],
    ['HTTPS_PROXY for https', BOTH, 'https://news.example/rss', 'secure.example'],
    [
      'none for https with HTTP_PROXY alone',
      { HTTP_PROXY: 'plain.example' },
      'https://news.example/',
      'direct',
    ],
    [
      'the lower case where both are set',
      { ...BOTH, http_proxy: 'http://low.example' },
      'http://a.example/',
      'low.example',
    ],
    [
      'the upper case where the lower is empty',
      { ...BOTH, http_proxy: '' },
      'http://a.example/',
      'plain.example',
    ],
    [
      'none for a name of NO_PROXY',
      { ...BOTH, NO_PROXY: 'a.example,b.example' },
      'http://b.example/',
      'direct',
    ],
    ['none for its subdomains', { ...BOTH, NO_PROXY: 'example' }, 'http://news.example/', 'direct'],
    [
      'a proxy for a name that only ends alike',
      { ...BOTH, NO_PROXY: 'news.example' },
      'http://oldnews.example/',
      'plain.example',
    ],
    [
      'none for .name and *.name',
      { ...BOTH, no_proxy: '.a.example *.b.example' },
      'https://x.b.example/',
      'direct',
    ],
    [
      'none for the name of .name itself',
      { ...BOTH, no_proxy: '.a.example' },
      'https://a.example/',
      'direct',
    ],
    [
      'none in another case and with the last dot',
      { ...BOTH, NO_PROXY: 'News.Example' },
      'http://news.example./',
      'direct',
    ],
    ['none at all for *', { ...BOTH, NO_PROXY: '*' }, 'https://news.example/', 'direct'],
    [
      'none at the port named',
      { ...BOTH, NO_PROXY: 'news.example:8443' },
      'https://news.example:8443/',
      'direct',
    ],
    [
      'a proxy at another port',
      { ...BOTH, NO_PROXY: 'news.example:8443' },
      'https://news.example/',
      'secure.example',
    ],
    [
      'none at the protocol’s own port',
      { ...BOTH, NO_PROXY: 'news.example:443' },
      'https://news.example/',
      'direct',
    ],
    ['none for an address', { ...BOTH, NO_PROXY: '192.0.2.7' }, 'http://192.0.2.7/', 'direct'],
    ['none for a network', { ...BOTH, NO_PROXY: '10.0.0.0/8' }, 'http://10.20.30.40/', 'direct'],
    ['a proxy beside the network', { ...BOTH, NO_PROXY: '10.0.0.0/8' }, 'http://11.0.0.1/', 'plain.example'],
    ['none for an IPv6 network', { ...BOTH, NO_PROXY: 'fd00::/8' }, 'http://[fd12::1]/', 'direct'],
    [
      'none for an IPv6 address with a port',
      { ...BOTH, NO_PROXY: '[fd12::1]:81' },
      'http://[fd12::1]:81/',
      'direct',
    ],
    ['none for an IDN host', { ...BOTH, NO_PROXY: 'xəbər.example' }, 'http://xəbər.example/', 'direct'],
    ['none for this machine', BOTH, 'http://localhost:8080/', 'direct'],
    ['none for its addresses', BOTH, 'http://127.8.9.10/', 'direct'],
    ['none for its IPv6 address', BOTH, 'http://[::1]:81/', 'direct'],
    [
      'nothing usable for SOCKS',
      { HTTP_PROXY: 'socks5://plain.example' },
      'http://news.example/',
      'unusable',
    ],
    ['nothing usable for what is no URL', { HTTP_PROXY: 'http://' }, 'http://news.example/', 'unusable'],
  ])('is %s', (_, env, url, expected) => {
    const choice = buildProxyChoice(env)(new URL(url));
    expect(choice.kind === 'proxy' ? choice.proxy.hostname : choice.kind).toBe(expected);
  });

  it('names the variable of a proxy that cannot be used, not its value', () => {
    const choice = buildProxyChoice({ https_proxy: 'ftp://me:hunter2@x' })(new URL('https://news.example/'));
    expect(choice).toEqual({
      kind: 'unusable',
      detail: 'HTTPS_PROXY: expected a URL such as http://proxy.example:3128',
    });
  });

  it.each([
    [
      'proxy.example:3128',
      { protocol: 'http:', hostname: 'proxy.example', port: '3128', authorization: undefined },
    ],
    [
      'https://proxy.example',
      { protocol: 'https:', hostname: 'proxy.example', port: '', authorization: undefined },
    ],
    ['http://[::1]:3128/', { protocol: 'http:', hostname: '::1', port: '3128', authorization: undefined }],
    [
      'http://me:s%40lt@10.0.0.1',
      { protocol: 'http:', hostname: '10.0.0.1', port: '', authorization: `Basic ${btoa('me:s@lt')}` },
    ],
  ])('reads %s', (text, proxy) => {
    expect(parseProxy(text)).toEqual(proxy);
  });
});

const FEED = '<rss version="2.0"><channel><title>Over the proxy</title></channel></rss>';
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Setting {
  readonly web: Web;
  readonly proxy: TestProxy;
  readonly build: (limits?: Partial<FetchLimits>, options?: HttpOptions) => Http;
}

/** Every name is loopback's port 80 or 443 to us, and the web to the proxy: what arrives came over the proxy. */
async function open(routes: WebRoutes, certificate?: TestCertificate, refuse?: number): Promise<Setting> {
  const web = await startWeb(routes, certificate);
  const proxy = await startProxy({ to: web.port, ...(refuse === undefined ? {} : { refuse }) });
  closers.push(proxy.close, web.close);
  const url = proxy.origin.replace('//', '//me:hunter2@');
  const build: Setting['build'] = (limits, options) => {
    const http = buildHttp(toLimits(limits), {
      env: { HTTP_PROXY: url, HTTPS_PROXY: url },
      resolve: async () => ['127.0.0.1'],
      ...options,
    });
    closers.unshift(http.close);
    return http;
  };
  return { web, proxy, build };
}

const get = (http: Http, url: string): Promise<FetchOutcome> => http.fetch({ url, purpose: 'feed' });
const toText = (outcome: FetchOutcome): string =>
  outcome.kind === 'fetched' ? Buffer.from(outcome.body).toString() : JSON.stringify(outcome);
const AUTHORIZATION = `Basic ${btoa('me:hunter2')}`;

describe('a fetch over a proxy', () => {
  it('asks it for the whole URL of http, with the host the URL has', async () => {
    const { web, proxy, build } = await open({ 'news.example/rss?a=1': FEED });
    expect(toText(await get(build(), 'http://news.example/rss?a=1'))).toBe(FEED);
    expect(proxy.requests).toEqual([
      {
        ...{ method: 'GET', target: 'http://news.example/rss?a=1', host: 'news.example' },
        authorization: AUTHORIZATION,
      },
    ]);
    expect(web.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('asks it for a tunnel for https, and keeps the tunnel for the next request', async () => {
    const certificate = buildCertificate('news.example', new Date('2049-01-01T00:00:00Z'));
    const { web, proxy, build } = await open({ '*': FEED }, certificate);
    const http = build();
    const fetch = () => http.fetch({ url: 'https://news.example/rss', purpose: 'feed', tls: 'unverified' });
    expect(toText(await fetch())).toBe(FEED);
    expect(toText(await fetch())).toBe(FEED);
    expect(proxy.requests).toEqual([
      {
        ...{ method: 'CONNECT', target: 'news.example:443', host: 'news.example:443' },
        authorization: AUTHORIZATION,
      },
    ]);
    expect(web.requests.map(({ host, headers }) => [host, headers['proxy-authorization']])).toEqual([
      ['news.example', undefined],
      ['news.example', undefined],
    ]);
  });

  it('checks the certificate of the host within the tunnel', async () => {
    const certificate = buildCertificate('news.example', new Date('2049-01-01T00:00:00Z'));
    const { web, build } = await open({ '*': FEED }, certificate);
    expect(await get(build(), 'https://news.example/rss')).toMatchObject({ kind: 'failed', failure: 'tls' });
    expect(web.requests).toEqual([]);
  });

  it('goes straight where NO_PROXY says so', async () => {
    const { web, proxy, build } = await open({ '*': FEED });
    const env = { HTTP_PROXY: proxy.origin, NO_PROXY: 'news.example' };
    const http = build({}, { env, resolve: web.resolve });
    expect(toText(await get(http, web.at('news.example', '/rss')))).toBe(FEED);
    expect(proxy.requests).toEqual([]);
  });

  it('goes where the recorded web is, whatever the environment says', async () => {
    const { web, proxy, build } = await open({ '*': FEED });
    const http = build({}, { connectTo: () => ({ host: '127.0.0.1', port: web.port }) });
    expect(toText(await get(http, 'https://news.example/rss'))).toBe(FEED);
    expect(proxy.requests).toEqual([]);
  });

  it('follows redirects over it, each hop judged anew', async () => {
    const { proxy, build } = await open({
      'news.example/old': { status: 301, headers: { location: 'http://news.example/new' } },
      'news.example/new': { status: 302, headers: { location: 'http://127.0.0.2:9/latest' } },
    });
    expect(await get(build({ allow: ['127.0.0.1'] }), 'http://news.example/old')).toMatchObject({
      failure: 'blocked',
    });
    expect(proxy.requests.map(({ target }) => target)).toEqual([
      'http://news.example/old',
      'http://news.example/new',
    ]);
  });
});

describe('the host of a request over a proxy', () => {
  const nothing = async (): Promise<readonly string[]> => [];

  it.each<[string, string, () => Promise<readonly string[]>]>([
    ['a private address', '10.0.0.1', nothing],
    ['one in IPv6', 'fd00::1', nothing],
    ['one mapped into IPv6', '::ffff:10.0.0.1', nothing],
    ['the metadata of a cloud', '169.254.169.254', nothing],
    ['a name that leads to a private address', 'in.example', async () => ['10.0.0.1']],
    [
      'a name with one among others, of which the proxy might choose it',
      'in.example',
      async () => ['93.184.216.34', '10.0.0.1'],
    ],
  ])('is refused: %s', async (_, host, resolve) => {
    await expect(checkTarget(host, parseAllowRules([]), resolve)).rejects.toThrow(BlockedAddressError);
  });

  it.each<[string, () => Promise<readonly string[]>]>([
    ['without an address', nothing],
    ['that is not known here', () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))],
  ])('is refused: a name %s', async (_, resolve) => {
    await expect(checkTarget('nowhere.example', parseAllowRules([]), resolve)).rejects.toThrow(
      UncheckedNameError,
    );
  });

  it.each<[string, readonly string[], string, () => Promise<readonly string[]>]>([
    ['a public address', [], '93.184.216.34', nothing],
    ['a name the operator opened, known here or not', ['in.example'], 'in.example', nothing],
    ['a network the operator opened', ['10.0.0.0/8'], 'in.example', async () => ['10.0.0.1']],
    ['an address in it', ['10.0.0.0/8'], '10.0.0.1', nothing],
  ])('is asked for: %s', async (_, allow, host, resolve) => {
    await expect(checkTarget(host, parseAllowRules(allow), resolve)).resolves.toBeUndefined();
  });
});

/** What a leak would dial here is loopback, too: an address of it that is not opened. */
const FORBIDDEN = '127.0.0.2';

describe('a proxy is no way round the guard', () => {
  it.each(['http://in.example:9/', 'https://in.example:9/'])(
    'to %s, which leads to a forbidden address',
    async (url) => {
      const { proxy, build } = await open({ '*': FEED });
      const http = build({ allow: ['127.0.0.1'] }, { resolve: async () => [FORBIDDEN] });
      expect(await get(http, url)).toMatchObject({ kind: 'failed', failure: 'blocked' });
      expect(proxy.requests).toEqual([]);
    },
  );

  it('to this machine, which is not asked for over it', async () => {
    const { proxy, web, build } = await open({ '*': FEED });
    expect(await get(build({ allow: [] }), web.origin)).toMatchObject({ failure: 'blocked' });
    expect(await get(build(), web.origin)).toMatchObject({ kind: 'fetched' });
    expect(proxy.requests).toEqual([]);
  });

  it('nor once a name has been asked for: each request is judged', async () => {
    const answers = [['127.0.0.1'], [FORBIDDEN]];
    const { proxy, build } = await open({ '*': FEED });
    const http = build({ allow: ['127.0.0.1'] }, { resolve: async () => answers.shift() ?? [] });
    expect(toText(await get(http, 'http://news.example/rss'))).toBe(FEED);
    expect(await get(http, 'http://news.example/rss')).toMatchObject({ failure: 'blocked' });
    expect(proxy.requests).toHaveLength(1);
  });

  it.each<[string, readonly string[], string, () => Promise<readonly string[]>]>([
    [
      'a name that the operator opened, known here or not',
      ['in.example'],
      'http://in.example/',
      async () => [],
    ],
    ['a network that the operator opened', ['127.0.0.0/8'], 'http://in.example/', async () => [FORBIDDEN]],
  ])('and still leads to %s', async (_, allow, url, resolve) => {
    const { build } = await open({ '*': FEED });
    expect(toText(await get(build({ allow }, { resolve }), url))).toBe(FEED);
  });
});

describe('a proxy that fails', () => {
  const NOBODY = {
    HTTP_PROXY: 'http://me:hunter2@127.0.0.1:1',
    HTTPS_PROXY: 'http://me:hunter2@127.0.0.1:1',
  };

  it.each([
    [
      'http://news.example/',
      'news.example, over the proxy 127.0.0.1:1: it takes no connections (ECONNREFUSED)',
    ],
    [
      'https://news.example/',
      'news.example, over the proxy 127.0.0.1:1: it takes no connections (ECONNREFUSED)',
    ],
  ])('is named as the one who failed, for %s', async (url, detail) => {
    const { build } = await open({});
    expect(await get(build({}, { env: NOBODY }), url)).toMatchObject({ failure: 'proxy', detail });
  });

  it('is named when it grants no tunnel, and its password is not', async () => {
    const { build } = await open({}, undefined, 407);
    const outcome = await get(build(), 'https://news.example/');
    expect(outcome).toMatchObject({
      failure: 'proxy',
      detail: expect.stringMatching(
        /^news\.example, over the proxy 127\.0\.0\.1:\d+: it answered CONNECT with 407$/,
      ),
    });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('is named when it asks for a password for http', async () => {
    const { build } = await open({}, undefined, 407);
    expect(await get(build(), 'http://news.example/')).toMatchObject({ failure: 'proxy', status: 407 });
  });

  it('is not gone round where its variable cannot be read', async () => {
    const { web, build } = await open({ '*': FEED });
    const http = build({}, { env: { HTTP_PROXY: 'socks5://127.0.0.1:1' }, resolve: web.resolve });
    expect(await get(http, web.at('news.example', '/'))).toMatchObject({
      failure: 'proxy',
      detail: expect.stringContaining('HTTP_PROXY: expected a URL'),
    });
    expect(web.requests).toEqual([]);
  });

  it('has the time to connect that a host has', async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    closers.push(
      () =>
        new Promise((resolve) => {
          silent.close(() => resolve());
        }),
    );
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { build } = await open({});
    const http = build({ connectTimeoutMs: 100 }, { env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } });
    expect(await get(http, 'https://news.example/')).toMatchObject({
      failure: 'timeout',
      detail: `news.example, over the proxy 127.0.0.1:${port}: no connection within 0.1 s`,
    });
  });
});
