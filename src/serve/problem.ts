import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What went wrong with a request, for whoever sent it. */
export interface RequestProblem {
  readonly status: ContentfulStatusCode;
  readonly detail: string;
  /** The query parameter at fault. */
  readonly parameter?: string;
}

/** The status' own phrase, which is a problem's title where its type is about:blank (RFC 9457, 4.2.1). */
export const toTitle = (status: number): string => STATUS_CODES[status] ?? 'Error';

/** Whether programs ask for a path: the API, feeds out, lists for feed readers. Others are pages. */
export const isForPrograms = (path: string): boolean =>
  /^\/api(?:\/|$)|^\/health$|\/feed\.(?:atom|rss|json)$|\.opml$/.test(path);

/** A problem as `application/problem+json` (RFC 9457). */
export const problemJson = (c: Context, problem: RequestProblem): Response =>
  c.body(
    JSON.stringify({
      type: 'about:blank',
      title: toTitle(problem.status),
      status: problem.status,
      detail: problem.detail,
      instance: `urn:topicwire:request:${c.get('requestId')}`,
      ...(problem.parameter === undefined ? {} : { parameter: problem.parameter }),
    }),
    problem.status,
    { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  );
