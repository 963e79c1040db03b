import type { Drop, FeedAsks, FeedFailure } from '../model.ts';

/** What one document may bring, as for feeds. */
export interface SourceLimits {
  /** Entries a document. */
  readonly maxEntries: number;
  /** UTF-16 units of what is kept of one entry. */
  readonly maxEntryChars: number;
  /** Elements within each other. */
  readonly maxDepth: number;
}

/** A document that is no feed, decoded, and what is known of it. */
export interface SourceText {
  readonly text: string;
  /** The URL that answered; relative URLs are relative to it. */
  readonly url: string;
  /** IANA zone of dates that carry none. */
  readonly zone: string;
  /** What "today" means. */
  readonly now: Date;
  /** Whether it had entries when it was last read: then an empty one is no matter of course. */
  readonly hadEntries: boolean;
  readonly limits: SourceLimits;
}

/** No such source asks for anything. */
export const NO_ASKS: FeedAsks = { ttlSeconds: undefined, skipHours: [], skipDays: [] };

/** A document whose entries are not where they are looked for. */
export const toLayoutChanged = (detail: string): FeedFailure => toFailure('layout-changed', detail);

export const toFailure = (failure: FeedFailure['failure'], detail: string): FeedFailure => ({
  kind: 'failed',
  failure,
  detail,
  feedLinks: [],
});

/** One drop for all of a reason; none for none. */
export const toDrop = (count: number, reason: string, what: string): readonly Drop[] =>
  count === 0 ? [] : [{ reason, detail: `${count} ${what}` }];

/** The first so many, and the drop of the others. */
export const limitEntries = <T>(
  entries: readonly T[],
  { maxEntries }: SourceLimits,
): { readonly kept: readonly T[]; readonly drops: readonly Drop[] } => ({
  kept: entries.slice(0, maxEntries),
  drops: toDrop(
    Math.max(0, entries.length - maxEntries),
    'too-many-entries',
    'entries beyond the limit were left out',
  ),
});
