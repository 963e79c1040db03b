import type { FailureKind, FetchRequest } from '../model.ts';

/** What is fetched: a feed or page of the operator's, or a host's robots.txt on their behalf. */
export type Purpose = FetchRequest['purpose'] | 'robots';
/** Header values by lower-case name; a header that came several times is a list. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a header; where a header that allows one value came twice, the first is meant. */
export function readHeader(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === undefined || first.trim() === '' ? undefined : first.trim();
}

/** All values of a header that is a list (RFC 9110 5.3). */
export function readHeaderList(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return value === undefined || typeof value === 'string' ? value : value.join(', ');
}

/** What can be sent back in a header as it came; undici refuses the rest, and a server that sent it cannot match it. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]{1,1024}$/;
/** A validator (ETag or Last-Modified) exactly as it was sent; undefined if absent or not to be sent back. */
export function readValidator(headers: Headers, name: 'etag' | 'last-modified'): string | undefined {
  const value = readHeader(headers, name);
  return value !== undefined && SENDABLE.test(value) ? value : undefined;
}

/** The failure that a status is, undefined for success, 304 and the redirects we follow. */
export function toStatusFailure(status: number): FailureKind | undefined {
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  // Nobody but a proxy answers so (RFC 9110 15.5.8).
  if (status === 407) return 'proxy';
  if (status === 410) return 'gone';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  return status >= 200 && status < 300 ? undefined : 'http-error';
}

/** No host is held longer than this, whatever it asks: a slip of a digit must not silence a feed for years. */
export const MAX_RETRY_AFTER_SECONDS = 24 * 3600;

/** Retry-After in seconds from `now`, from either form (RFC 9110 10.2.3), capped to 24 h; undefined if none or past. */
export function parseRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,10}(?:\.\d+)?$/.test(text)
    ? Math.ceil(Number(text))
    : secondsUntil(parseHttpDate(text), now);
  return seconds === undefined || seconds <= 0 ? undefined : Math.min(seconds, MAX_RETRY_AFTER_SECONDS);
}

/**
 * For how many seconds an answer claims to stay fresh: Cache-Control max-age less Age, else Expires (RFC 9111 4.2.1).
 * `Expires: 0` and dates that cannot be read claim nothing: they stand on feeds that have good validators.
 */
export function parseFreshSeconds(headers: Headers, now: Date): number | undefined {
  const control = readHeaderList(headers, 'cache-control')?.toLowerCase();
  if (control !== undefined && /(?:^|[\s,])no-(?:cache|store)\b/.test(control)) return undefined;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/.exec(control ?? '')?.[1];
  const age = /^\d{1,10}$/.exec(readHeader(headers, 'age') ?? '')?.[0];
  const fresh =
    maxAge === undefined
      ? secondsUntil(
          parseHttpDate(readHeader(headers, 'expires')),
          parseHttpDate(readHeader(headers, 'date')) ?? now,
        )
      : Number(maxAge) - Number(age ?? 0);
  return fresh === undefined || fresh <= 0 ? undefined : fresh;
}

/** A date of HTTP in any of its three forms (RFC 9110 5.6.7), always UTC; undefined if it is none. */
export function parseHttpDate(text: string | undefined): Date | undefined {
  if (text === undefined || !/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const spaced = text.replace(/(\d)-([A-Za-z]{3})-(\d)/, '$1 $2 $3');
  // The asctime form names no zone; read without one it would be the host's.
  const zoned = /(?:GMT|UTC|[+-]\d{4})$/.test(spaced) ? spaced : `${spaced} GMT`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** Why the body of a page would be no page, by its media type; undefined where it may be one. */
export function toNotAPage(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const mayBePage =
    !/^[\w.+-]+\/[\w.+-]+$/.test(type) ||
    /^text\/(?!calendar|css|csv|javascript)/.test(type) ||
    /^application\/(?:xml|xhtml\+xml|octet-stream|x-unknown|unknown)$/.test(type) ||
    type.endsWith('/unknown');
  return mayBePage ? undefined : type;
}

/** Signatures of what is served as text/html and is none; https://mimesniff.spec.whatwg.org/ section 6. */
const SIGNATURES: readonly (readonly [string, RegExp])[] = [
  ['application/pdf', /^%PDF-/],
  ['image/png', /^\x89PNG\r\n/],
  ['image/gif', /^GIF8[79]a/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/webp', /^RIFF....WEBP/s],
  ['video/mp4', /^....ftyp/s],
  ['application/zip', /^PK[^ -~]{2}/],
];
/** The same by the body's first bytes. */
export function sniffNotAPage(body: Uint8Array): string | undefined {
  const head = Buffer.from(body.subarray(0, 16)).toString('latin1');
  return SIGNATURES.find(([, signature]) => signature.test(head))?.[0];
}

/** What is asked for, most wanted first. */
export const ACCEPT: Readonly<Record<Purpose, string>> = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
  page: 'text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.5',
  robots: 'text/plain, */*;q=0.5',
};

function secondsUntil(date: Date | undefined, now: Date): number | undefined {
  return date === undefined ? undefined : Math.ceil((date.getTime() - now.getTime()) / 1000);
}
