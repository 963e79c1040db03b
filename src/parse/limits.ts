/** What one document may bring; what is beyond is counted and left out. */
export interface FeedLimits {
  /** Entries a feed. */
  readonly maxEntries: number;
  /** UTF-16 units of one field: a title, a description, a content. */
  readonly maxFieldChars: number;
}

/**
 * 5,000 entries: the largest of 96 real feeds holds 300, archives of whole sites a few thousand. 1,000,000 units a
 * field: full texts of news articles stay under 100,000.
 */
export const DEFAULT_LIMITS: FeedLimits = { maxEntries: 5000, maxFieldChars: 1_000_000 };
