import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { codeContent } from './content-coding.ts';
import { buildApiDocument } from './openapi.ts';
import { renderError } from './pages/error.tsx';
import { problemJson, type RequestProblem } from './problem.ts';
import { addApiRoutes } from './routes/api.ts';
import { addFeedRoutes } from './routes/feeds.ts';
import { addOpmlRoutes } from './routes/opml.ts';
import { addPageRoutes } from './routes/pages.ts';
import type { Serving } from './serving.ts';

/** A question of the longest lists stays under it; RFC 9110 (4.1) wants at least 8,000 to be read. */
const MAX_URL_LENGTH = 8_000;
const METHODS = 'GET, HEAD, OPTIONS';

/** Nothing runs, nothing is loaded from elsewhere, nothing frames the pages. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), interest-cohort=()',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** The API, the feeds out and the pages, as one Hono app. */
export function buildApp(serving: Serving): Hono {
  const app = new Hono();
  const document = buildApiDocument();
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    c.header('cache-control', 'no-cache');
    if (c.req.url.length > MAX_URL_LENGTH) {
      return answer(c, { status: 414, detail: `The URL is longer than ${MAX_URL_LENGTH} characters.` });
    }
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow: METHODS });
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('allow', METHODS);
      return answer(c, {
        status: 405,
        detail: `${c.req.method.slice(0, 20)} is not understood here: everything is read by GET.`,
      });
    }
    return next();
  });
  app.use(codeContent);
  addApiRoutes(app, serving, document);
  addFeedRoutes(app, serving);
  addOpmlRoutes(app, serving);
  addPageRoutes(app, serving, document);
  app.notFound((c) => answer(c, { status: 404, detail: 'There is nothing at this path.' }));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      return answer(c, { status: 400, detail: 'The request cannot be understood.' });
    }
    serving.log.error({ err: error, path: c.req.path }, 'a request failed');
    return answer(c, { status: 500, detail: 'This failed here; the log of the server says why.' });
  });
  return app;
}

/** Programs get problem+json, people a page. */
function answer(c: Context, problem: RequestProblem): Response | Promise<Response> {
  const { path } = c.req;
  return path.startsWith('/api/') || path === '/health' ? problemJson(c, problem) : renderError(c, problem);
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
      fetch: app.fetch,
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
