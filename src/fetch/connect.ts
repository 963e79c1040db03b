import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DeadlineError } from './deadline.ts';
import { type AllowRules, BlockedAddressError, chooseAddresses } from './guard.ts';

/** Every address of a name, in the order they are to be tried; rejects with a DNS error code. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Where the TCP connection of a URL's host and port goes instead; undefined leaves it as it is. */
export type ConnectTo = (
  host: string,
  port: number,
) => { readonly host: string; readonly port: number } | undefined;

/** What a connection is opened for; the shape of undici's connector. */
export interface ConnectOptions {
  hostname: string;
  host?: string;
  protocol: string;
  port: string;
  servername?: string;
}
export type Connect = (
  options: ConnectOptions,
  callback: (...args: [null, Socket] | [Error, null]) => void,
) => void;

/** The system's resolver, /etc/hosts included, which is where intranets and containers keep their names. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * A lookup for `net.connect` that answers with checked addresses only. The socket connects to what this returned,
 * so a name cannot change its answer between the check and the connection; of several addresses the forbidden
 * ones are left out.
 */
export function buildGuardedLookup(allow: AllowRules, resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolveChecked(host, allow, resolve).then(
      (addresses) => {
        const family = typeof options.family === 'number' ? options.family : 0;
        const list = addresses
          .map((address) => ({ address, family: isIP(address) }))
          .filter((entry) => family === 0 || entry.family === family);
        const [first] = list;
        if (first === undefined) callback(toNotFound(host), '', 0);
        else if (options.all === true) callback(null, list);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

/**
 * Puts the guard before `dial`: an IP literal is checked here, because `net.connect` asks no lookup for one; a name
 * is checked by the guarded lookup that `dial` was made with. `connectTo` sends connections elsewhere: what it names
 * is spoken to in plain TCP, https included, and is not checked, since the operator named it.
 */
export function buildGuardedConnect(
  dial: Connect,
  allow: AllowRules,
  connectTo: ConnectTo | undefined,
): Connect {
  return (options, callback) => {
    const target = connectTo?.(options.hostname, toPort(options));
    if (target !== undefined) {
      dial({ ...options, protocol: 'http:', hostname: target.host, port: String(target.port) }, callback);
      return;
    }
    if (
      isIP(options.hostname) !== 0 &&
      chooseAddresses(options.hostname, [options.hostname], allow).length === 0
    ) {
      callback(new BlockedAddressError([options.hostname]), null);
      return;
    }
    dial(options, callback);
  };
}

/** Node gives an address 250 ms before it drops it for the next, too short for a far host over a slow line. */
const ADDRESS_ATTEMPT_MS = 2_500;

export interface Dial {
  readonly connect: Connect;
  /** Drops the connections that are still being made. */
  readonly close: () => void;
}

/** Opens TCP, and TLS with the certificate verified, to what `lookup` says; name to handshake within one time. */
export function buildDial(lookup: LookupFunction, connectTimeoutMs: number): Dial {
  const pending = new Set<Socket>();
  return {
    connect: (options, callback) => {
      const secure = options.protocol === 'https:';
      const socket = openSocket(options, lookup, secure);
      pending.add(socket);
      const timer = setTimeout(() => {
        socket.destroy(new DeadlineError(`no connection within ${connectTimeoutMs / 1000} s`));
      }, connectTimeoutMs);
      let settled = false;
      const settle = (error: Error | undefined): void => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        pending.delete(socket);
        if (error === undefined) callback(null, socket);
        else callback(error, null);
      };
      socket.once(secure ? 'secureConnect' : 'connect', () => settle(undefined));
      // Stays for the socket's life: once connected, undici listens as well.
      socket.on('error', settle);
      socket.once('close', () => settle(new DeadlineError('closed while connecting')));
    },
    close: () => {
      for (const socket of pending) socket.destroy();
    },
  };
}

function openSocket(options: ConnectOptions, lookup: LookupFunction, secure: boolean): Socket {
  const target = {
    host: options.hostname,
    port: toPort(options),
    lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  };
  const named = isIP(options.hostname) === 0 ? { servername: options.servername ?? options.hostname } : {};
  const socket = secure
    ? connectTls({ ...target, ...named, ALPNProtocols: ['http/1.1'], rejectUnauthorized: true })
    : connectTcp(target);
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
}

/** As undici's own connector sets it; a peer that vanished is noticed. */
const KEEP_ALIVE_PROBE_MS = 60_000;

async function resolveChecked(host: string, allow: AllowRules, resolve: Resolve): Promise<readonly string[]> {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw toNotFound(host);
  const open = chooseAddresses(host, addresses, allow);
  if (open.length === 0) throw new BlockedAddressError(addresses);
  return open;
}

const toPort = ({ port, protocol }: ConnectOptions): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

const toNotFound = (host: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' });
