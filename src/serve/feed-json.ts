import type { FeedStatus } from '../store/feeds.ts';
import { toFailureWords } from './failure-words.ts';
import { toTime } from './item-json.ts';
import type { FeedJson } from './schemas.ts';

/** A feed and how it fares, as the API gives it. */
export function toFeedJson(status: FeedStatus): FeedJson {
  const { feed, state } = status;
  return {
    id: feed.id,
    url: feed.url,
    publisher: feed.publisher,
    language: feed.language ?? null,
    title: status.title ?? null,
    state: state.failures > 0 ? 'failing' : state.lastFetchAt === undefined ? 'new' : 'ok',
    last_fetch_at: toTime(state.lastFetchAt),
    last_success_at: toTime(state.lastSuccessAt),
    last_new_item_at: toTime(state.lastNewItemAt),
    next_fetch_at: status.nextFetchAt.toISOString(),
    failures: state.failures,
    failing_since: toTime(state.failingSince),
    error: toError(status),
    feed_links: [...status.feedLinks],
  };
}

function toError({ failure, detail, status }: FeedStatus): FeedJson['error'] {
  if (failure === undefined) return null;
  const { means, doThis } = toFailureWords(failure);
  return { failure, means, do_this: doThis, detail: detail ?? null, status: status ?? null };
}
