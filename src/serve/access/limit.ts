import type { Context } from 'hono';
import { giveProblem } from '../give-problem.ts';
import { toClientKey, toPeer } from './peer.ts';
import type { RateLimit } from './rate-limit.ts';

/**
 * Counts a request against its client's quota, says what is left by the header fields of the IETF draft "RateLimit header
 * fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10), and gives the answer that refuses what is too much.
 */
export function limitClient(
  c: Context,
  limit: RateLimit,
  now: Date,
): Response | Promise<Response> | undefined {
  const peer = toPeer(c);
  const access = c.get('access');
  if (peer === undefined) return undefined;
  const client = access.kind === 'token' ? `token ${access.token.id}` : toClientKey(peer);
  const { allowed, remaining, resetSeconds, retrySeconds } = limit.take(client, now);
  c.header('ratelimit-policy', `"client";q=${limit.quota};w=${limit.windowSeconds}`);
  c.header('ratelimit', `"client";r=${remaining};t=${resetSeconds}`);
  if (allowed) return undefined;
  c.header('retry-after', String(retrySeconds));
  const detail = `More than ${limit.quota} requests a minute of one client: ask again in ${retrySeconds} s.`;
  return giveProblem(c, { status: 429, detail });
}
