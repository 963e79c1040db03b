import type { Context } from 'hono';
import { parseDate } from '../text/date.ts';
import { sha256Hex } from '../text/hash.ts';

/** A document that readers come back for. */
export interface Document {
  /** With its parameters. */
  readonly type: string;
  readonly body: string;
  /** When what it shows last changed, as far as that is known. */
  readonly modifiedAt: Date | undefined;
  /** The request headers that it was chosen by. */
  readonly vary?: string;
}

/** The document with an ETag of its bytes and Last-Modified, or 304 without a body where the reader has it already. */
export const giveDocument = (c: Context, document: Document): Response =>
  giveTagged(c, new TextEncoder().encode(document.body), toDocumentHeaders(document));

/** The headers of a document, among them an ETag of its bytes and Last-Modified. */
export function toDocumentHeaders({
  type,
  body,
  modifiedAt,
  vary,
}: Document): Readonly<Record<string, string>> {
  return {
    'content-type': type,
    etag: `"${sha256Hex(body).slice(0, 32)}"`,
    'cache-control': 'no-cache',
    ...(modifiedAt === undefined ? {} : { 'last-modified': modifiedAt.toUTCString() }),
    ...(vary === undefined ? {} : { vary }),
  };
}

/** A body under such headers, or 304 without one where the reader has it already. */
export function giveTagged(
  c: Context,
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Response {
  const { 'content-type': _type, ...common } = headers;
  return isKnown(c, headers) ? c.body(null, 304, common) : c.body(body, 200, { ...headers });
}

/** Whether a request's conditions say that the reader has it: If-None-Match, and only without it If-Modified-Since (RFC 9110, 13.2.2). */
function isKnown(c: Context, headers: Readonly<Record<string, string>>): boolean {
  const tags = c.req.header('if-none-match');
  if (tags !== undefined) return isAmong(tags, headers['etag'] ?? '');
  const since = parseDate(c.req.header('if-modified-since') ?? '', 'UTC');
  const modifiedAt = parseDate(headers['last-modified'] ?? '', 'UTC');
  return since !== undefined && modifiedAt !== undefined && toSeconds(modifiedAt) <= toSeconds(since);
}

/** Weak comparison (RFC 9110, 13.1.2): a coded body has a weak tag. */
const isAmong = (tags: string, etag: string): boolean =>
  tags.split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*');

/** A date in a header has no fractions. */
const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);
