import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { buildMemoryGate } from '../../src/fetch/gate.ts';
import { buildHttp } from '../../src/fetch/http.ts';
import { buildPoliteFetch } from '../../src/fetch/politeness.ts';
import { toLimits } from '../support/limits.ts';
import { startWeb } from '../support/web.ts';

const FEED = '<rss version="2.0"><channel><title>Limanlar</title></channel></rss>';
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A header's value as it goes over the wire, a character a byte. */
const toBytes = (text: string): string => Buffer.from(text).toString('latin1');
/** What DNS calls xəbər (RFC 3492). */
const ASCII = 'xn--xbr-dtbb';
const HAS_IPV6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '::1', resolve);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('an international host name', () => {
  it('is one host in every spelling, over redirects too: one connection, one queue, one robots.txt', async () => {
    const web = await startWeb({
      '/feed': ({ socket }) => ({
        status: 301,
        // As many sites send it: in UTF-8, neither in the form of DNS nor percent-encoded.
        headers: { location: toBytes(`http://xəbər.test:${socket.localPort}/xəbər`) },
      }),
      [`/${encodeURIComponent('xəbər')}`]: FEED,
      '/page': '<html><body>Xəbər</body></html>',
      '/robots.txt': 'User-agent: *\nDisallow: /closed\n',
    });
    const http = buildHttp(toLimits(), { resolve: web.resolve });
    closers.push(http.close, web.close);
    const polite = buildPoliteFetch({
      ...{ http, gate: buildMemoryGate(), spacingMs: 0, userAgent: 'Topicwire', robotsMaxAgeMs: 60_000 },
      now: () => new Date(),
    });
    const at = (name: string, path: string): string => `http://${name}.test:${web.port}${path}`;
    expect(await polite.fetch({ url: at('XƏBƏR', '/feed'), purpose: 'feed' })).toMatchObject({
      kind: 'fetched',
      url: `http://${ASCII}.test:${web.port}/${encodeURIComponent('xəbər')}`,
    });
    await polite.fetch({ url: at('xəbər', '/page'), purpose: 'page' });
    await polite.fetch({ url: at(ASCII, '/page'), purpose: 'page' });
    expect(await polite.fetch({ url: at('xəbər', '/closed'), purpose: 'page' })).toMatchObject({
      failure: 'robots',
    });
    expect(new Set(web.requests.map(({ host }) => host))).toEqual(new Set([`${ASCII}.test`]));
    expect(web.requests.filter(({ path }) => path === '/robots.txt')).toHaveLength(1);
    expect(web.connections()).toBe(1);
    expect(polite.nextAllowedAt(`${ASCII}.test:${web.port}`)).toBeInstanceOf(Date);
  });
});

describe.skipIf(!HAS_IPV6)('an IPv6 address', () => {
  it('is fetched where it is opened, with its brackets in the Host header', async () => {
    const hosts: (string | undefined)[] = [];
    const port = await listen(
      createServer((request, response) => {
        hosts.push(request.headers.host);
        response.end(FEED);
      }),
    );
    const http = buildHttp(toLimits());
    closers.unshift(http.close);
    const outcome = await http.fetch({ url: `http://[0:0::1]:${port}/feed`, purpose: 'feed' });
    expect(outcome).toMatchObject({ kind: 'fetched', url: `http://[::1]:${port}/feed` });
    expect(hosts).toEqual([`[::1]:${port}`]);
  });

  it('is tried for a name that has it alone, and after an IPv4 address that takes no connections', async () => {
    const port = await listen(createServer((_, response) => response.end(FEED)));
    for (const addresses of [['::1'], ['127.0.0.1', '::1']]) {
      const http = buildHttp(toLimits(), { resolve: async () => addresses });
      closers.unshift(http.close);
      const outcome = await http.fetch({ url: `http://news.test:${port}/feed`, purpose: 'feed' });
      expect(outcome).toMatchObject({ kind: 'fetched' });
    }
  });

  it.each(['[::1]', '[0:0::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'])(
    '%s is refused unless opened',
    async (host) => {
      let connected = 0;
      const port = await listen(
        createServer((_, response) => response.end(FEED)).on('connection', () => (connected += 1)),
      );
      const http = buildHttp(toLimits({ allow: [] }));
      closers.unshift(http.close);
      expect(await http.fetch({ url: `http://${host}:${port}/feed`, purpose: 'feed' })).toMatchObject({
        failure: 'blocked',
      });
      expect(connected).toBe(0);
    },
  );
});

describe('cookies', () => {
  it('are sent back to nobody: not on a redirect, not to the same URL, not for a page', async () => {
    const cookie = { 'set-cookie': ['id=1; Path=/; Max-Age=3600', 'consent=yes'] };
    const web = await startWeb({
      '/old': { status: 302, headers: { ...cookie, location: '/feed' } },
      '*': { headers: cookie, body: FEED },
    });
    const http = buildHttp(toLimits());
    closers.push(http.close, web.close);
    await http.fetch({ url: `${web.origin}/old`, purpose: 'feed' });
    await http.fetch({ url: `${web.origin}/feed`, purpose: 'feed' });
    await http.fetch({ url: `${web.origin}/page`, purpose: 'page' });
    expect(web.requests.map(({ path }) => path)).toEqual(['/old', '/feed', '/feed', '/page']);
    expect(web.requests.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
  });
});
