import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TestCertificate } from './certificate.ts';

export interface WebAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}
/** What a URL answers: a body, an answer, a function that makes one, or writes to the response itself. */
export type WebRoute =
  | string
  | WebAnswer
  | ((
      request: IncomingMessage,
      response: ServerResponse,
    ) => WebAnswer | undefined | Promise<WebAnswer | undefined>);
/** By `/path?query`, or by `host/path?query` for one virtual host only; `*` answers all the rest. */
export type WebRoutes = Readonly<Record<string, WebRoute>>;

export interface WebRequest {
  /** Host header without the port. */
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Milliseconds of the web's clock. */
  readonly atMs: number;
}

export interface Web {
  /** `http://127.0.0.1:port` (https with a certificate). */
  readonly origin: string;
  readonly port: number;
  /** The URL of a path on a virtual host, for which `resolve` says loopback. */
  readonly at: (host: string, path: string) => string;
  /** A resolver by which every name is this server. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Every request, in the order they came. */
  readonly requests: readonly WebRequest[];
  /** The most connections a virtual host has had open at a time. */
  readonly maxConnections: (host: string) => number;
  /** Connections that brought a request, all told. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** A web of any number of hosts on one loopback port; `now` is its clock. */
export async function startWeb(
  routes: WebRoutes,
  certificate?: TestCertificate,
  now: () => number = () => performance.now(),
): Promise<Web> {
  const requests: WebRequest[] = [];
  const counter = buildConnectionCounter();
  const listener: RequestListener = (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const path = request.url ?? '/';
    requests.push({ host, path, headers: request.headers, atMs: now() });
    counter.see(host, request.socket);
    void answer(routes[host + path] ?? routes[path] ?? routes['*'] ?? { status: 404 }, request, response);
  };
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = toAddress(server.address());
  const scheme = certificate === undefined ? 'http' : 'https';
  return {
    origin: `${scheme}://127.0.0.1:${port}`,
    port,
    at: (host, path) => `${scheme}://${host}:${port}${path}`,
    resolve: async () => ['127.0.0.1'],
    requests,
    maxConnections: counter.max,
    connections: counter.total,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(route: WebRoute, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const made = typeof route === 'function' ? await route(request, response) : route;
  if (made === undefined) return;
  const { status = 200, headers = {}, body = '' } = typeof made === 'string' ? { body: made } : made;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(status).end(body);
}

interface ConnectionCounter {
  readonly see: (host: string, socket: Socket) => void;
  readonly max: (host: string) => number;
  readonly total: () => number;
}

function buildConnectionCounter(): ConnectionCounter {
  const seen = new WeakSet<Socket>();
  const open = new Map<string, number>();
  const most = new Map<string, number>();
  let total = 0;
  return {
    see: (host, socket) => {
      if (seen.has(socket)) return;
      seen.add(socket);
      total += 1;
      const now = (open.get(host) ?? 0) + 1;
      open.set(host, now);
      most.set(host, Math.max(now, most.get(host) ?? 0));
      socket.once('close', () => open.set(host, (open.get(host) ?? 1) - 1));
    },
    max: (host) => most.get(host) ?? 0,
    total: () => total,
  };
}

function toAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return address;
}
