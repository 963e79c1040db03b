import { Client } from 'undici';
import { parseRetryAfter, readHeader } from './answer.ts';
import type { Resolve } from './connect.ts';
import { type Environment, toBasic } from './credentials.ts';
import { withDeadline } from './deadline.ts';
import type { HttpProxy } from './proxy.ts';
import { isRedirect } from './redirect.ts';
import { buildRoutes } from './route.ts';
import { toTransportFailure } from './transport-failure.ts';
import { toProxyHeaders } from './tunnel.ts';

/** What became of a POST; `detail` names the host and never the rest of the URL, which may hold secrets. */
export type PostOutcome =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'failed';
      readonly detail: string;
      readonly retryAfterSeconds: number | undefined;
    };

export interface PostOptions {
  readonly userAgent: string;
  /** From the name to the answer's status. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly resolve?: Resolve | undefined;
  /** Names the proxies. */
  readonly env?: Environment | undefined;
}

/** An answer's headers are read for its status and Retry-After alone: Node's own limit is plenty. */
const MAX_HEADER_BYTES = 16_384;

/**
 * Posts JSON to a URL of the operator's: its host may be private, since the operator named it, but no redirect is
 * followed to where the receiver pleases. Delivered is what is answered with a status from 200 to 299; the answer's
 * body is not read. User name and password of the URL are sent as Basic credentials (RFC 7617).
 */
export async function postJson(text: string, json: string, options: PostOptions): Promise<PostOutcome> {
  const url = new URL(text);
  const { timeoutMs, resolve, env } = options;
  const routes = buildRoutes({ allow: [url.hostname], connectTimeoutMs: timeoutMs }, { resolve, env });
  const clients: Client[] = [];
  try {
    const late = (): string => `no answer within ${timeoutMs / 1000} s`;
    return await withDeadline(timeoutMs, late, async (signal) => {
      const { connect, proxy } = await routes.find(url);
      const client = new Client(url.origin, { connect, allowH2: false, maxHeaderSize: MAX_HEADER_BYTES });
      clients.push(client);
      const { statusCode, headers, body } = await client.request({
        method: 'POST',
        ...toTarget(url, proxy, options.userAgent),
        body: json,
        signal,
      });
      body.on('error', () => undefined).destroy();
      const retryAfterSeconds = parseRetryAfter(readHeader(headers, 'retry-after'), options.now());
      return toOutcome(url, statusCode, retryAfterSeconds);
    });
  } catch (error) {
    const failure = toTransportFailure(error, url.host);
    if (failure === undefined) throw error;
    return { kind: 'failed', detail: failure.detail, retryAfterSeconds: undefined };
  } finally {
    routes.close();
    for (const client of clients) await client.destroy();
  }
}

function toOutcome(url: URL, status: number, retryAfterSeconds: number | undefined): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const why = isRedirect(status) ? ', a redirect, which is not followed' : '';
  return { kind: 'failed', detail: `${url.host}: HTTP ${status}${why}`, retryAfterSeconds };
}

/** What is asked for, and with what headers; of a proxy that is asked for http the whole URL (RFC 9112 3.2.2). */
function toTarget(url: URL, proxy: HttpProxy | undefined, userAgent: string) {
  const path = url.pathname + url.search;
  const [user, password] = [toDecoded(url.username), toDecoded(url.password)];
  const headers = {
    'user-agent': userAgent,
    'content-type': 'application/json; charset=utf-8',
    ...(user + password === '' ? {} : { authorization: toBasic(user, password) }),
  };
  return proxy === undefined || url.protocol === 'https:'
    ? { path, headers }
    : { path: url.origin + path, headers: { ...headers, ...toProxyHeaders(proxy) } };
}

/** Percent escapes undone; a "%" that begins none stays, where decodeURIComponent throws. */
const toDecoded = (text: string): string =>
  new URLSearchParams(`x=${text.replaceAll('+', '%2B').replaceAll('&', '%26')}`).get('x') ?? '';
