import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip, deflateRawSync, type Gzip, gzipSync } from 'node:zlib';
import { buildFeedFaults, type Fault, toFeed } from './feed-faults.ts';
import type { WebAnswer, WebRoute, WebRoutes } from './web.ts';

/** Every fault by its name, which is its path; made anew for each web, since some remember who asked before. */
export function buildFaults(): Readonly<Record<string, Fault>> {
  return { ...buildTransportFaults(), ...buildAnswerFaults(), ...buildPageFaults(), ...buildFeedFaults() };
}

/** The faults as routes `/name`, with what they redirect to. */
export function toFaultRoutes(faults: Readonly<Record<string, Fault>>): WebRoutes {
  const routes = Object.entries(faults).map(([name, { route }]): [string, WebRoute] => [`/${name}`, route]);
  return { ...Object.fromEntries(routes), '/moved': feed('moved'), '/robots.txt': ROBOTS, '*': endlessHosts };
}

const ROBOTS = 'User-agent: *\nDisallow: /page-disallowed\nCrawl-delay: 2\n';
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
const pageFault = (outcome: Fault['outcome'], route: WebRoute): Fault => ({
  outcome,
  route,
  purpose: 'page',
});

type Writer = (request: IncomingMessage, response: ServerResponse) => void;
const write =
  (writer: Writer): WebRoute =>
  (request, response) => {
    writer(request, response);
    return undefined;
  };
const raw = (text: string, end: (request: IncomingMessage) => void): WebRoute =>
  write((request) => request.socket.write(text, () => end(request)));

/** Sends so many bytes of blanks, as fast as they are taken. */
const blanks = (bytes: number): Readable =>
  Readable.from(
    (function* () {
      for (let sent = 0; sent < bytes; sent += BLANK.length) yield BLANK;
    })(),
  );
const BLANK = Buffer.alloc(65_536, 0x20);
const TEN_GB = 10 * 1024 ** 3;

const bomb = (encoding: string, compress: () => Gzip | ReturnType<typeof createBrotliCompress>): WebRoute =>
  write((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding });
    pipeline(blanks(TEN_GB), compress(), response, () => undefined);
  });

/** Every path leads to a host that nobody has asked before. */
const endlessHosts: WebRoute = (request) => {
  const [, port = ''] = /:(\d+)$/.exec(request.headers.host ?? '') ?? [];
  const depth = Number(/^\/next-(\d+)$/.exec(request.url ?? '')?.[1] ?? 0) + 1;
  return request.url?.startsWith('/next-') === true
    ? redirect(302, `http://host-${depth}.test:${port}/next-${depth}`)
    : { status: 404 };
};

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

function buildAnswerFaults(): Record<string, Fault> {
  let asked = 0;
  const backAgain: WebRoute = () => {
    asked += 1;
    return asked === 1 ? { status: 404 } : feed('not-found-then-back');
  };
  return {
    'redirect-loop': fault('redirects', redirect(302, '/redirect-loop')),
    'redirect-forbidden': fault('blocked', redirect(302, 'http://10.0.0.1/feed')),
    'redirect-metadata': fault('blocked', redirect(301, 'http://169.254.169.254/latest/meta-data')),
    'redirect-file': fault('redirects', redirect(302, 'file:///etc/passwd')),
    'redirect-nowhere': fault('redirects', { status: 302 }),
    'redirect-new-hosts': fault('redirects', redirect(302, '/next-1')),
    'redirect-301': fault('fetched', redirect(301, '/moved')),
    'redirect-302': fault('fetched', redirect(302, '/moved')),
    'redirect-308': fault('fetched', redirect(308, '/moved')),
    'cookie-wall': fault('redirects', {
      status: 302,
      headers: { location: '/cookie-wall', 'set-cookie': 'seen=1; Path=/' },
    }),
    gone: fault('gone', { status: 410 }),
    'not-found': fault('not-found', { status: 404, body: '<html>Nothing here</html>' }),
    'not-found-then-back': fault('not-found', backAgain),
    forbidden: fault('forbidden', { status: 403, body: '<html>No</html>' }),
    'rate-limited-seconds': fault('rate-limited', { status: 429, headers: { 'retry-after': '120' } }),
    'rate-limited-date': fault('rate-limited', {
      status: 429,
      headers: { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' },
    }),
    'unavailable-seconds': fault('server-error', { status: 503, headers: { 'retry-after': '120' } }),
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
  };
}

const page = (type: string, body: string | Uint8Array): WebAnswer => ({
  headers: { 'content-type': type },
  body,
});
const buildPageFaults = (): Record<string, Fault> => ({
  'page-pdf': pageFault('not-a-page', page('application/pdf', '%PDF-1.7')),
  'page-pdf-as-html': pageFault('not-a-page', page('text/html', '%PDF-1.7')),
  'page-image': pageFault('not-a-page', page('image/jpeg', Buffer.from('ffd8ffe0', 'hex'))),
  'page-huge': pageFault(
    'too-large',
    write((_, response) =>
      pipeline(
        blanks(50 * 1024 ** 2),
        response.writeHead(200, { 'content-type': 'text/html' }),
        () => undefined,
      ),
    ),
  ),
  'page-not-found': pageFault('not-found', { status: 404 }),
  'page-disallowed': pageFault('fetched', page('text/html', '<p>Not for robots.</p>')),
  'page-script-only': pageFault(
    'fetched',
    page('text/html', '<html><body><div id="app"></div><script>start()</script></body></html>'),
  ),
  'page-open-tags': pageFault('fetched', page('text/html', `<html><body>${'<p '.repeat(13_600)}`)),
});
