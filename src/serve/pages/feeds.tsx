/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { RetagProgress } from '../../store/retaggings.ts';
import type { FeedJson } from '../schemas.ts';
import { FeedRow, STATE_WORDS } from './feed-row.tsx';
import type { Page } from './layout.tsx';
import { OwnLink } from './link.tsx';

/** With these the page stays under 100 KB. */
const FEEDS_ON_PAGE = 60;

/** In the order of the page. */
const STATES = ['failing', 'silent', 'new', 'ok'] as const satisfies readonly FeedJson['state'][];

/** The state a page's address names; undefined for all. */
export const parseFeedState = (text: string | undefined): FeedJson['state'] | undefined =>
  STATES.find((state) => state === text);

export interface FeedsPage {
  readonly feeds: readonly FeedJson[];
  /** Only the feeds in this state. */
  readonly state: FeedJson['state'] | undefined;
  /** Feeds passed over: a multiple of a page's. */
  readonly skipped: number;
  readonly retagging: RetagProgress | undefined;
}

/** The feeds that are followed and how each fares, those in trouble first. */
export const toFeedsPage = (page: FeedsPage): Page => ({
  title: `Feeds${page.state === undefined ? '' : `: ${STATE_WORDS[page.state].toLowerCase()}`} — Topicwire`,
  feeds: [],
  current: '/feeds',
  body: <FeedsBody {...page} />,
});

const FeedsBody = ({ feeds, state, skipped, retagging }: FeedsPage) => {
  const rank = (feed: FeedJson): number => STATES.indexOf(feed.state);
  const sorted = feeds
    .filter((feed) => state === undefined || feed.state === state)
    .toSorted((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
  const shown = sorted.slice(skipped, skipped + FEEDS_ON_PAGE);
  const left = sorted.length - skipped - shown.length;
  return (
    <>
      <div class="head">
        <h1>Feeds</h1>
        <StateLinks feeds={feeds} state={state} />
        {retagging !== undefined && (
          <p>
            The rules of tags were changed: stored items are tagged anew, {retagging.done} done,{' '}
            {retagging.toDo} to do.
          </p>
        )}
      </div>
      {shown.length === 0 && (
        <p class="none">{feeds.length === 0 ? 'No feed is followed yet.' : 'No feed is in this state.'}</p>
      )}
      <ul class="states">
        {shown.map((feed) => (
          <li>
            <FeedRow feed={feed} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p class="older">
          <OwnLink href={toFeedsPath(state, skipped + FEEDS_ON_PAGE)} rel="next">
            {left} more
          </OwnLink>
        </p>
      )}
      {skipped > 0 && (
        <p class="older">
          <OwnLink href={toFeedsPath(state, 0)}>Back to the first</OwnLink>
        </p>
      )}
    </>
  );
};

/** How many feeds are in which state, each leading to those. */
const StateLinks = ({ feeds, state }: Pick<FeedsPage, 'feeds' | 'state'>) => (
  <nav aria-label="Feeds by state">
    <ul class="filter">
      {[undefined, ...STATES].map((each) => {
        const count = feeds.filter((feed) => each === undefined || feed.state === each).length;
        return (
          <li>
            <OwnLink href={toFeedsPath(each, 0)} aria-current={each === state ? 'page' : undefined}>
              {each === undefined ? 'All' : STATE_WORDS[each]} <span class="number">{count}</span>
            </OwnLink>
          </li>
        );
      })}
    </ul>
  </nav>
);

function toFeedsPath(state: FeedJson['state'] | undefined, skipped: number): string {
  const params = new URLSearchParams({
    ...(state === undefined ? {} : { state }),
    ...(skipped === 0 ? {} : { from: String(skipped) }),
  });
  return params.size === 0 ? '/feeds' : `/feeds?${params}`;
}
