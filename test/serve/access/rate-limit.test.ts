import { describe, expect, it } from 'vitest';
import { isLoopback, toClientKey } from '../../../src/serve/access/peer.ts';
import { buildRateLimit } from '../../../src/serve/access/rate-limit.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 1) + seconds * 1000);

describe('the rate limit', () => {
  it('gives a whole quota at once and then fills it evenly', () => {
    const { take } = buildRateLimit(6);
    const first = Array.from({ length: 6 }, () => take('a', at(0)));
    expect(first.map(({ allowed, remaining }) => [allowed, remaining])).toEqual(
      [5, 4, 3, 2, 1, 0].map((left) => [true, left]),
    );
    expect(take('a', at(0))).toEqual({ allowed: false, remaining: 0, resetSeconds: 60, retrySeconds: 10 });
    expect(take('a', at(9.5))).toMatchObject({ allowed: false, retrySeconds: 1 });
    expect(take('a', at(10))).toMatchObject({ allowed: true, remaining: 0, retrySeconds: 0 });
    expect(take('a', at(3600))).toMatchObject({ allowed: true, remaining: 5, resetSeconds: 10 });
  });

  it('keeps clients apart, and is not confused by a clock that steps back', () => {
    const { take } = buildRateLimit(1);
    expect(take('a', at(100)).allowed).toBe(true);
    expect(take('b', at(100)).allowed).toBe(true);
    expect(take('a', at(0)).allowed).toBe(false);
  });

  it('remembers so many clients and no more, those that were seen last', () => {
    const { take } = buildRateLimit(1, 3);
    for (const client of ['a', 'b', 'c', 'a', 'd']) take(client, at(0));
    expect(['d', 'c', 'a'].map((client) => take(client, at(0)).allowed)).toEqual([false, false, false]);
    expect(take('b', at(0)).allowed).toBe(true);
  });
});

describe('a peer', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1', 'localhost'])(
    '%s is this machine',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '1127.0.0.1',
    '127.0.0.1.example.com',
    'localhost.example.com',
    '::ffff:10.0.0.1',
    '::1:1',
    'fe80::1',
    'unknown',
    '',
  ])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['fe80::fc:ff:fe00:1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['unknown', 'unknown'],
  ])('%s is known as %s', (peer, key) => {
    expect(toClientKey(peer)).toBe(key);
  });
});
