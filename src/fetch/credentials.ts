import type { Failure, Feed, FetchRequest } from '../model.ts';
import { fillReferences } from '../text/references.ts';

/** The environment of the process, where secrets stand. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a request for a feed carries of its credentials and exceptions: only for the host the operator meant. */
export function toFeedOptions(feed: Feed, url: string): Pick<FetchRequest, 'credentials' | 'tls'> {
  const [asked, meant] = [new URL(url), new URL(feed.url)];
  const stated = feed.headers !== undefined || feed.auth !== undefined;
  return {
    ...(stated && asked.origin === meant.origin
      ? { credentials: { headers: feed.headers, auth: feed.auth } }
      : {}),
    ...(feed.tls !== undefined && asked.host === meant.host ? { tls: feed.tls } : {}),
  };
}

/** What a header can hold (RFC 9110 5.5), white space around it taken off; the rest would be refused when it is sent. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The credentials as headers, lower-case, every reference replaced by the variable's value; a failure that names the
 * first variable that is not set or cannot be sent. A value is in no message.
 */
export function resolveCredentials(
  credentials: FetchRequest['credentials'],
  env: Environment,
): { readonly kind: 'resolved'; readonly headers: Readonly<Record<string, string>> } | Failure {
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(credentials?.headers ?? {})) {
    const filled = fillReferences(text, env);
    if (filled.kind === 'missing') return toMissing(filled.name);
    const value = filled.text.trim();
    if (!SENDABLE.test(value)) return toFailure(`the header ${name} has a value that cannot be sent`);
    headers[name.toLowerCase()] = value;
  }
  if (credentials?.auth === undefined) return { kind: 'resolved', headers };
  const user = fillReferences(credentials.auth.user, env);
  if (user.kind === 'missing') return toMissing(user.name);
  const password = fillReferences(credentials.auth.password, env);
  if (password.kind === 'missing') return toMissing(password.name);
  return {
    kind: 'resolved',
    headers: { ...headers, authorization: toBasic(user.text, password.text) },
  };
}

/** Basic authentication (RFC 7617), in UTF-8. */
export const toBasic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const toFailure = (detail: string): Failure => ({ kind: 'failed', failure: 'missing-variable', detail });
const toMissing = (name: string): Failure => toFailure(`the environment variable ${name} is not set`);
