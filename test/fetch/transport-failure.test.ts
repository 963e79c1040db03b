import { describe, expect, it } from 'vitest';
import { toTransportFailure } from '../../src/fetch/transport-failure.ts';

const toError = (code: string, message = 'words of the library'): Error =>
  Object.assign(new Error(message), { code });

describe('toTransportFailure', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ESERVFAIL', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'refused'],
    ['ENETUNREACH', 'refused'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['UND_ERR_SOCKET', 'reset'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['UND_ERR_HEADERS_OVERFLOW', 'too-large'],
    ['HPE_INVALID_CHUNK_SIZE', 'malformed'],
    ['HPE_INVALID_EOF_STATE', 'reset'],
  ])('takes %s for %s', (code, failure) => {
    const got = toTransportFailure(toError(code), 'news.test');
    expect(got?.failure).toBe(failure);
    expect(got?.detail).toMatch(/^news\.test[^\n]*$/);
  });

  it('reads the first reason when every address of a name failed', () => {
    const all = new AggregateError([toError('ECONNREFUSED'), toError('ENETUNREACH')]);
    expect(toTransportFailure(all, 'news.test')?.failure).toBe('refused');
  });

  it('knows a handshake that was cut from a connection that was', () => {
    const cut = toError(
      'ECONNRESET',
      'Client network socket disconnected before secure TLS connection was established',
    );
    expect(toTransportFailure(cut, 'news.test')?.failure).toBe('tls');
  });

  it('keeps a long message to one short line', () => {
    const error = toError('ERR_TLS_CERT_ALTNAME_INVALID', `no\n${'name '.repeat(500)}`);
    expect(toTransportFailure(error, 'news.test')?.detail.length).toBeLessThan(300);
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['no error', 'text'],
  ])('leaves %s to the caller', (_, error) => {
    expect(toTransportFailure(error, 'news.test')).toBeUndefined();
  });
});
