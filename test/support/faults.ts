import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { constants, createBrotliCompress, createGzip, deflateRawSync, type Gzip, gzipSync } from 'node:zlib';
import { blanks } from './blanks.ts';
import { buildFeedFaults, type Fault, toFeed } from './feed-faults.ts';
import { buildPageFaults } from './page-faults.ts';
import type { WebAnswer, WebRoute } from './web.ts';

/** Every fault by its name, which is its path and its host; made anew for each web, since some remember who asked before. */
export function buildFaults(): Readonly<Record<string, Fault>> {
  return {
    ...buildTransportFaults(),
    ...buildNameFaults(),
    ...buildAnswerFaults(),
    ...buildRedirectFaults(),
    ...buildPageFaults(),
    ...buildFeedFaults(),
  };
}

const feed = (name: string): WebAnswer => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: toFeed(name),
});
const redirect = (status: number, location: string): WebAnswer => ({ status, headers: { location } });
const encoded = (encoding: string, body: Uint8Array | string): WebAnswer => ({
  headers: { 'content-type': 'application/rss+xml', 'content-encoding': encoding },
  body,
});
const fault = (outcome: Fault['outcome'], route: WebRoute): Fault => ({ outcome, route, purpose: 'feed' });

type Writer = (request: IncomingMessage, response: ServerResponse) => void;
const write =
  (writer: Writer): WebRoute =>
  (request, response) => {
    writer(request, response);
    return undefined;
  };
const raw = (text: string, end: (request: IncomingMessage) => void): WebRoute =>
  write((request) => request.socket.write(text, () => end(request)));

const TEN_GB = 10 * 1024 ** 3;

const bomb = (encoding: string, compress: () => Gzip | ReturnType<typeof createBrotliCompress>): WebRoute =>
  write((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding });
    // Large pieces: a compressor takes 16 MB of blanks before it gives its first bytes.
    pipeline(blanks(TEN_GB, 4 * 1024 ** 2), compress(), response, () => undefined);
  });

const buildTransportFaults = (): Record<string, Fault> => ({
  'slow-headers': fault(
    'timeout',
    write(({ socket }) => dribble((text) => socket.write(text), 'HTTP/1.1 200 OK\r\nX-')),
  ),
  'slow-body': fault(
    'timeout',
    write((_, response) => dribble((text) => response.write(text), '<rss>')),
  ),
  'endless-body': fault(
    'too-large',
    write((_, response) => pipeline(blanks(Number.POSITIVE_INFINITY), response, () => undefined)),
  ),
  'huge-body': fault(
    'too-large',
    write((_, response) => pipeline(blanks(200 * 1024 ** 2), response, () => undefined)),
  ),
  'gzip-bomb': fault(
    'too-large',
    bomb('gzip', () => createGzip({ level: 1 })),
  ),
  'brotli-bomb': fault(
    'too-large',
    bomb('br', () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
  ),
  'reset-in-body': fault(
    'reset',
    raw('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss>', ({ socket }) => socket.resetAndDestroy()),
  ),
  'length-too-long': fault(
    'reset',
    raw('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss>', ({ socket }) => socket.end()),
  ),
  'length-too-short': fault(
    'fetched',
    raw(
      `HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: ${toFeed('length-too-short').length}\r\n\r\n${toFeed('length-too-short')}<more><more>`,
      ({ socket }) => socket.end(),
    ),
  ),
  'chunked-garbage': fault(
    'malformed',
    raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n<rss>\r\n', ({ socket }) =>
      socket.end(),
    ),
  ),
  'no-http': fault(
    'malformed',
    raw('SSH-2.0-harbour\r\n', ({ socket }) => socket.end()),
  ),
  'closed-at-once': fault(
    'reset',
    write(({ socket }) => socket.destroy()),
  ),
  'long-header': fault('too-large', {
    headers: { 'x-long': 'h'.repeat(65_536) },
    body: toFeed('long-header'),
  }),
  'truncated-gzip': fault('reset', encoded('gzip', gzipSync(toFeed('truncated-gzip')).subarray(0, 150))),
  'undeclared-gzip': fault('fetched', { body: gzipSync(toFeed('undeclared-gzip')) }),
  'raw-deflate': fault('fetched', encoded('deflate', deflateRawSync(toFeed('raw-deflate')))),
  'wrong-encoding': fault('fetched', encoded('gzip', toFeed('wrong-encoding'))),
  zstd: fault('bad-encoding', encoded('zstd', Buffer.from('28b52ffd2400010000', 'hex'))),
});

