import type { FeedId, ItemId, Language, PublisherId, TagId } from '../model.ts';

/** One condition on a field: any of the values, or not this one. All conditions of a query must hold. */
export type Condition<Value extends string> =
  | { readonly kind: 'any'; readonly values: readonly Value[] }
  | { readonly kind: 'not'; readonly value: Value };

/** Where a page ends: the last item's place in the newest-first order. */
export interface Position {
  /** `ordered_at` as ISO 8601 UTC text to the microsecond, which a Date would cut to milliseconds. */
  readonly at: string;
  readonly id: ItemId;
}

/** Where a page by relevance ends. */
export interface RankedPosition extends Position {
  /** The last item's rank as PostgreSQL writes it. */
  readonly rank: string;
  /** The newest match when the first page was given: what came later is not ranked among the rest. */
  readonly top: Position;
}

/** A question to the items, already parsed; answered newest first. */
export interface ItemQuery {
  /** Topics, places and organisations alike. */
  readonly tags: readonly Condition<TagId>[];
  readonly publishers: readonly Condition<PublisherId>[];
  readonly feeds: readonly Condition<FeedId>[];
  readonly languages: readonly Condition<Language>[];
  /** Words, "phrases", -excluded, prefix*, OR; `text-query.ts` reads them. */
  readonly words: string | undefined;
  /** Newest first, or the best match of `words` first. */
  readonly order: 'new' | 'relevance';
  /** Inclusive and exclusive bounds of `ordered_at`, ISO 8601 UTC text to the microsecond. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly limit: number;
  /** A ranked position where `order` is relevance, and only there. */
  readonly after: Position | RankedPosition | undefined;
}
