import type { Failure, Fetch, FetchRequest } from '../model.ts';
import { toHost } from '../text/url.ts';
import type { HostGate } from './gate.ts';
import { buildHostQueue, type HostTurn } from './host-queue.ts';
import type { Http } from './http.ts';
import type { EnterHop, Turn } from './request.ts';
import { buildRobotsCache } from './robots-cache.ts';

export interface PolitenessOptions {
  readonly http: Http;
  readonly gate: HostGate;
  /** From the end of a request to the start of the next on the same host. */
  readonly spacingMs: number;
  readonly userAgent: string;
  readonly now: () => Date;
  readonly robotsMaxAgeMs: number;
  /** Whether pages obey robots.txt; `obey` unless the operator says otherwise. */
  readonly robots?: 'obey' | 'ignore';
  /** A Crawl-delay beyond this is cut to it. */
  readonly maxCrawlDelayMs?: number;
  /** A fetch waits no longer than this for a host that is on hold or held by another worker. */
  readonly maxWaitMs?: number;
  /** 0 to 1. */
  readonly random?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

export interface PoliteFetch {
  readonly fetch: Fetch;
  /** Before this time nobody is to ask the host again; undefined when it was not asked lately. */
  readonly nextAllowedAt: (host: string) => Date | undefined;
  readonly hold: (host: string, until: Date) => void;
}

/** Sites ask for 10 s as a rule, and for 3600 by a slip; with its jitter this stays below MAX_WAIT_MS. */
const MAX_CRAWL_DELAY_MS = 30_000;
/** Shorter than a lease, so that the work is still ours when the host is. */
const MAX_WAIT_MS = 60_000;
/** 429 without a Retry-After: the host is left alone for so long. */
const UNSTATED_HOLD_SECONDS = 60;
/** Spacing is drawn out by up to this share, so that many workers do not fall into step. */
const JITTER_SHARE = 0.25;

/**
 * The network with manners: one request at a time a host, spaced, over all its feeds and pages and over every hop of
 * a redirect; Retry-After and 429 hold the whole host; robots.txt is obeyed for pages, its Crawl-delay for all.
 */
export function buildPoliteFetch(options: PolitenessOptions): PoliteFetch {
  const { http, gate, now, maxWaitMs = MAX_WAIT_MS } = options;
  const random = options.random ?? Math.random;
  const queue = buildHostQueue({ now, wait: options.wait ?? waitFor });
  const robots = buildRobotsCache({ userAgent: options.userAgent, maxAgeMs: options.robotsMaxAgeMs, now });

  /** Takes the host in this process, then, if this worker does not hold it already, over all workers. */
  async function enterHost(url: URL, heldHost: string | undefined): Promise<Turn | Held> {
    const host = toHost(url);
    const turn = await queue.enter(host, maxWaitMs);
    if (turn.kind === 'held') return toHeld(host, turn.until, now());
    const signal = AbortSignal.timeout(maxWaitMs);
    try {
      const release = host === heldHost ? FREE : await gate.acquire(host, signal);
      return { kind: 'go', leave: buildLeave(url, host, turn, release) };
    } catch (error) {
      turn.leave(0);
      if (!signal.aborted) throw error;
      return { kind: 'failed', failure: 'timeout', detail: `${host}: no turn within ${maxWaitMs / 1000} s` };
    }
  }

  const buildLeave =
    (url: URL, host: string, turn: HostTurn, release: Release): Turn['leave'] =>
    async ({ status, retryAfterSeconds }) => {
      const holdSeconds = retryAfterSeconds ?? (status === 429 ? UNSTATED_HOLD_SECONDS : 0);
      const spacingMs = toSpacingMs(url) * (1 + JITTER_SHARE * random());
      turn.leave(Math.max(spacingMs, holdSeconds * 1000));
      await release(queue.nextAllowedAt(host) ?? now());
    };

  function toSpacingMs(url: URL): number {
    const delayMs = (robots.crawlDelaySeconds(url) ?? 0) * 1000;
    return Math.max(options.spacingMs, Math.min(delayMs, options.maxCrawlDelayMs ?? MAX_CRAWL_DELAY_MS));
  }

  /** Why robots.txt keeps us from a page; undefined if it does not. */
  async function findObjection(url: URL, heldHost: string | undefined): Promise<Failure | undefined> {
    const verdict = await robots.find(url, (robotsUrl) =>
      http.fetch({ url: robotsUrl, purpose: 'robots', enterHop: (hop) => enterHost(hop, heldHost) }),
    );
    if (verdict.kind === 'unreachable') return verdict.failure;
    if (verdict.rules.allowed(url.href)) return undefined;
    return { kind: 'failed', failure: 'robots', detail: `${url.host}: robots.txt disallows ${url.pathname}` };
  }

  const enterHop =
    ({ purpose, heldHost }: FetchRequest): EnterHop =>
    async (url) => {
      const obeyed = purpose === 'page' && options.robots !== 'ignore';
      const objection = obeyed ? await findObjection(url, heldHost) : undefined;
      return objection ?? enterHost(url, heldHost);
    };

  return {
    fetch: (request) => http.fetch({ ...request, enterHop: enterHop(request) }),
    nextAllowedAt: queue.nextAllowedAt,
    hold: queue.hold,
  };
}

type Held = Failure & { readonly retryAfterSeconds?: number | undefined };
type Release = (nextAllowedAt: Date) => Promise<void>;
const FREE: Release = async () => undefined;

function toHeld(host: string, until: Date, now: Date): Held {
  return {
    kind: 'failed',
    failure: 'rate-limited',
    detail: `${host} is on hold until ${until.toISOString()}`,
    retryAfterSeconds: Math.ceil((until.getTime() - now.getTime()) / 1000),
  };
}

const waitFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