/** Says one more byte now and then, and never the last. */
function dribble(say: (text: string) => unknown, first: string): void {
  say(first);
  const timer = setInterval(() => say('x'), 20);
  timer.unref();
  // Longer than any test's timeout; then the server falls silent.
  setTimeout(() => clearInterval(timer), 10_000).unref();
}

const sound = (name: string, changes: Partial<Fault>): Fault => ({
  ...fault('fetched', feed(name)),
  ...changes,
});
const certified = (name: string, host: string, validTo: string): Fault =>
  sound(name, { outcome: 'tls', certificate: { host, validTo: new Date(validTo) } });

/** Hosts that are not who they say they are, or not where they may be. */
function buildNameFaults(): Record<string, Fault> {
  let asked = 0;
  return {
    'tls-self-signed': certified('tls-self-signed', 'tls-self-signed.test', '2049-01-01T00:00:00Z'),
    'tls-expired': certified('tls-expired', 'tls-expired.test', '2021-01-01T00:00:00Z'),
    'tls-wrong-host': certified('tls-wrong-host', 'another.test', '2049-01-01T00:00:00Z'),
    'name-unknown': sound('name-unknown', { outcome: 'dns', resolve: () => 'ENOTFOUND' }),
    'name-forbidden': sound('name-forbidden', { outcome: 'blocked', resolve: () => ['127.0.0.2'] }),
    // Says loopback to who checks and the forbidden address to who asks once more to connect.
    'name-changes': sound('name-changes', {
      route: { ...feed('name-changes'), headers: { connection: 'close' } },
      resolve: () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
      },
    }),
  };
}

/** Redirects that lead nowhere, in circles, or to where nobody may go; 127.0.0.2 stands for every forbidden address. */
const buildRedirectFaults = (): Record<string, Fault> => ({
  'redirect-loop': fault('redirects', redirect(302, '/redirect-loop')),
  'redirect-forbidden': fault('blocked', toForbidden('127.0.0.2')),
  'redirect-forbidden-number': fault('blocked', toForbidden('2130706434')),
  'redirect-forbidden-mapped': fault('blocked', toForbidden('[::ffff:127.0.0.2]')),
  'redirect-forbidden-ipv6': fault('blocked', toForbidden('[::1]')),
  'redirect-file': fault('redirects', redirect(302, 'file:///etc/passwd')),
  'redirect-nowhere': fault('redirects', { status: 302 }),
  'redirect-new-hosts': fault('redirects', redirect(302, '/next-1')),
  'redirect-301': fault('fetched', redirect(301, '/moved')),
  'redirect-302': fault('fetched', redirect(302, '/moved')),
  'redirect-307': fault('fetched', redirect(307, '/moved')),
  'redirect-308': fault('fetched', redirect(308, '/moved')),
  'cookie-wall': fault('redirects', {
    status: 302,
    headers: { location: '/cookie-wall', 'set-cookie': 'seen=1; Path=/' },
  }),
});
const toForbidden =
  (host: string): WebRoute =>
  ({ socket }) =>
    redirect(302, `http://${host}:${socket.localPort}/feed`);

function buildAnswerFaults(): Record<string, Fault> {
  let asked = 0;
  const backAgain: WebRoute = () => {
    asked += 1;
    return asked === 1 ? { status: 404 } : feed('not-found-then-back');
  };
  return {
    gone: fault('gone', { status: 410 }),
    'not-found': fault('not-found', { status: 404, body: '<html>Nothing here</html>' }),
    'not-found-then-back': fault('not-found', backAgain),
    forbidden: fault('forbidden', { status: 403, body: '<html>No</html>' }),
    'rate-limited-seconds': fault('rate-limited', { status: 429, headers: { 'retry-after': '7200' } }),
    'rate-limited-date': fault('rate-limited', {
      status: 429,
      headers: { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' },
    }),
    'unavailable-seconds': fault('server-error', { status: 503, headers: { 'retry-after': '7200' } }),
    'server-error': fault('server-error', { status: 500 }),
    'challenge-403': fault('challenge', {
      status: 403,
      headers: { 'cf-mitigated': 'challenge' },
      body: '<html></html>',
    }),
    'challenge-503': fault('challenge', {
      status: 503,
      body: '<!DOCTYPE html><html><title>Just a moment...</title></html>',
    }),
    'not-modified-unasked': fault('http-error', { status: 304 }),
    empty: fault('empty', { status: 200 }),
    'crawl-delay': sound('crawl-delay', { robots: 'User-agent: *\nCrawl-delay: 2\n' }),
  };
}
