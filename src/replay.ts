import type { FeedId, ItemId, PageSnapshot } from './model.ts';
import { type Effects, type Replay, type Rules, replayItem } from './pipeline.ts';
import { listFeeds } from './store/feeds.ts';
import { saveReplay } from './store/items.ts';
import type { Database } from './store/schema.ts';
import { countUnkept, loadReplayPage } from './store/snapshots.ts';

export interface ReplayOptions {
  readonly db: Database;
  readonly rules: () => Rules;
  readonly extract: Effects['extract'];
  readonly now: () => Date;
}

/** Which kept pages are read again. */
export interface ReplayRequest {
  readonly feed: FeedId | undefined;
  /** All of them, or those alone whose item has no article. */
  readonly which: 'all' | 'failed';
  /** The `next` of the answer before. */
  readonly after: ItemId | undefined;
}

/** What became of one kept page. */
export interface ReplayedPage {
  readonly id: ItemId;
  readonly title: string | undefined;
  readonly url: string;
  readonly result: Replay['kind'];
  /** Why it was kept. */
  readonly was: PageSnapshot['reason'];
  /** What reads it now, and to how many UTF-16 units; undefined where nothing does. */
  readonly extractedBy: string | undefined;
  readonly chars: number | undefined;
  /** Why it still gives nothing. */
  readonly detail: string | undefined;
}

export type ReplayAnswer =
  | {
      readonly kind: 'replayed';
      readonly pages: readonly ReplayedPage[];
      /** To go on by; undefined at the end. */
      readonly next: ItemId | undefined;
      /** Failed items without a kept page: only a new fetch can help them. */
      readonly unkept: number;
    }
  | { readonly kind: 'refused'; readonly detail: string };

export type ReplayPages = (request: ReplayRequest) => Promise<ReplayAnswer>;

/** Pages read again for one answer: about a second of work, so that the process that does it goes on between. */
const PAGES_AT_ONCE = 10;

/** Reads kept pages again by the applied rules, some at a time, and saves what is better now. */
export function buildReplay({ db, rules, extract, now }: ReplayOptions): ReplayPages {
  const effects = { extract, now, store: { saveReplay: saveReplay.bind(undefined, db) } };
  return async ({ feed, which, after }) => {
    if (feed !== undefined && after === undefined) {
      const feeds = await listFeeds(db, 'all');
      if (!feeds.some((known) => known.feed.id === feed))
        return { kind: 'refused', detail: `there is no feed ${feed}: topicwire feeds lists them` };
    }
    const { items, next } = await loadReplayPage(db, { feed, which, after, limit: PAGES_AT_ONCE });
    const pages: ReplayedPage[] = [];
    for (const one of items) {
      const replay = await replayItem(one, effects, rules());
      const { item, snapshot } = one;
      const { article, detail } = replay.kind === 'passed-over' ? {} : replay.reading;
      pages.push({
        ...{ id: item.id, title: item.title, url: snapshot.url, result: replay.kind, was: snapshot.reason },
        ...{ extractedBy: article?.extractedBy, chars: article?.text.length, detail },
      });
    }
    return { kind: 'replayed', pages, next, unkept: await countUnkept(db, feed) };
  };
}
