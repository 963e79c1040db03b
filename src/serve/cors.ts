import type { Context } from 'hono';

/** What scripts of other sites may send and read besides what the Fetch standard always lets them. */
const ALLOWED_HEADERS = 'Authorization, If-None-Match, If-Modified-Since, X-Request-Id';
const EXPOSED_HEADERS =
  'ETag, Link, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id';
/** Seconds a browser keeps the answer to a preflight; none keeps it longer than a day. */
const MAX_AGE_SECONDS = 86_400;

/** Whether answers differ by who asks, which caches have to be told. */
export const dependsOnOrigin = (origins: readonly string[]): boolean =>
  origins.length > 0 && !origins.includes('*');

/** Lets a script of an allowed origin read the answer (Fetch standard, 3.2); never with cookies. */
export function allowOrigin(c: Context, origins: readonly string[], methods: string): void {
  const isAny = origins.includes('*');
  const origin = c.req.header('origin');
  if (origin === undefined || !(isAny || origins.includes(origin))) return;
  c.header('access-control-allow-origin', isAny ? '*' : origin);
  if (c.req.method !== 'OPTIONS') {
    c.header('access-control-expose-headers', EXPOSED_HEADERS);
    return;
  }
  c.header('access-control-allow-methods', methods);
  c.header('access-control-allow-headers', ALLOWED_HEADERS);
  c.header('access-control-max-age', String(MAX_AGE_SECONDS));
}
