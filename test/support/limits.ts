import type { FetchLimits } from '../../src/fetch/limits.ts';

/** Limits for tests on loopback, opened to it; times are short enough that a test of them is too. */
export const toLimits = (changes: Partial<FetchLimits> = {}): FetchLimits => ({
  userAgent: 'Topicwire/0.0 (+https://example.org/about)',
  totalTimeoutMs: 5_000,
  connectTimeoutMs: 5_000,
  maxFeedBytes: 1_000_000,
  maxPageBytes: 500_000,
  maxHeaderBytes: 32_768,
  maxRedirects: 5,
  allow: ['127.0.0.0/8', '::1'],
  ...changes,
});
