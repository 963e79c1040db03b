import type { Failure, FetchOutcome } from '../model.ts';
import { ALLOW_ALL, parseRobots, type RobotsRules } from './robots.ts';

export type RobotsVerdict =
  | { readonly kind: 'rules'; readonly rules: RobotsRules }
  /** The file could not be asked for: everything is disallowed for now (RFC 9309 2.3.1.4). */
  | { readonly kind: 'unreachable'; readonly failure: Failure };

export interface RobotsCache {
  /** The verdict of a URL's origin, kept or fetched by `fetchRobots`. */
  readonly find: (
    url: URL,
    fetchRobots: (robotsUrl: string) => Promise<FetchOutcome>,
  ) => Promise<RobotsVerdict>;
  /** The Crawl-delay known of a host, in seconds. */
  readonly crawlDelaySeconds: (url: URL) => number | undefined;
}

export interface RobotsCacheOptions {
  readonly userAgent: string;
  /** How long a robots.txt is taken as it was; RFC 9309 2.4 says at most 24 h. */
  readonly maxAgeMs: number;
  readonly now: () => Date;
}

/** Origins kept at once; what is least lately used goes. Rules of a few hundred lines each: tens of MB at worst. */
const MAX_ORIGINS = 2000;
/** After this an unreachable robots.txt is asked for again: long enough to be polite, short enough to read today's news. */
const UNREACHABLE_MS = 10 * 60_000;

interface Kept {
  readonly verdict: Promise<RobotsVerdict>;
  /** Once the fetch has ended. */
  rules: RobotsRules | undefined;
  untilMs: number;
}

/** One robots.txt an origin, fetched once by however many ask at a time. */
export function buildRobotsCache(options: RobotsCacheOptions): RobotsCache {
  const kept = new Map<string, Kept>();

  function keep(origin: string, entry: Kept): void {
    kept.delete(origin);
    kept.set(origin, entry);
    const [oldest] = kept.keys();
    if (kept.size > MAX_ORIGINS && oldest !== undefined) kept.delete(oldest);
  }

  return {
    find: (url, fetchRobots) => {
      const known = kept.get(url.origin);
      if (known !== undefined && options.now().getTime() < known.untilMs) {
        keep(url.origin, known);
        return known.verdict;
      }
      const robotsUrl = `${url.origin}/robots.txt`;
      const entry: Kept = {
        verdict: fetchRobots(robotsUrl).then((outcome) => {
          const verdict = toVerdict(outcome, robotsUrl, options.userAgent, known?.rules);
          const reached = outcome.kind !== 'failed' || isUnavailable(outcome);
          entry.rules = verdict.kind === 'rules' ? verdict.rules : undefined;
          entry.untilMs = options.now().getTime() + (reached ? options.maxAgeMs : UNREACHABLE_MS);
          return verdict;
        }),
        rules: known?.rules,
        untilMs: Number.POSITIVE_INFINITY,
      };
      // A bug in the fetch is for who asked; the next one asks anew.
      entry.verdict.catch(() => kept.delete(url.origin));
      keep(url.origin, entry);
      return entry.verdict;
    },
    crawlDelaySeconds: (url) => kept.get(url.origin)?.rules?.crawlDelaySeconds,
  };
}

/**
 * RFC 9309 2.3.1: a file that was read rules; one that is "unavailable" (4xx, or lost in redirects) allows all; one
 * that is "unreachable" (5xx, 429, the network) disallows all, unless an older copy is still at hand.
 */
function toVerdict(
  outcome: FetchOutcome,
  robotsUrl: string,
  userAgent: string,
  older: RobotsRules | undefined,
): RobotsVerdict {
  if (outcome.kind === 'fetched') {
    return {
      kind: 'rules',
      rules: parseRobots(new TextDecoder().decode(outcome.body), robotsUrl, userAgent),
    };
  }
  if (outcome.kind === 'not-modified' || isUnavailable(outcome)) return { kind: 'rules', rules: ALLOW_ALL };
  if (older !== undefined) return { kind: 'rules', rules: older };
  return {
    kind: 'unreachable',
    failure: { kind: 'failed', failure: outcome.failure, detail: `robots.txt: ${outcome.detail}` },
  };
}

function isUnavailable(outcome: FetchOutcome): boolean {
  if (outcome.kind !== 'failed' || outcome.failure === 'rate-limited') return false;
  if (outcome.failure === 'redirects') return true;
  return outcome.status !== undefined && outcome.status >= 400 && outcome.status < 500;
}
