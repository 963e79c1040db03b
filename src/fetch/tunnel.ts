import { request as requestHttp } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  buildLookup,
  buildOpening,
  type ConnectOptions,
  type Dial,
  openSocket,
  type Resolve,
  toPort,
  toTlsOptions,
} from './connect.ts';
import { type AllowRules, BlockedAddressError, isAllowedAddress, isAllowedName } from './guard.ts';
import type { HttpProxy } from './proxy.ts';
import { ProxyError, UncheckedNameError } from './proxy-error.ts';

/**
 * Opens connections over a proxy instead of to the host itself: for http the connection to the proxy, which is then
 * asked in absolute form, for https a tunnel (CONNECT, RFC 9110 9.3.6) with TLS to the host within. The proxy's own
 * address is the operator's and not checked; the host is checked by `checkTarget` before each request.
 */
export function buildProxyDial(proxy: HttpProxy, resolve: Resolve, connectTimeoutMs: number): Dial {
  const opening = buildOpening(connectTimeoutMs);
  const lookup = buildLookup(resolve);
  const place = toAuthority(proxy.hostname, toPort(proxy));
  return {
    connect: (options, callback) => {
      const socket = openSocket(proxy, lookup);
      let reached = false;
      const settle = opening.watch(socket, (error, connection) => {
        if (error === null) callback(null, connection);
        else callback(reached ? error : new ProxyError(place, error), null);
      });
      const ready = proxy.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(ready, () => {
        if (options.protocol !== 'https:') return settle(socket);
        requestTunnel(socket, options, proxy).then(() => {
          reached = true;
          const secured = connectTls({ socket, ...toTlsOptions(options) });
          secured.once('secureConnect', () => settle(secured));
          secured.on('error', settle);
        }, settle);
      });
    },
    close: opening.close,
  };
}

/** Asks the proxy on this connection for a tunnel to the options' host; rejects where it grants none. */
function requestTunnel(socket: Socket, options: ConnectOptions, proxy: HttpProxy): Promise<void> {
  const target = toAuthority(options.hostname, toPort(options));
  return new Promise((resolve, reject) => {
    const request = requestHttp({
      createConnection: () => socket,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...toProxyHeaders(proxy) },
    });
    request.once('connect', (response, _, head: Buffer) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        reject(Object.assign(new Error(`it answered CONNECT with ${status}`), { code: 'PROXY_REFUSED' }));
        socket.destroy();
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve();
    });
    request.once('error', reject);
    request.end();
  });
}

/** What a proxy is told of us. */
export const toProxyHeaders = ({ authorization }: HttpProxy): Readonly<Record<string, string>> =>
  authorization === undefined ? {} : { 'proxy-authorization': authorization };

const toAuthority = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * Judges the host of a request that goes over a proxy as it would be judged without one; rejects where it is refused.
 * Stricter in two ways, since the proxy resolves the name again and chooses among its addresses: every address must
 * be open, and a name that does not resolve here is asked for only where the operator opened it by name. What remains
 * is a name that answers the proxy otherwise than us; its own network is the proxy's to refuse.
 */
export async function checkTarget(host: string, allow: AllowRules, resolve: Resolve): Promise<void> {
  const forbidden = (address: string): boolean => !isAllowedAddress(host, address, allow);
  if (isIP(host) !== 0) {
    if (forbidden(host)) throw new BlockedAddressError([host]);
    return;
  }
  if (isAllowedName(host, allow)) return;
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new UncheckedNameError(error);
  });
  if (addresses.length === 0) throw new UncheckedNameError(undefined);
  const closed = addresses.filter(forbidden);
  if (closed.length > 0) throw new BlockedAddressError(closed);
}
