import type { FetchState } from '../model.ts';
import { type Extraction, loadExtraction } from '../store/extraction.ts';
import { type FeedStatus, listFeeds } from '../store/feeds.ts';
import { SILENT_WORDS } from '../text/failures.ts';
import { toExtractionJson } from './extraction-json.ts';
import { toFailureWords } from './failure-words.ts';
import { toFeedNotes, toRuleNotes } from './feed-notes.ts';
import { toTime } from './item-json.ts';
import type { FeedJson } from './schemas.ts';
import type { Serving } from './serving.ts';

/** The feeds that are followed, how each fares, and how its publisher's pages were read of late. */
export async function readFeeds({ db, now }: Pick<Serving, 'db' | 'now'>): Promise<readonly FeedJson[]> {
  const [feeds, extraction] = [await listFeeds(db), await loadExtraction(db, now())];
  return feeds.map((status) => toFeedJson(status, extraction.get(status.feed.publisher)));
}

/** A feed and how it fares, as the API gives it. */
export function toFeedJson(status: FeedStatus, extraction?: Extraction): FeedJson {
  const { feed, state } = status;
  return {
    id: feed.id,
    url: feed.url,
    publisher: feed.publisher,
    source: feed.source?.kind ?? 'feed',
    language: feed.language ?? null,
    title: status.title ?? null,
    state: toState(state),
    last_fetch_at: toTime(state.lastFetchAt),
    last_success_at: toTime(state.lastSuccessAt),
    last_new_item_at: toTime(state.lastNewItemAt),
    next_fetch_at: status.nextFetchAt.toISOString(),
    failures: state.failures,
    failing_since: toTime(state.failingSince),
    error: toError(status),
    silent: toSilent(state),
    moved: toMoved(state),
    overflows: state.overflows,
    last_overflow_at: toTime(state.lastOverflowAt),
    asks: {
      ttl_seconds: state.asks.ttlSeconds ?? null,
      skip_hours: [...state.asks.skipHours],
      skip_days: [...state.asks.skipDays],
    },
    extraction: toExtractionJson(extraction),
    notes: [...toFeedNotes(state), ...toRuleNotes(extraction?.stoppedRules ?? [])],
    feed_links: [...status.feedLinks],
  };
}

function toState(state: FetchState): FeedJson['state'] {
  if (state.failures > 0) return 'failing';
  if (state.lastFetchAt === undefined) return 'new';
  return state.silentSince === undefined ? 'ok' : 'silent';
}

function toError({ failure, detail, status }: FeedStatus): FeedJson['error'] {
  if (failure === undefined) return null;
  const { means, doThis } = toFailureWords(failure);
  // A bug's own words are for the log, where its stack is.
  const shown = failure === 'internal' ? undefined : detail;
  return { failure, means, do_this: doThis, detail: shown ?? null, status: status ?? null };
}

function toSilent(state: FetchState): FeedJson['silent'] {
  if (toState(state) !== 'silent' || state.silentSince === undefined) return null;
  return {
    since: state.silentSince.toISOString(),
    means: SILENT_WORDS.means,
    do_this: SILENT_WORDS.doThis,
  };
}

const toMoved = ({ move }: FetchState): FeedJson['moved'] =>
  move === undefined
    ? null
    : { to: move.to, since: move.since.toISOString(), used_since: toTime(move.adoptedAt) };
