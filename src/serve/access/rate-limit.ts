/** What a client may still ask. */
export interface Allowance {
  readonly allowed: boolean;
  /** Requests it may send at once. */
  readonly remaining: number;
  /** Seconds until it has its whole quota again. */
  readonly resetSeconds: number;
  /** Seconds until it may ask again; 0 where it may. */
  readonly retrySeconds: number;
}

export interface RateLimit {
  /** Requests a client may send in a window of that many seconds. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** Takes one request of the client's allowance, where it has one left. */
  readonly take: (client: string, now: Date) => Allowance;
}

const WINDOW_SECONDS = 60;
/** Some 2 MB of memory; who was not seen for longest is forgotten, and begins with a full bucket again. */
const MAX_CLIENTS = 10_000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** A token bucket a client: a minute's quota at once, filled again evenly. */
export function buildRateLimit(perMinute: number, maxClients: number = MAX_CLIENTS): RateLimit {
  const buckets = new Map<string, Bucket>();
  const perSecond = perMinute / WINDOW_SECONDS;
  const take = (client: string, now: Date): Allowance => {
    const at = now.getTime();
    const known = buckets.get(client) ?? { tokens: perMinute, at };
    const filled = Math.min(perMinute, known.tokens + (Math.max(0, at - known.at) / 1000) * perSecond);
    const allowed = filled >= 1;
    const tokens = allowed ? filled - 1 : filled;
    // Set anew, so that the map's order is that of use.
    buckets.delete(client);
    buckets.set(client, { tokens, at });
    const [oldest] = buckets.keys();
    if (buckets.size > maxClients && oldest !== undefined) buckets.delete(oldest);
    return {
      allowed,
      remaining: Math.floor(tokens),
      resetSeconds: Math.ceil((perMinute - tokens) / perSecond),
      retrySeconds: allowed ? 0 : Math.ceil((1 - tokens) / perSecond),
    };
  };
  return { quota: perMinute, windowSeconds: WINDOW_SECONDS, take };
}
