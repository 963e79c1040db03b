import type { FailureKind } from '../model.ts';
import { ProxyError } from './proxy-error.ts';

export interface TransportFailure {
  readonly failure: FailureKind;
  readonly detail: string;
}

/** Codes of Node, OpenSSL, undici and llhttp, and ours, by the failure they are; the first pattern that fits. */
const FAILURES: readonly (readonly [RegExp, FailureKind])[] = [
  [/^ADDRESS_BLOCKED$/, 'blocked'],
  [/^NAME_UNCHECKED$/, 'dns'],
  [/^PROXY_/, 'proxy'],
  [/^BODY_TOO_LARGE$|^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, 'too-large'],
  [/^BODY_ENCODING$/, 'bad-encoding'],
  [/^BODY_CUT_SHORT$|^ECONNRESET$|^EPIPE$|^ECONNABORTED$|^UND_ERR_SOCKET$/, 'reset'],
  [/^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$|^HPE_INVALID_EOF_STATE$|^UND_ERR_ABORTED$/, 'reset'],
  // Only when the process stops with a request under way.
  [/^UND_ERR_(?:DESTROYED|CLOSED)$/, 'reset'],
  [/^DEADLINE$|^ETIMEDOUT$|^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/, 'timeout'],
  [/^ENOTFOUND$|^EAI_|^ENODATA$|^ESERVFAIL$|^EREFUSED$|^EBADNAME$|^ENONAME$|^EFORMERR$|^ENOTIMP$/, 'dns'],
  [/^ECONNREFUSED$|^EHOSTUNREACH$|^ENETUNREACH$|^EHOSTDOWN$|^ENETDOWN$|^EADDRNOTAVAIL$|^EACCES$/, 'refused'],
  [/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$/, 'tls'],
  // llhttp's: what came is no HTTP, or breaks it in the middle.
  [/^HPE_/, 'malformed'],
];

/** What the web did to a request, from the error it became; undefined for an error that is a bug of ours. */
export function toTransportFailure(error: unknown, host: string): TransportFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ProxyError) return toProxyFailure(error, host);
  const code = toCode(error);
  if (code === 'ECONNRESET' && /before secure TLS connection/.test(error.message)) {
    return { failure: 'tls', detail: `${host}: the connection was cut during the TLS handshake` };
  }
  const failure = FAILURES.find(([pattern]) => pattern.test(code))?.[1];
  return failure === undefined ? undefined : { failure, detail: toDetail(host, code, error.message) };
}

function toProxyFailure({ place, cause }: ProxyError, host: string): TransportFailure {
  const code = toCode(cause);
  // A connection that took too long is told in the words of all others.
  if (code === 'DEADLINE')
    return { failure: 'timeout', detail: `${host}, over the proxy ${place}: ${cause.message}` };
  return { failure: 'proxy', detail: `${host}, over the proxy ${toDetail(place, code, cause.message)}` };
}

/** Whether a kept-alive socket that died while it lay idle could have caused this. */
export const isDeadSocket = (error: unknown): boolean =>
  error instanceof Error && /^UND_ERR_SOCKET$|^ECONNRESET$|^EPIPE$/.test(toCode(error));

function toCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // undici 7 looks llhttp's codes up in the wrong direction and leaves them out.
  if (error.name === 'HTTPParserError')
    return /EOF/.test(error.message) ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID';
  // When every address of a name was tried in vain, the reason is in the first.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return first instanceof Error ? toCode(first) : '';
}

/** Longer messages are those of OpenSSL, which end in file and line. */
const MAX_DETAIL = 200;

/** Words for codes whose own messages say less, or name addresses and ports. */
const WORDS: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too long',
  HPE_HEADER_OVERFLOW: 'its headers are too long',
  UND_ERR_SOCKET: 'it closed the connection early',
  ECONNRESET: 'it reset the connection',
  UND_ERR_HEADERS_TIMEOUT: 'it fell silent before its answer',
  UND_ERR_BODY_TIMEOUT: 'it fell silent within its answer',
  ECONNREFUSED: 'it takes no connections',
  ENOTFOUND: 'no such name',
  EAI_AGAIN: 'the name server did not answer',
};

function toDetail(host: string, code: string, message: string): string {
  // Our own errors, the parser's and those of certificates say it in words.
  const speaks = /^(?:ADDRESS_BLOCKED|NAME_|PROXY_|BODY_|DEADLINE|HPE_|CERT|ERR_TLS|DEPTH|SELF|UNABLE)/.test(
    code,
  );
  const said = WORDS[code] ?? (speaks ? message : '');
  const words = said.replace(/\s+/g, ' ').trim().slice(0, MAX_DETAIL);
  const named = /^(?:ADDRESS_BLOCKED|NAME_|PROXY_|BODY_|DEADLINE)/.test(code) ? '' : ` (${code})`;
  return words === '' ? `${host}${named}` : `${host}: ${words}${named}`;
}
