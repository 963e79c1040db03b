/** What one document may bring; what is beyond is counted and left out. The settings of the same names say why. */
export interface FeedLimits {
  /** Entries a feed. */
  readonly maxEntries: number;
  /** UTF-16 units of what is read of one entry, markup included; and of the feed's own fields. */
  readonly maxEntryChars: number;
  /** Elements within each other: in the document, and once more within a field. */
  readonly maxDepth: number;
}

/** The defaults of the settings, for the filters, which read none. */
export const DEFAULT_LIMITS: FeedLimits = { maxEntries: 5000, maxEntryChars: 200_000, maxDepth: 100 };

/** Authors, categories and enclosures of one entry: real ones have some dozens, and a feed's own go to each entry. */
export const MAX_LABELS = 100;
