import {
  buildDial,
  buildGuardedConnect,
  buildGuardedLookup,
  type Connect,
  type ConnectTo,
  type Dial,
  type Resolve,
  resolveBySystem,
} from './connect.ts';
import type { Environment } from './credentials.ts';
import { parseAllowRules } from './guard.ts';
import type { FetchLimits } from './limits.ts';
import { buildProxyChoice, type HttpProxy } from './proxy.ts';
import { UnusableProxyError } from './proxy-error.ts';
import { buildProxyDial, checkTarget } from './tunnel.ts';

/** The way to a host: over this proxy, or straight; `connect` opens it. */
export interface Route {
  readonly proxy: HttpProxy | undefined;
  readonly connect: Connect;
}

export interface Routes {
  /** Rejects where the URL's host may not be asked over the proxy that it would be asked over. */
  readonly find: (url: URL) => Promise<Route>;
  readonly close: () => void;
}

export interface RouteOptions {
  readonly connectTo?: ConnectTo | undefined;
  readonly resolve?: Resolve | undefined;
  readonly env?: Environment | undefined;
}

/** The ways to all hosts, each guarded: where connections go, and what is refused on the way. */
export function buildRoutes(
  limits: Pick<FetchLimits, 'allow' | 'connectTimeoutMs'>,
  options: RouteOptions,
): Routes {
  const { resolve = resolveBySystem, connectTo } = options;
  const allow = parseAllowRules(limits.allow);
  const direct = buildDial(buildGuardedLookup(allow, resolve), limits.connectTimeoutMs);
  const straight: Route = {
    proxy: undefined,
    connect: buildGuardedConnect(direct.connect, allow, connectTo),
  };
  const chooseProxy = buildProxyChoice(options.env ?? {});
  const dials = new Map<HttpProxy, Dial>();

  function dialOver(proxy: HttpProxy): Dial {
    const dial = dials.get(proxy) ?? buildProxyDial(proxy, resolve, limits.connectTimeoutMs);
    dials.set(proxy, dial);
    return dial;
  }

  return {
    find: async (url) => {
      const choice = connectTo === undefined ? chooseProxy(url) : ({ kind: 'direct' } as const);
      if (choice.kind === 'direct') return straight;
      if (choice.kind === 'unusable') throw new UnusableProxyError(choice.detail);
      await checkTarget(url.hostname.replace(/^\[(.*)\]$/, '$1'), allow, resolve);
      return { proxy: choice.proxy, connect: dialOver(choice.proxy).connect };
    },
    close: () => {
      for (const dial of [direct, ...dials.values()]) dial.close();
    },
  };
}
