import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { getPath } from 'hono/utils/url';
import { judgeAccess, refuseOrTrade } from './access/guard.ts';
import { limitClient } from './access/limit.ts';
import { buildRateLimit } from './access/rate-limit.ts';
import { codeContent } from './content-coding.ts';
import { allowOrigin, dependsOnOrigin } from './cors.ts';
import { giveProblem } from './give-problem.ts';
import { type ApiDocument, buildApiDocument } from './openapi.ts';
import { toOwnPath } from './own-path.ts';
import { readRequestId } from './request-state.ts';
import { addApiRoutes } from './routes/api.ts';
import { addFeedRoutes } from './routes/feeds.ts';
import { addOpmlRoutes } from './routes/opml.ts';
import { addPageRoutes } from './routes/pages.ts';
import type { ServeSettings, Serving } from './serving.ts';

/** A question of the longest lists stays under it; RFC 9110 (4.1) wants at least 8,000 to be read. */
const MAX_URL_LENGTH = 8_000;
const METHODS = 'GET, HEAD, OPTIONS';

/** Nothing runs but our own script, nothing but pictures is loaded from elsewhere and those by setting, nothing frames the pages. */
const toPolicy = ({ images }: ServeSettings): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'${images ? ' https:' : ''}; ` +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), interest-cohort=()',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/**
 * The API, the feeds out and the pages, as one Hono app. Who asks over the network is told by the binding `peer`, their
 * address; without it the question comes from the operator and nothing is asked of it.
 */
export function buildApp(serving: Serving): Hono {
  const { basePath } = serving.settings;
  const app = new Hono({ getPath: (request) => toOwnPath(getPath(request), basePath) });
  // Built when it is first asked for: it takes longer than all the rest of the app.
  let built: ApiDocument | undefined;
  const document = (): ApiDocument => {
    built ??= buildApiDocument(basePath);
    return built;
  };
  app.use(nameRequest(serving));
  app.use(refuseMalformed);
  app.use(guard(serving));
  app.use(codeContent);
  addApiRoutes(app, serving, document);
  addFeedRoutes(app, serving);
  addOpmlRoutes(app, serving);
  addPageRoutes(app, serving, document);
  app.notFound((c) => giveProblem(c, { status: 404, detail: 'There is nothing at this path.' }));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      return giveProblem(c, { status: 400, detail: 'The request cannot be understood.' });
    }
    const requestId = c.get('requestId');
    serving.log.error({ err: error, path: c.req.path, requestId }, 'a request failed');
    const detail = `This failed here; the log of the server says why, under the request id ${requestId}.`;
    return giveProblem(c, { status: 500, detail });
  });
  return app;
}

/** What every answer bears, whatever becomes of the request. */
function nameRequest({ settings }: Serving): MiddlewareHandler {
  const policy = toPolicy(settings);
  return async (c, next) => {
    const requestId = readRequestId(c) ?? randomUUID();
    c.set('requestId', requestId);
    c.set('basePath', settings.basePath);
    c.header('content-security-policy', policy);
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    c.header('cache-control', 'no-cache');
    c.header('x-request-id', requestId);
    allowOrigin(c, settings.corsOrigins, METHODS);
    await next();
    if (dependsOnOrigin(settings.corsOrigins)) c.header('vary', 'origin', { append: true });
  };
}

/** Answers what no route has to see: OPTIONS, other methods, URLs without end or host. */
const refuseMalformed: MiddlewareHandler = async (c, next) => {
  if (c.req.url.length > MAX_URL_LENGTH) {
    return giveProblem(c, { status: 414, detail: `The URL is longer than ${MAX_URL_LENGTH} characters.` });
  }
  // A Host such as 999999999999 passes for a name until it is read as an address.
  if (!URL.canParse(c.req.url)) {
    return giveProblem(c, { status: 400, detail: 'The request has no host that can be read.' });
  }
  if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow: METHODS });
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  c.header('allow', METHODS);
  const detail = `${c.req.method.slice(0, 20)} is not understood here: everything is read by GET.`;
  return giveProblem(c, { status: 405, detail });
};

/** Lets through who may read what they ask for, and has not asked too often. */
function guard(serving: Serving): MiddlewareHandler {
  const { requestsPerMinute } = serving.settings;
  const limit = requestsPerMinute === 0 ? undefined : buildRateLimit(requestsPerMinute);
  return async (c, next) => {
    const access = await judgeAccess(c, serving);
    c.set('access', access);
    c.set('reader', access.kind === 'own' || access.kind === 'token' ? 'known' : 'anyone');
    const tooMany = limit === undefined ? undefined : limitClient(c, limit, serving.now());
    const refused = tooMany ?? refuseOrTrade(c, serving);
    if (refused !== undefined) return refused;
    await next();
    // What a token opened is for its holder, not for the caches of proxies.
    const isPrivate = access.kind === 'token' && c.res.headers.get('cache-control') === 'no-cache';
    if (isPrivate) c.header('cache-control', 'private, no-cache');
    return undefined;
  };
}

export interface Listening {
  /** `http://host:port`, with the port that was given where 0 was asked. */
  readonly url: string;
  /** Stops listening and waits for the answers under way, at most a few seconds. */
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  readonly app: Hono;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** A client that sends its head or request slower than this is cut off (milliseconds). */
const HEAD_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Answers take milliseconds; whoever still reads after this is cut off when the server closes. */
const CLOSE_TIMEOUT_MS = 3_000;

/** Serves the app over HTTP; rejects where the address cannot be listened on. */
export function listen({ app, host, port }: ListenOptions): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({
      // Of a client that has gone already no address is known: it is none of this machine's.
      fetch: (request, { incoming }) =>
        app.fetch(request, { peer: incoming.socket.remoteAddress ?? 'unknown' }),
      hostname: host,
      port,
      serverOptions: { headersTimeout: HEAD_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    });
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      const address = server.address();
      const close = (): Promise<void> =>
        new Promise((done) => {
          const timer = setTimeout(() => dropConnections(server), CLOSE_TIMEOUT_MS);
          server.close(() => {
            clearTimeout(timer);
            done();
          });
        });
      resolve({ url: toUrl(host, isAddressInfo(address) ? address.port : port), close });
    });
  });
}

const isAddressInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

const toUrl = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

const dropConnections = (server: ReturnType<typeof serve>): void => {
  if ('closeAllConnections' in server) server.closeAllConnections();
};
