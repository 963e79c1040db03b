/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { toExtractionLine } from '../extraction-json.ts';
import type { FeedJson } from '../schemas.ts';
import { shorten } from '../summary.ts';
import type { Page } from './layout.tsx';
import { OwnLink } from './link.tsx';
import { Moment } from './times.tsx';

/** With these the page stays under 100 KB; the API lists every feed. */
const MAX_FEEDS = 60;
const MAX_URL_LENGTH = 120;

/** The feeds that are followed and how each fares, those in trouble first. */
export function toFeedsPage(feeds: readonly FeedJson[]): Page {
  const rank = (feed: FeedJson): number => STATES.indexOf(feed.state);
  const sorted = feeds.toSorted((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
  const count = (state: FeedJson['state']): number => feeds.filter((feed) => feed.state === state).length;
  const [failing, silent] = [count('failing'), count('silent')];
  const body = (
    <>
      <div class="head">
        <h1>Feeds</h1>
        <p>
          {feeds.length} feeds, {failing === 0 ? 'none failing' : `${failing} failing`}
          {silent > 0 && `, ${silent} silent`}.
        </p>
      </div>
      <ul class="states">
        {sorted.slice(0, MAX_FEEDS).map((feed) => (
          <li>
            <FeedState feed={feed} />
          </li>
        ))}
      </ul>
      {sorted.length > MAX_FEEDS && (
        <p class="older">
          <OwnLink href="/api/v1/feeds">All {sorted.length} feeds</OwnLink>
        </p>
      )}
    </>
  );
  return { title: 'Feeds — Topicwire', feeds: [], body };
}

const STATES = ['failing', 'silent', 'new', 'ok'];

const FeedState = ({ feed }: { readonly feed: FeedJson }) => (
  <>
    <div>
      <h2>
        <OwnLink href={`/?feed=${feed.id}`}>{shorten(feed.title ?? feed.id, 100)}</OwnLink>
      </h2>
      <p class="url">
        {feed.id} · {shorten(feed.url, MAX_URL_LENGTH)}
      </p>
    </div>
    <div class="times">
      <p class={`state state-${feed.state}`}>{WORDS[feed.state]}</p>
      <When said="Last asked" time={feed.last_fetch_at} />
      <When said="Next" time={feed.next_fetch_at} />
    </div>
    <Pages line={toExtractionLine(feed.extraction)} />
    {feed.error !== null && (
      <div class="error">
        <p>
          {feed.error.means} {feed.failures > 1 && `${feed.failures} times in a row.`}
        </p>
        {feed.error.detail !== null && <p class="url">{shorten(feed.error.detail, 200)}</p>}
        <p>{feed.error.do_this}</p>
      </div>
    )}
    {feed.silent !== null && (
      <div class="error">
        <p>{feed.silent.means}</p>
        <When said="Last news" time={feed.silent.since} />
        <p>{feed.silent.do_this}</p>
      </div>
    )}
    {feed.notes.length > 0 && (
      <div class="error">
        {feed.notes.map((note) => (
          <p>{shorten(note, 300)}</p>
        ))}
      </div>
    )}
  </>
);

/** How the publisher's pages were read of late. */
const Pages = ({ line }: { readonly line: string | undefined }) =>
  line === undefined ? null : <p class="url pages">{line}</p>;

const WORDS = {
  failing: 'Failing',
  silent: 'Silent',
  new: 'Not asked yet',
  ok: 'Working',
} as const satisfies Record<FeedJson['state'], string>;

const When = ({ said, time }: { readonly said: string; readonly time: string | null }) =>
  time === null ? null : (
    <p>
      {said}: <Moment time={new Date(time)} />
    </p>
  );
