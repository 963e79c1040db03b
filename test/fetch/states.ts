import type { FetchState } from '../../src/model.ts';

export const NOW = new Date('2026-03-01T12:00:00Z');
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** A feed that was read a quarter of an hour ago. */
export const buildState = (changes: Partial<FetchState> = {}): FetchState => ({
  etag: '"old"',
  lastModified: 'Sun, 01 Mar 2026 10:00:00 GMT',
  bodyHash: 'old-hash',
  fullFetchAt: ago(HOUR),
  lastFetchAt: ago(15 * MINUTE),
  lastSuccessAt: ago(15 * MINUTE),
  lastNewItemAt: ago(HOUR),
  failures: 0,
  failingSince: undefined,
  intervalSeconds: 900,
  entries: 20,
  overflows: 0,
  lastOverflowAt: undefined,
  longestGapSeconds: undefined,
  silentSince: undefined,
  asks: { ttlSeconds: undefined, skipHours: [], skipDays: [] },
  move: undefined,
  ...changes,
});
