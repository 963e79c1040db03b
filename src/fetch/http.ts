import { Client } from 'undici';
import type { FetchOutcome } from '../model.ts';
import type { Connect, ConnectTo, Resolve, Trust } from './connect.ts';
import { type Environment, resolveCredentials } from './credentials.ts';
import { exchange } from './exchange.ts';
import type { FetchLimits } from './limits.ts';
import type { HttpProxy } from './proxy.ts';
import { fail } from './read-answer.ts';
import type { Answer, HttpRequest, Send } from './request.ts';
import { buildRoutes, type Route } from './route.ts';
import { isDeadSocket } from './transport-failure.ts';
import { toProxyHeaders } from './tunnel.ts';

export interface HttpOptions {
  /** Sends every TCP connection elsewhere and speaks plain HTTP there: the recorded web. */
  readonly connectTo?: ConnectTo | undefined;
  readonly resolve?: Resolve | undefined;
  /** Names the proxies (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and holds the secrets that credentials refer to. */
  readonly env?: Environment | undefined;
  /** Reads Retry-After and Expires. */
  readonly now?: (() => Date) | undefined;
}

export interface Http {
  /** Fetches one URL, redirects followed; never rejects for what the web does, only for a bug of ours. */
  readonly fetch: (request: HttpRequest) => Promise<FetchOutcome>;
  /** Drops every connection, those in use too. */
  readonly close: () => Promise<void>;
}

/** The one door to the network: guarded at connect time, bounded, one kept-alive connection a host. */
export function buildHttp(limits: FetchLimits, options: HttpOptions = {}): Http {
  const clients = buildClients(limits, options);
  const now = options.now ?? (() => new Date());
  return {
    fetch: async (request) => {
      const own = resolveCredentials(request.credentials, options.env ?? {});
      if (own.kind === 'failed') return fail(own.failure, own.detail, 0);
      const headers = { ...own.headers, ...request.headers };
      return exchange({ ...request, headers }, { send: clients.send, limits, now });
    },
    close: clients.close,
  };
}

/** The connection of one host. */
interface HostClient {
  readonly origin: string;
  readonly trust: Trust;
  /** The proxy it is asked over. */
  readonly proxy: HttpProxy | undefined;
  readonly client: Client;
  /** Connections opened so far: a request during which none was opened ran on a kept-alive one. */
  connects: number;
  /** Requests under way, their bodies included. */
  active: number;
  /** Forgets the client if it has neither a connection nor a request. */
  readonly dropIfUnused: () => void;
}

/** undici's default is 4 s; a host's pages come one a spacing (1 s, seldom more), so this keeps one connection. */
const KEEP_ALIVE_MS = 5_000;
/** A server may ask for longer; but hundreds of hosts asked once in 15 minutes are no reason to hold sockets. */
const KEEP_ALIVE_MAX_MS = 15_000;

interface Clients {
  readonly send: Send;
  readonly close: () => Promise<void>;
}

/**
 * One client a host, so never two connections to it, http and https included, as long as its requests come one after
 * another. A client is dropped with its connection. A connection that was not verified serves no request that wants
 * it verified.
 */
function buildClients(limits: FetchLimits, options: HttpOptions): Clients {
  const byHost = new Map<string, HostClient>();
  const routes = buildRoutes(limits, options);

  /** The host's client, counted as in use from here on, so that nothing drops it meanwhile. */
  async function take(url: URL, trust: Trust, { proxy, connect }: Route): Promise<HostClient> {
    const present = byHost.get(url.host);
    const isFit = present?.origin === url.origin && present.trust === trust;
    const taken = isFit ? present : open(url, trust, proxy, connect);
    taken.active += 1;
    if (present === undefined || present === taken) return taken;
    if (present.active === 0) await present.client.destroy();
    else void present.client.close();
    return taken;
  }

  function open(url: URL, trust: Trust, proxy: HttpProxy | undefined, connect: Connect): HostClient {
    const client = new Client(url.origin, {
      connect: (opened, callback) => connect({ ...opened, trust }, callback),
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.idleTimeoutMs ?? limits.totalTimeoutMs,
      bodyTimeout: limits.idleTimeoutMs ?? limits.totalTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
    });
    const host: HostClient = {
      ...{ origin: url.origin, trust, proxy, client, connects: 0, active: 0, dropIfUnused },
    };
    function dropIfUnused(): void {
      if (host.active > 0 || client.stats.connected) return;
      if (byHost.get(url.host) === host) byHost.delete(url.host);
      void client.destroy();
    }
    client.on('connect', () => {
      host.connects += 1;
    });
    client.on('disconnect', dropIfUnused);
    byHost.set(url.host, host);
    return host;
  }

  const send: Send = async (url, headers, signal, trust) => {
    const route = await routes.find(url);
    const host = await take(url, trust, route);
    const before = host.connects;
    try {
      return await request(host, url, headers, signal);
    } catch (error) {
      // The server closed the connection while it lay idle and we had not noticed; a GET may be repeated (RFC 9110
      // 9.2.2). On a connection just opened the same error is the server's answer.
      const reused = before > 0 && host.connects === before;
      if (!reused || signal.aborted || !isDeadSocket(error)) throw error;
      return request(await take(url, trust, route), url, headers, signal);
    }
  };

  return {
    send,
    close: async () => {
      const hosts = [...byHost.values()];
      byHost.clear();
      routes.close();
      await Promise.all(hosts.map(({ client }) => client.destroy()));
    },
  };
}

/** What is asked for: the path, or of a proxy that is asked for http the whole URL (RFC 9112 3.2.2). */
function toTarget(url: URL, headers: Readonly<Record<string, string>>, proxy: HttpProxy | undefined) {
  if (proxy === undefined || url.protocol === 'https:') return { path: url.pathname + url.search, headers };
  return { path: url.href, headers: { ...headers, ...toProxyHeaders(proxy) } };
}

async function request(
  host: HostClient,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  const done = (): void => {
    host.active -= 1;
    host.dropIfUnused();
  };
  try {
    const answer = await host.client.request({
      method: 'GET',
      ...toTarget(url, headers, host.proxy),
      signal,
    });
    answer.body.once('close', done);
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  } catch (error) {
    done();
    throw error;
  }
}
