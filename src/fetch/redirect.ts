/** Where a redirect leads, or why it leads nowhere. */
export type Hop =
  | { readonly kind: 'follow'; readonly url: URL; readonly permanent: boolean }
  | { readonly kind: 'stop'; readonly detail: string };

/** What is known of the way so far. */
export interface Way {
  /** The URL that answered with the redirect. */
  readonly from: URL;
  /** Every URL asked on the way, `from` among them, without fragments. */
  readonly visited: readonly string[];
  readonly maxRedirects: number;
}

export interface RedirectAnswer {
  readonly status: number;
  readonly location: string | undefined;
  /** Whether it sets a cookie, which we do not keep. */
  readonly setsCookie: boolean;
}

const FOLLOWED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Whether a status is a redirect that is followed (RFC 9110 15.4); 300 and 305 are not. */
export const isRedirect = (status: number): boolean => FOLLOWED.has(status);

/** The next URL to ask: http or https only, not asked before on this way, without credentials and fragment. */
export function toNextHop(answer: RedirectAnswer, way: Way): Hop {
  if (answer.location === undefined) return { kind: 'stop', detail: `${answer.status} without a Location` };
  const location = toUtf8(answer.location);
  const url = parseLocation(location, way.from);
  const shown = location.slice(0, 200);
  if (url === undefined)
    return { kind: 'stop', detail: `redirect to ${shown}: expected an http or https URL` };
  if (way.visited.includes(url.href)) {
    const cookie = answer.setsCookie ? ', with a cookie that we do not keep' : '';
    return { kind: 'stop', detail: `redirects in a circle to ${shown}${cookie}` };
  }
  if (way.visited.length > way.maxRedirects) {
    return { kind: 'stop', detail: `more than ${way.maxRedirects} redirects, the last to ${shown}` };
  }
  return { kind: 'follow', url, permanent: answer.status === 301 || answer.status === 308 };
}

/** A header's bytes come as one character each (RFC 9110 5.5); many sites send a Location in UTF-8 as it is. */
function toUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text; // TypeError: no UTF-8, so it is Latin-1 indeed
  }
}

/** A URL to fetch: absolute http(s), without credentials and fragment. */
export function parseLocation(text: string, base: URL | undefined): URL | undefined {
  if (!URL.canParse(text, base?.href)) return undefined;
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol) || url.hostname === '') return undefined;
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}
