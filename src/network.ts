import { type Settings, toUserAgent } from './config/settings.ts';
import type { ConnectTo, Resolve } from './fetch/connect.ts';
import type { Environment } from './fetch/credentials.ts';
import type { HostGate } from './fetch/gate.ts';
import { buildHttp } from './fetch/http.ts';
import { buildPoliteFetch, type PoliteFetch } from './fetch/politeness.ts';

export interface Network extends PoliteFetch {
  /** Drops every connection. */
  readonly close: () => Promise<void>;
}

export interface NetworkOptions {
  readonly gate: HostGate;
  readonly now: () => Date;
  /** Names the proxies and holds the secrets of feeds. */
  readonly env: Environment;
  /** Where TCP connections go instead: the recorded web. */
  readonly connectTo?: ConnectTo | undefined;
  /** What names are resolved by; the system's resolver unless given. */
  readonly resolve?: Resolve | undefined;
}

/** A robots.txt is asked for again after a day, as RFC 9309 (2.4) has it. */
const ROBOTS_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** The polite, guarded network that the fetch settings describe. */
export function openNetwork(settings: Settings['fetch'], options: NetworkOptions): Network {
  const userAgent = toUserAgent(settings);
  const http = buildHttp(
    {
      userAgent,
      totalTimeoutMs: settings.timeoutSeconds * 1000,
      connectTimeoutMs: settings.connectTimeoutSeconds * 1000,
      maxFeedBytes: settings.maxFeedBytes,
      maxPageBytes: settings.maxPageBytes,
      maxHeaderBytes: settings.maxHeaderBytes,
      maxRedirects: settings.maxRedirects,
      allow: settings.allowHosts,
    },
    { connectTo: options.connectTo, resolve: options.resolve, env: options.env, now: options.now },
  );
  const polite = buildPoliteFetch({
    http,
    gate: options.gate,
    spacingMs: settings.hostSpacingSeconds * 1000,
    userAgent,
    // A host that another worker holds is waited for as long as it may be held by one request.
    maxWaitMs: settings.timeoutSeconds * 1000,
    now: options.now,
    robotsMaxAgeMs: ROBOTS_MAX_AGE_MS,
    robots: settings.robots ? 'obey' : 'ignore',
  });
  return { ...polite, close: http.close };
}
