import { createServer } from 'node:net';
import type { Resolve } from '../../src/fetch/connect.ts';
import { buildCertificate } from './certificate.ts';
import { type Fault, toFeed } from './feed-faults.ts';
import { toArticlePage } from './page-faults.ts';
import { startWeb, type Web, type WebAnswer, type WebRoute, type WebRoutes } from './web.ts';

/** The fault catalogue as a web on loopback, every fault on a host of its own, and any number of sound hosts. */
export interface FaultWeb {
  /** The URL that is wrong. */
  readonly at: (name: string) => string;
  /** The feed to follow for a fault: itself, or one whose only entry is the page that is wrong; of no fault, a sound feed. */
  readonly feedOf: (name: string) => string;
  /** The resolver by which all of it is found; what it says is on loopback. */
  readonly resolve: Resolve;
  readonly requests: Web['requests'];
  /** Connections to 127.0.0.2, where nobody is ever to go. */
  readonly forbidden: () => number;
  readonly close: () => Promise<void>;
}

/** Only this address is to be allowed: 127.0.0.2 and ::1 stand for what is forbidden. */
export const ALLOWED_ADDRESS = '127.0.0.1';

/** Starts the web, a TLS server for each certificate, and the trap at the forbidden address. */
export async function startFaultWeb(
  faults: Readonly<Record<string, Fault>>,
  now?: () => number,
): Promise<FaultWeb> {
  const web = await startWeb(toRoutes(faults), undefined, now);
  const secure = new Map<string, Web>();
  for (const [name, { certificate, route }] of Object.entries(faults))
    if (certificate !== undefined)
      secure.set(
        name,
        await startWeb({ '*': route }, buildCertificate(certificate.host, certificate.validTo)),
      );
  const trap = await startTrap(web.port);
  const at = (name: string, path: string): string => (secure.get(name) ?? web).at(`${name}.test`, path);
  return {
    at: (name) => at(name, `/${name}`),
    feedOf: (name) => {
      const fault = faults[name];
      if (fault === undefined) return at(name, '/moved');
      return at(name, fault.purpose === 'feed' ? `/${name}` : '/feed-of-page');
    },
    resolve: async (host) => {
      const answer = faults[host.replace(/\.test$/, '')]?.resolve?.() ?? [ALLOWED_ADDRESS];
      if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
      return answer;
    },
    requests: web.requests,
    forbidden: trap.connections,
    close: async () => {
      await Promise.all([web.close(), trap.close(), ...[...secure.values()].map((one) => one.close())]);
    },
  };
}

function toRoutes(faults: Readonly<Record<string, Fault>>): WebRoutes {
  const routes = Object.entries(faults).flatMap(([name, { route, robots }]): [string, WebRoute][] => [
    [`/${name}`, route],
    ...(robots === undefined ? [] : [[`${name}.test/robots.txt`, robots] satisfies [string, WebRoute]]),
  ]);
  return {
    ...Object.fromEntries(routes),
    '/moved': ({ headers }) => toFeedAnswer(toFeed(toName(headers.host))),
    '/feed-of-page': ({ headers }) => {
      const name = toName(headers.host);
      return toFeedAnswer(toFeed(name, [{ title: `About ${name}`, link: `/${name}` }]));
    },
    '*': answerRest,
  };
}

/** Articles; paths that lead to ever new hosts; nothing else. */
const answerRest: WebRoute = ({ url = '', headers }) => {
  if (url.startsWith('/news/'))
    return {
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: toArticlePage(`The ship of ${url.slice(6)}`),
    };
  const next = /^\/next-(\d+)$/.exec(url)?.[1];
  if (next === undefined) return { status: 404 };
  const [, port = ''] = /:(\d+)$/.exec(headers.host ?? '') ?? [];
  const depth = Number(next) + 1;
  return { status: 302, headers: { location: `http://host-${depth}.test:${port}/next-${depth}` } };
};

const toFeedAnswer = (body: string): WebAnswer => ({
  headers: { 'content-type': 'application/rss+xml' },
  body,
});
const toName = (host: string | undefined): string => (host ?? '').replace(/\.test(?::\d+)?$/, '');

/** Listens where nobody may connect: the same port at another loopback address. */
async function startTrap(port: number) {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.2', resolve);
  });
  return {
    connections: () => connections,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
