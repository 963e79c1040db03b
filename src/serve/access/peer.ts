import type { Context } from 'hono';

/**
 * The address of who asks over the network, as `listen` passes it; undefined where the question came over the operator's
 * socket or from this process.
 */
export function toPeer(c: Context): string | undefined {
  const peer: unknown = c.env?.peer;
  return typeof peer === 'string' ? peer : undefined;
}

/** Whether an address, or the name of one to listen on, is of this machine alone (RFC 5735, 3; RFC 4291, 2.5.3). */
export const isLoopback = (host: string): boolean =>
  /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$|^localhost$/i.test(host);

/** What a client is known by where it has no token: its IPv4 address, or the /64 an IPv6 site has for itself. */
export function toClientKey(peer: string): string {
  const address = peer.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, 4).join(':');
}
