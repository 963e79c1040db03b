import { domainToASCII } from 'node:url';
import { type Environment, toBasic } from './credentials.ts';
import { type Address, isInNetwork, parseAllowRule, toRange } from './guard.ts';

/** A proxy of the operator's; it may be private. */
export interface HttpProxy {
  /** Whether it is itself spoken to over TLS. */
  readonly protocol: 'http:' | 'https:';
  /** Without brackets. */
  readonly hostname: string;
  /** Empty for the protocol's own. */
  readonly port: string;
  /** The value of Proxy-Authorization. */
  readonly authorization: string | undefined;
}

/** How a URL is to be reached. */
export type ProxyChoice =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: HttpProxy }
  /** A proxy is named, and it cannot be told which: going without one is not what the operator meant. */
  | { readonly kind: 'unusable'; readonly detail: string };

const DIRECT: ProxyChoice = { kind: 'direct' };

/**
 * Which proxy the environment names for which URL: HTTP_PROXY for http, HTTPS_PROXY for https, NO_PROXY for what goes
 * without, each in upper or lower case; the lower case counts where both are set, an empty one not at all (as curl
 * and Go have it). This machine itself is never asked for over a proxy: there it would be another machine.
 */
export function buildProxyChoice(env: Environment): (url: URL) => ProxyChoice {
  const http = readProxy('HTTP_PROXY', env);
  const https = readProxy('HTTPS_PROXY', env);
  const exceptions = (readVariable('NO_PROXY', env) ?? '').split(/[\s,]+/).flatMap(parseException);
  return (url) => {
    const choice = url.protocol === 'https:' ? https : http;
    const host = toBareHost(url.hostname);
    if (choice.kind === 'direct' || isThisMachine(host)) return DIRECT;
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    return exceptions.some((exception) => isExcepted(host, port, exception)) ? DIRECT : choice;
  };
}

const readVariable = (name: string, env: Environment): string | undefined =>
  env[name.toLowerCase()] || env[name] || undefined;

function readProxy(name: string, env: Environment): ProxyChoice {
  const text = readVariable(name, env)?.trim();
  if (text === undefined) return DIRECT;
  const proxy = parseProxy(text);
  // The value may hold a password and is not shown.
  return proxy === undefined
    ? { kind: 'unusable', detail: `${name}: expected a URL such as http://proxy.example:3128` }
    : { kind: 'proxy', proxy };
}

/** A proxy's URL; `host:port` means http. */
export function parseProxy(text: string): HttpProxy | undefined {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(full);
  if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return undefined;
  const named = username !== '' || password !== '';
  const authorization = named ? toBasic(decode(username), decode(password)) : undefined;
  return { protocol, hostname: toBareHost(hostname), port, authorization };
}

/** What goes without a proxy, with the port it holds for. */
interface Exception {
  readonly what:
    | { readonly kind: 'all' }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'network'; readonly network: readonly [Address, number] };
  readonly port: string | undefined;
}

/** `*`, a name (its subdomains too, with or without `.` or `*.` before it), an address, a network; `:port` after it. */
function parseException(text: string): readonly Exception[] {
  if (text === '') return [];
  if (text === '*') return [{ what: { kind: 'all' }, port: undefined }];
  const [, host = text, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const name = host.replace(/^\*?\.(?=.)/, '');
  // Only a name of other scripts: of 10.0.0.0/8 it makes 10.0.0.0.
  const rule = parseAllowRule(/[^\x20-\x7e]/.test(name) ? domainToASCII(name) : name);
  if (rule === undefined) return [];
  return 'host' in rule
    ? [{ what: { kind: 'name', name: rule.host }, port }]
    : [{ what: { kind: 'network', network: rule.network }, port }];
}

function isExcepted(host: string, port: string, { what, port: onlyPort }: Exception): boolean {
  if (onlyPort !== undefined && onlyPort !== port) return false;
  switch (what.kind) {
    case 'all':
      return true;
    case 'name':
      return host === what.name || host.endsWith(`.${what.name}`);
    // Names are not resolved for this: whoever lists networks means addresses.
    case 'network':
      return isInNetwork(host, what.network);
    default:
      return what satisfies never;
  }
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || toRange(host) === 'loopback';

const toBareHost = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // URIError: a bare % is part of the password
  }
};
