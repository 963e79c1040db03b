/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { toExtractionLine } from '../extraction-json.ts';
import type { FeedJson } from '../schemas.ts';
import { shorten } from '../summary.ts';
import { OwnLink } from './link.tsx';
import { Moment } from './times.tsx';

const MAX_URL_LENGTH = 120;
const MAX_NOTE_LENGTH = 300;

/** A feed's state in words, those in need of somebody first. */
export const STATE_WORDS = {
  failing: 'Failing',
  silent: 'Silent',
  new: 'Not asked yet',
  ok: 'Working',
} as const satisfies Record<FeedJson['state'], string>;

/** One feed: its state, what is wrong and what to do, when it was and will be asked, when it last had news. */
export const FeedRow = ({ feed }: { readonly feed: FeedJson }) => (
  <>
    <div class="name">
      <h2>
        <OwnLink href={`/?feed=${feed.id}`} dir="auto">
          {shorten(feed.title ?? feed.id, 100)}
        </OwnLink>
      </h2>
      <p class={`state state-${feed.state}`}>{STATE_WORDS[feed.state]}</p>
    </div>
    <Trouble feed={feed} />
    <ul class="times">
      <When said="Last item" time={feed.last_new_item_at} />
      <When said="Asked" time={feed.last_fetch_at} />
      <When said="Next" time={feed.next_fetch_at} />
    </ul>
    <p class="url">
      {feed.id} · {shorten(feed.url, MAX_URL_LENGTH)}
    </p>
    <Pages line={toExtractionLine(feed.extraction)} />
  </>
);

/** Why a feed fails or is silent, what to do, and what else the operator should know of it. */
const Trouble = ({ feed: { error, failures, silent, notes } }: { readonly feed: FeedJson }) => (
  <>
    {error !== null && (
      <div class="trouble">
        <p>
          {error.means} {failures > 1 && `${failures} times in a row.`}
        </p>
        {error.detail !== null && <p class="url">{shorten(error.detail, 200)}</p>}
        <p>
          <Advice text={error.do_this} />
        </p>
      </div>
    )}
    {silent !== null && (
      <div class="trouble">
        <p>
          {silent.means} Last news: <Moment time={new Date(silent.since)} />.
        </p>
        <p>
          <Advice text={silent.do_this} />
        </p>
      </div>
    )}
    {notes.length > 0 && (
      <div class="trouble">
        {notes.map((note) => (
          <p>
            <Advice text={shorten(note, MAX_NOTE_LENGTH)} />
          </p>
        ))}
      </div>
    )}
  </>
);

/** Words of ours, in which commands stand in backticks. */
const Advice = ({ text }: { readonly text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
);

/** How the publisher's pages were read of late. */
const Pages = ({ line }: { readonly line: string | undefined }) =>
  line === undefined ? null : <p class="url">{line.replace(/^p/, 'P')}</p>;

const When = ({ said, time }: { readonly said: string; readonly time: string | null }) =>
  time === null ? null : (
    <li>
      {said} <Moment time={new Date(time)} />
    </li>
  );
