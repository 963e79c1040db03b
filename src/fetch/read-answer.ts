import type { FailureKind, FetchFailed, FetchOutcome } from '../model.ts';
import {
  type Purpose,
  parseFreshSeconds,
  parseRetryAfter,
  readHeader,
  readHeaderList,
  readValidator,
  sniffNotAPage,
  toNotAPage,
  toStatusFailure,
} from './answer.ts';
import { type BodyLimit, readBody } from './body.ts';
import { toChallenger } from './challenge.ts';
import { withDeadline } from './deadline.ts';
import type { FetchLimits } from './limits.ts';
import { isRedirect, type RedirectAnswer } from './redirect.ts';
import type { Answer, ExchangeTools, HttpRequest } from './request.ts';
import { toTransportFailure } from './transport-failure.ts';

/** What one request gave: the end, or the way on. */
export type HopResult = FetchOutcome | (RedirectAnswer & { readonly kind: 'redirect' });

/** More than a challenge page has. */
const MINOR_BODY: BodyLimit = { maxBytes: 64 * 1024, overflow: 'cut' };
/** RFC 9309 2.5: at least 500 KiB are to be read; what is beyond is ignored, not an error. */
const ROBOTS_BODY: BodyLimit = { maxBytes: 512 * 1024, overflow: 'cut' };

/** What an answer is, its body read as far as it is wanted; rejects where the connection fails on the way. */
export async function readAnswer(
  url: URL,
  request: HttpRequest,
  answer: Answer,
  tools: ExchangeTools,
): Promise<HopResult> {
  const { status, headers } = answer;
  if (isRedirect(status)) {
    await readMinorBody(answer, tools.limits);
    return {
      kind: 'redirect',
      status,
      location: readHeader(headers, 'location'),
      setsCookie: headers['set-cookie'] !== undefined,
    };
  }
  if (status === 304) return readNotModified(url, request, answer, tools);
  const failure = toStatusFailure(status);
  if (failure !== undefined) return readRefusal(url, failure, answer, tools);
  return readSuccess(url, request, answer, tools);
}

async function readNotModified(
  url: URL,
  request: HttpRequest,
  answer: Answer,
  tools: ExchangeTools,
): Promise<FetchOutcome> {
  const { headers } = answer;
  await readMinorBody(answer, tools.limits);
  if (request.etag === undefined && request.lastModified === undefined) {
    return { ...fail('http-error', `${url.host}: 304 to a request without validators`, 0), status: 304 };
  }
  return {
    kind: 'not-modified',
    status: 304,
    url: url.href,
    // A 304 that leaves a validator out has not taken it back (RFC 9111 4.3.4).
    etag: readValidator(headers, 'etag') ?? request.etag,
    lastModified: readValidator(headers, 'last-modified') ?? request.lastModified,
    freshSeconds: parseFreshSeconds(headers, tools.now()),
    durationMs: 0,
  };
}

async function readRefusal(
  url: URL,
  failure: FailureKind,
  answer: Answer,
  tools: ExchangeTools,
): Promise<FetchFailed> {
  const { status, headers } = answer;
  const page = await readMinorBody(answer, tools.limits);
  const challenger = toChallenger(status, headers, page);
  const named =
    challenger === undefined
      ? fail(failure, `${url.host}: HTTP ${status}`, 0)
      : fail('challenge', `${url.host}: HTTP ${status}, a challenge of ${challenger}`, 0);
  return {
    ...named,
    status,
    retryAfterSeconds: parseRetryAfter(readHeader(headers, 'retry-after'), tools.now()),
  };
}

async function readSuccess(
  url: URL,
  request: HttpRequest,
  answer: Answer,
  tools: ExchangeTools,
): Promise<FetchOutcome> {
  const { status, headers, body } = answer;
  const contentType = readHeader(headers, 'content-type');
  const refuse = (failure: FailureKind, detail: string): FetchFailed => {
    body.on('error', () => undefined).destroy();
    return { ...fail(failure, `${url.host}: ${detail}`, 0), status };
  };
  const notAPage = request.purpose === 'page' ? toNotAPage(contentType) : undefined;
  if (notAPage !== undefined) return refuse('not-a-page', notAPage);
  const limit = toBodyLimit(request.purpose, tools.limits);
  const stated = Number(readHeader(headers, 'content-length') ?? 0);
  if (stated > limit.maxBytes && limit.overflow === 'fail') {
    return refuse('too-large', `${stated} bytes, more than ${limit.maxBytes}`);
  }
  const bytes = await readBody(body, readHeaderList(headers, 'content-encoding'), limit);
  if (bytes.length === 0 && request.purpose !== 'robots')
    return refuse('empty', `HTTP ${status} without content`);
  const challenger = toChallenger(status, headers, bytes);
  if (challenger !== undefined) return refuse('challenge', `HTTP ${status}, a challenge of ${challenger}`);
  const sniffed = request.purpose === 'page' ? sniffNotAPage(bytes) : undefined;
  if (sniffed !== undefined) return refuse('not-a-page', `${sniffed}, sent as ${contentType ?? 'no type'}`);
  return {
    kind: 'fetched',
    status,
    url: url.href,
    contentType,
    etag: readValidator(headers, 'etag'),
    lastModified: readValidator(headers, 'last-modified'),
    freshSeconds: parseFreshSeconds(headers, tools.now()),
    body: bytes,
    durationMs: 0,
  };
}

function toBodyLimit(purpose: Purpose, limits: FetchLimits): BodyLimit {
  if (purpose === 'robots') return ROBOTS_BODY;
  return { maxBytes: purpose === 'feed' ? limits.maxFeedBytes : limits.maxPageBytes, overflow: 'fail' };
}

/** A body nobody needs gets this share of the time: it is read so that the connection can be used again. */
const MINOR_BODY_SHARE = 0.1;

/** The body of a redirect or refusal, or nothing: these stand by their status, whatever becomes of the body. */
async function readMinorBody(
  { body, headers }: Answer,
  { totalTimeoutMs }: FetchLimits,
): Promise<Uint8Array> {
  const encoding = readHeaderList(headers, 'content-encoding');
  try {
    return await withDeadline(
      totalTimeoutMs * MINOR_BODY_SHARE,
      () => '',
      () => readBody(body, encoding, MINOR_BODY),
    );
  } catch (error) {
    body.destroy();
    if (toTransportFailure(error, '') === undefined) throw error;
    return new Uint8Array();
  }
}

/** A failed fetch, so far without a status. */
export function fail(failure: FailureKind, detail: string, durationMs: number): FetchFailed {
  return { kind: 'failed', failure, detail, status: undefined, retryAfterSeconds: undefined, durationMs };
}
