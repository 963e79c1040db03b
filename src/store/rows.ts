import { z } from 'zod';
import {
  type Feed,
  type FeedId,
  type FetchState,
  type ItemId,
  type Move,
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
  headers: z.record(z.string(), z.string()).optional(),
  auth: z.object({ user: z.string(), password: z.string() }).optional(),
  tls: z.literal('unverified').optional(),
  schedule: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('every'), seconds: z.number() }),
      z.object({ kind: z.literal('cron'), expression: z.string() }),
    ])
    .optional(),
  source: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('list'),
        item: z.string(),
        empty: z.string().optional(),
        link: z.string().optional(),
        title: z.string().optional(),
        date: z.string().optional(),
      }),
      z.object({ kind: z.literal('sitemap') }),
      z.object({ kind: z.literal('telegram'), channel: z.string() }),
    ])
    .optional(),
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
  'entries',
  'overflows',
  'last_overflow_at',
  'longest_gap_seconds',
  'silent_since',
  'ttl_seconds',
  'skip_hours',
  'skip_days',
  'moved_to',
  'moved_since',
  'moved_polls',
  'move_adopted_at',
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
  readonly entries: number;
  readonly overflows: number;
  readonly last_overflow_at: Date | null;
  readonly longest_gap_seconds: number | null;
  readonly silent_since: Date | null;
  readonly ttl_seconds: number | null;
  readonly skip_hours: readonly number[];
  readonly skip_days: readonly number[];
  readonly moved_to: string | null;
  readonly moved_since: Date | null;
  readonly moved_polls: number | null;
  readonly move_adopted_at: Date | null;
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
  entries: row.entries,
  overflows: row.overflows,
  lastOverflowAt: toOptional(row.last_overflow_at),
  longestGapSeconds: toOptional(row.longest_gap_seconds),
  silentSince: toOptional(row.silent_since),
  asks: {
    ttlSeconds: toOptional(row.ttl_seconds),
    skipHours: row.skip_hours,
    skipDays: row.skip_days,
  },
  move: toMove(row),
});

function toMove(row: StateRow): Move | undefined {
  const { moved_to: to, moved_since: since, moved_polls: polls } = row;
  if (to === null || since === null || polls === null) return undefined;
  return { to, since, polls, adoptedAt: toOptional(row.move_adopted_at) };
}

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
  entries: state.entries,
  overflows: state.overflows,
  last_overflow_at: state.lastOverflowAt ?? null,
  longest_gap_seconds: state.longestGapSeconds === undefined ? null : toSeconds(state.longestGapSeconds),
  silent_since: state.silentSince ?? null,
  ttl_seconds: state.asks.ttlSeconds ?? null,
  skip_hours: state.asks.skipHours,
  skip_days: state.asks.skipDays,
  moved_to: state.move?.to ?? null,
  moved_since: state.move?.since ?? null,
  moved_polls: state.move?.polls ?? null,
  move_adopted_at: state.move?.adoptedAt ?? null,
});

/** An integer column ends at 68 years; a feed may claim dates far beyond. */
const toSeconds = (seconds: number): number => Math.min(Math.round(seconds), 2 ** 31 - 1);
