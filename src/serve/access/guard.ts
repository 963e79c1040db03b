import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { findLiveToken, type LiveToken, noteTokenUse } from '../../store/tokens.ts';
import { readParams, TOKEN_PARAMETER, toPath } from '../asked.ts';
import { giveProblem } from '../give-problem.ts';
import { toOwnPath } from '../own-path.ts';
import { ICON_PATH, SCRIPT_PATH, STYLE_PATH } from '../pages/layout.tsx';
import { isForPrograms } from '../problem.ts';
import type { ServeSettings, Serving } from '../serving.ts';
import { isFeedPath, toFeedScope } from './feed-scope.ts';
import { isLoopback, toPeer } from './peer.ts';
import { isSecretOf, parseToken } from './token.ts';

/** What a request may read. */
export type Access =
  /** Everything: it comes from this machine. */
  | { readonly kind: 'own' }
  /** Everything, or its feed. */
  | { readonly kind: 'token'; readonly token: LiveToken }
  /** What everybody may. */
  | { readonly kind: 'public' }
  | { readonly kind: 'none'; readonly why: 'missing' | 'invalid' };

/** Holds nothing, or says by itself how little it says without a token. */
const OPEN_PATHS: readonly string[] = ['/health', STYLE_PATH, SCRIPT_PATH, ICON_PATH];

const COOKIE = 'topicwire_token';
/** Browsers keep a cookie no longer than 400 days (RFC 6265bis, 5.5). */
const COOKIE_SECONDS = 400 * 86_400;

/** Judges a request by where it comes from and by its token, and keeps that the token was used. */
export async function judgeAccess(c: Context, serving: Serving): Promise<Access> {
  if (isOwn(toPeer(c), serving.settings)) return { kind: 'own' };
  const access = await judgeToken(c, serving);
  return serving.settings.public && !mayRead(c, access) ? { kind: 'public' } : access;
}

/** This machine is trusted where its requests are not those of a proxy on it. */
const isOwn = (peer: string | undefined, { public: isPublic, requireToken }: ServeSettings): boolean =>
  peer === undefined || (!isPublic && !requireToken && isLoopback(peer));

async function judgeToken(c: Context, { db, now }: Serving): Promise<Access> {
  const text = readToken(c);
  if (text === undefined) return { kind: 'none', why: 'missing' };
  const sent = parseToken(text);
  const token = sent === undefined ? undefined : await findLiveToken(db, sent.id);
  if (sent === undefined || token === undefined || !isSecretOf(sent.secret, token.secretHash))
    return { kind: 'none', why: 'invalid' };
  await noteTokenUse(db, token, now());
  return { kind: 'token', token };
}

/** Whether a request may read more than one feed. */
export const mayReadAll = (access: Access): boolean =>
  access.kind === 'own' ||
  access.kind === 'public' ||
  (access.kind === 'token' && access.token.feed === undefined);

/** Whether a request may read what it asks for: all but the token of a feed opens every path. */
const mayRead = (c: Context, access: Access): boolean =>
  mayReadAll(access) ||
  (access.kind === 'token' && access.token.feed === toFeedScope(c.req.path, readParams(c)));

/** The token as sent: by header; in the URL of a feed or page, which cannot send headers; by a browser's cookie. */
function readToken(c: Context): string | undefined {
  const [, bearer] = /^bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  const inUrl = c.req.path.startsWith('/api/') ? undefined : c.req.query(TOKEN_PARAMETER);
  return inUrl ?? getCookie(c, COOKIE);
}

/** The answer that ends a request which may not read what it asks for, or that trades a page's token for a cookie. */
export function refuseOrTrade(c: Context, { settings }: Serving): Response | Promise<Response> | undefined {
  const access = c.get('access');
  const { path } = c.req;
  if (OPEN_PATHS.includes(path)) return undefined;
  if (access.kind === 'none') return refuse(c, access.why);
  if (access.kind !== 'token') return undefined;
  if (!mayRead(c, access)) {
    const detail = `This token opens the feed ${access.token.feed} and nothing else.`;
    return giveProblem(c, { status: 403, detail });
  }
  return c.req.query(TOKEN_PARAMETER) === undefined || isForPrograms(path) ? undefined : trade(c, settings);
}

/** 401 with its challenge (RFC 6750, 3). */
function refuse(c: Context, why: 'missing' | 'invalid'): Response | Promise<Response> {
  const isFeed = isFeedPath(c.req.path);
  c.header(
    'www-authenticate',
    why === 'missing' ? 'Bearer realm="topicwire"' : 'Bearer realm="topicwire", error="invalid_token"',
  );
  const way =
    isFeed || !isForPrograms(c.req.path) ? 'with ?token=TOKEN in the URL, or the header' : 'with the header';
  const detail =
    why === 'missing'
      ? `A token is needed here: ask ${way} "Authorization: Bearer TOKEN". topicwire token create makes one.`
      : 'This token is not known here, or was revoked.';
  return giveProblem(c, { status: 401, detail });
}

/**
 * The page's URL without its token, which a cookie carries from now on, so that it stays in no history. Lax, since a link
 * from a feed reader to an item's page is to open; nothing here can be changed by a request.
 */
function trade(c: Context, { baseUrl, basePath }: ServeSettings): Response {
  const url = new URL(c.req.url);
  setCookie(c, COOKIE, url.searchParams.get(TOKEN_PARAMETER) ?? '', {
    path: basePath === '' ? '/' : basePath,
    httpOnly: true,
    sameSite: 'Lax',
    secure: (baseUrl ?? url.href).startsWith('https:'),
    maxAge: COOKIE_SECONDS,
  });
  c.header('cache-control', 'no-store');
  // As it was written: decoded, it may hold what no header can. Two slashes at the beginning would name another host.
  const path = toOwnPath(url.pathname, basePath).replace(/^[/\\]+/, '/');
  return c.redirect(`${basePath}${toPath(path, url.searchParams, { [TOKEN_PARAMETER]: undefined })}`, 303);
}
