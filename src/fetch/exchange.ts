import type { FetchOutcome } from '../model.ts';
import { ACCEPT } from './answer.ts';
import { withDeadline } from './deadline.ts';
import { fail, type HopResult, readAnswer } from './read-answer.ts';
import { parseLocation, toNextHop } from './redirect.ts';
import type { ExchangeTools, HttpRequest, Turn } from './request.ts';
import { toTransportFailure } from './transport-failure.ts';

/** Fetches a URL over all its redirects; see `Http.fetch`. */
export async function exchange(request: HttpRequest, tools: ExchangeTools): Promise<FetchOutcome> {
  const first = parseLocation(request.url, undefined);
  if (first === undefined)
    return fail('bad-url', `${request.url.slice(0, 200)}: expected an http or https URL`, 0);
  const visited: string[] = [];
  let url = first;
  let spentMs = 0;
  let permanent = true;
  for (;;) {
    visited.push(url.href);
    const turn = await (request.enterHop?.(url) ?? GO);
    if (turn.kind === 'failed') {
      return {
        ...fail(turn.failure, turn.detail, Math.round(spentMs)),
        retryAfterSeconds: turn.retryAfterSeconds,
      };
    }
    const { result, tookMs } = await inTurn(turn, () => hop(url, first, request, spentMs, tools));
    spentMs += tookMs;
    const durationMs = Math.round(spentMs);
    if (result.kind === 'failed') return { ...result, durationMs };
    if (result.kind !== 'redirect') {
      const movedTo = permanent && visited.length > 1 ? url.href : undefined;
      return { ...result, durationMs, movedTo };
    }
    const next = toNextHop(result, { from: url, visited, maxRedirects: tools.limits.maxRedirects });
    if (next.kind === 'stop')
      return { ...fail('redirects', `${url.host}: ${next.detail}`, durationMs), status: result.status };
    permanent &&= next.permanent;
    url = next.url;
  }
}

const GO: Turn = { kind: 'go', leave: async () => undefined };

/** Runs a hop in its turn, and gives the turn back whatever comes of it. */
async function inTurn(
  turn: Turn,
  run: () => Promise<HopResult>,
): Promise<{ readonly result: HopResult; readonly tookMs: number }> {
  const startedAt = performance.now();
  let result: HopResult | undefined;
  try {
    result = await run();
    return { result, tookMs: performance.now() - startedAt };
  } finally {
    const retryAfterSeconds = result?.kind === 'failed' ? result.retryAfterSeconds : undefined;
    await turn.leave({ status: result?.status, retryAfterSeconds });
  }
}

async function hop(
  url: URL,
  first: URL,
  request: HttpRequest,
  spentMs: number,
  tools: ExchangeTools,
): Promise<HopResult> {
  const { totalTimeoutMs } = tools.limits;
  // The URL's own fragment is no part of a request; what is asked is what `url` says.
  const headers = toHeaders(request, tools.limits.userAgent, url.origin === first.origin);
  // The exception is for the host that the operator named, not for where it leads.
  const trust = request.tls === 'unverified' && url.host === first.host ? 'unverified' : 'verified';
  let reached = 'no answer';
  const late = (): string => `${reached} within ${totalTimeoutMs / 1000} s`;
  try {
    return await withDeadline(totalTimeoutMs - spentMs, late, async (signal) => {
      const answer = await tools.send(url, headers, signal, trust);
      reached = 'its answer was not whole';
      return readAnswer(url, request, answer, tools);
    });
  } catch (error) {
    const failure = toTransportFailure(error, url.host);
    // A bug of ours, which the schedule's isolating catch logs.
    if (failure === undefined) throw error;
    return fail(failure.failure, failure.detail, 0);
  }
}

function toHeaders(
  request: HttpRequest,
  userAgent: string,
  sameOrigin: boolean,
): Readonly<Record<string, string>> {
  return {
    'user-agent': userAgent,
    accept: ACCEPT[request.purpose],
    'accept-encoding': 'gzip, deflate, br',
    ...(request.etag === undefined ? {} : { 'if-none-match': request.etag }),
    ...(request.lastModified === undefined ? {} : { 'if-modified-since': request.lastModified }),
    ...(sameOrigin ? request.headers : {}),
  };
}
