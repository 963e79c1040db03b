/** Every bound of a fetch; the settings of the same names say why each has its default. */
export interface FetchLimits {
  readonly userAgent: string;
  /** From the first byte sent to the last received, all redirects together, waiting for hosts not included. */
  readonly totalTimeoutMs: number;
  /** For DNS, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Silence of the server before and within its answer; the total timeout if not given. */
  readonly idleTimeoutMs?: number | undefined;
  /** Decoded bytes of a feed. */
  readonly maxFeedBytes: number;
  /** Decoded bytes of a page. */
  readonly maxPageBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
  /** Host names, addresses and networks (CIDR) opened although they are not public. */
  readonly allow: readonly string[];
}
