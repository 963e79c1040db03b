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
  trust?: Trust;
}
/** Whether a server must prove by its certificate that it is who its name says. */
export type Trust = 'verified' | 'unverified';
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
export const buildGuardedLookup = (allow: AllowRules, resolve: Resolve): LookupFunction =>
  buildLookup((host) => resolveChecked(host, allow, resolve));

/** `resolve` as a lookup for `net.connect`. */
export function buildLookup(resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
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
  const opening = buildOpening(connectTimeoutMs);
  return {
    connect: (options, callback) => {
      const secure = options.protocol === 'https:';
      const socket = openSocket(options, lookup);
      const settle = opening.watch(socket, callback);
      socket.once(secure ? 'secureConnect' : 'connect', () => settle(socket));
    },
    close: opening.close,
  };
}

/** The sockets that are being opened. */
export interface Opening {
  /** Gives the socket its time; what it returns is called with the connection, or why there is none, and counts once. */
  readonly watch: (socket: Socket, callback: Parameters<Connect>[1]) => (outcome: Socket | Error) => void;
  readonly close: () => void;
}

/** Keeps the time of connections being made; a socket that fails or closes on the way has failed. */
export function buildOpening(connectTimeoutMs: number): Opening {
  const pending = new Set<Socket>();
  return {
    watch: (socket, callback) => {
      pending.add(socket);
      const timer = setTimeout(() => {
        socket.destroy(new DeadlineError(`no connection within ${connectTimeoutMs / 1000} s`));
      }, connectTimeoutMs);
      let settled = false;
      const settle = (outcome: Socket | Error): void => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        pending.delete(socket);
        if (outcome instanceof Error) {
          socket.destroy();
          callback(outcome, null);
        } else callback(null, outcome);
      };
      // Stays for the socket's life: once connected, undici listens as well.
      socket.on('error', settle);
      socket.once('close', () => settle(new DeadlineError('closed while connecting')));
      return settle;
    },
    close: () => {
      for (const socket of pending) socket.destroy();
    },
  };
}

/** A socket to the options' host, over TLS where their protocol says so; not connected yet. */
export function openSocket(options: ConnectOptions, lookup: LookupFunction): Socket {
  const target = {
    host: options.hostname,
    port: toPort(options),
    lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  };
  const socket =
    options.protocol === 'https:' ? connectTls({ ...target, ...toTlsOptions(options) }) : connectTcp(target);
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
}

/** How a server proves who it is; an address names nobody and is sent no server name (RFC 6066 3). */
export const toTlsOptions = ({ hostname, servername, trust }: ConnectOptions) => ({
  ...(isIP(hostname) === 0 ? { servername: servername ?? hostname } : {}),
  ALPNProtocols: ['http/1.1'],
  rejectUnauthorized: trust !== 'unverified',
});

/** As undici's own connector sets it; a peer that vanished is noticed. */
const KEEP_ALIVE_PROBE_MS = 60_000;

async function resolveChecked(host: string, allow: AllowRules, resolve: Resolve): Promise<readonly string[]> {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw toNotFound(host);
  const open = chooseAddresses(host, addresses, allow);
  if (open.length === 0) throw new BlockedAddressError(addresses);
  return open;
}

/** The options' port, or their protocol's own. */
export const toPort = ({ port, protocol }: ConnectOptions): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

const toNotFound = (host: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' });
