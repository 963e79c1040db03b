import { z } from 'zod';
import {
  type Feed,
  type FeedId,
  type FetchState,
  type ItemId,
  type PublisherId,
  parseFeedId,
  parseItemId,
  parsePublisherId,
} from '../model.ts';
import type { FeedsTable } from './schema.ts';

/** A column's value in code: NULL is undefined. */
export const toOptional = <T>(value: T | null): T | undefined => value ?? undefined;

/** The id as the store holds it; throws where it holds what no parser would have let in. */
export const toItemId = (value: number): ItemId => toKnown(parseItemId(value), 'items.id', value);
export const toFeedId = (value: string): FeedId => toKnown(parseFeedId(value), 'feeds.id', value);
export const toPublisherId = (value: string): PublisherId =>
  toKnown(parsePublisherId(value), 'publisher_id', value);

function toKnown<T>(parsed: T | undefined, column: string, value: unknown): T {
  if (parsed === undefined) throw new Error(`the store's ${column} holds ${JSON.stringify(value)}`);
  return parsed;
}

const FEED = z.object({
  id: z.string().transform(toFeedId),
  url: z.string(),
  publisher: z.string().transform(toPublisherId),
  language: z.string().optional(),
  zone: z.string(),
  read: z.enum(['page', 'feed']),
});

/** A feed from its stored config. */
export function toFeed(config: unknown): Feed {
  const feed = FEED.parse(config);
  return { ...feed, language: feed.language };
}

/** The columns of feeds that hold its FetchState. */
export const STATE_COLUMNS = [
  'etag',
  'last_modified',
  'body_hash',
  'full_fetch_at',
  'last_fetch_at',
  'last_success_at',
  'last_new_item_at',
  'failures',
  'failing_since',
  'interval_seconds',
] as const satisfies readonly (keyof FeedsTable)[];

interface StateRow {
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly body_hash: string | null;
  readonly full_fetch_at: Date | null;
  readonly last_fetch_at: Date | null;
  readonly last_success_at: Date | null;
  readonly last_new_item_at: Date | null;
  readonly failures: number;
  readonly failing_since: Date | null;
  readonly interval_seconds: number;
}

/** What a feed's row says we learned of it. */
export const toFetchState = (row: StateRow): FetchState => ({
  etag: toOptional(row.etag),
  lastModified: toOptional(row.last_modified),
  bodyHash: toOptional(row.body_hash),
  fullFetchAt: toOptional(row.full_fetch_at),
  lastFetchAt: toOptional(row.last_fetch_at),
  lastSuccessAt: toOptional(row.last_success_at),
  lastNewItemAt: toOptional(row.last_new_item_at),
  failures: row.failures,
  failingSince: toOptional(row.failing_since),
  intervalSeconds: row.interval_seconds,
});

/** A FetchState as columns of feeds. */
export const toStateRow = (state: FetchState): StateRow => ({
  etag: state.etag ?? null,
  last_modified: state.lastModified ?? null,
  body_hash: state.bodyHash ?? null,
  full_fetch_at: state.fullFetchAt ?? null,
  last_fetch_at: state.lastFetchAt ?? null,
  last_success_at: state.lastSuccessAt ?? null,
  last_new_item_at: state.lastNewItemAt ?? null,
  failures: state.failures,
  failing_since: state.failingSince ?? null,
  interval_seconds: Math.round(state.intervalSeconds),
});
