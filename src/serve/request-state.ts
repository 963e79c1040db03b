import type { Context } from 'hono';
import type { Access } from './access/guard.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Names the request in its answer, in the log and in a problem. */
    requestId: string;
    /** What our own paths begin with, as `/news`; empty for none. */
    basePath: string;
    /** Whether the reader is of this machine or showed a token. */
    reader: 'known' | 'anyone';
    /** What the request may read. */
    access: Access;
  }
}

/** An id of a proxy or client is taken over where it is a plain word. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The id that a request brought; undefined where it brought none that is fit for logs. */
export function readRequestId(c: Context): string | undefined {
  const id = c.req.header('x-request-id');
  return id !== undefined && REQUEST_ID.test(id) ? id : undefined;
}
