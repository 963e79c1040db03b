/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { ItemView } from '../../store/item-view.ts';
import { toLanguageName, toPublisherName } from '../catalog.ts';
import { toFailureWords } from '../failure-words.ts';
import type { VersionsJson } from '../history-schemas.ts';
import { shorten, toExcerpt } from '../summary.ts';
import { toHeadline } from './item-list.tsx';
import { toLang } from './lang.ts';
import type { Page } from './layout.tsx';
import { OwnLink } from './link.tsx';
import { type Range, toMarks, toParagraphs, toSegments } from './marks.ts';
import { NeighbourLinks, type NeighbourLinksProps } from './neighbour-links.tsx';
import { isWebUrl, OriginalLink } from './original-link.tsx';
import { Provenance } from './provenance.tsx';
import { Moment } from './times.tsx';
import { Versions } from './versions.tsx';
import { Why, type WhyProps } from './why.tsx';

/** Leaves room for the head, the reasons and the marks under 100 KB a page. */
const MAX_TEXT_BYTES = 60_000;
const MAX_TITLE_LENGTH = 300;
const MAX_AUTHORS = 5;
const MAX_MARKS = 400;
const MAX_EXCERPT_LENGTH = 600;
const MAX_IMAGE_URL_LENGTH = 2_000;

export interface ItemPage extends WhyProps {
  readonly history: VersionsJson;
  /** Its place in its first topic; undefined where it bears none. */
  readonly beside: Omit<NeighbourLinksProps, 'names'> | undefined;
  /** Whether its picture is shown. */
  readonly images: boolean;
}

/** An item: what it says, who says it, and why it bears its tags. */
export const toItemPage = (page: ItemPage): Page => ({
  title: `${toHeadline(page.item, 120)} — Topicwire`,
  titleLang: toLang(page.item.language),
  feeds: [],
  body: <ItemBody {...page} />,
});

const ItemBody = (page: ItemPage) => {
  const { item, history, beside } = page;
  return (
    <article class="item">
      <header class="head">
        <h1 lang={toLang(item.language)} dir="auto">
          <Headline item={item} />
        </h1>
        <Meta {...page} />
        {item.orderedBy === 'first-seen' && (
          <p>
            The time is when it was first seen here
            {item.publishedText && `: the feed says “${shorten(item.publishedText, 60)}”`}.
          </p>
        )}
      </header>
      <div class="columns">
        <Why {...page} />
        <div>
          <Notice item={item} />
          {page.images && <Picture item={item} />}
          <Text item={item} />
          <Provenance {...page} />
          <Versions history={history} lang={toLang(item.language)} />
          {beside !== undefined && <NeighbourLinks {...beside} names={page.names} />}
        </div>
      </div>
    </article>
  );
};

const Meta = ({ item, catalog }: ItemPage) => (
  <p class="meta">
    <OwnLink class="publisher" href={`/?publisher=${item.publisher}`}>
      {shorten(toPublisherName(catalog, item.publisher), 80)}
    </OwnLink>
    <Moment time={new Date(item.orderedAt)} />
    {item.language !== 'und' && <span>{toLanguageName(item.language)}</span>}
    {item.authors.length > 0 && (
      <span dir="auto">{shorten(item.authors.slice(0, MAX_AUTHORS).join(', '), 120)}</span>
    )}
    <OriginalLink item={item} />
  </p>
);

const Headline = ({ item }: { readonly item: ItemView }) => {
  const title = item.title ?? '';
  if (title === '' || title.length > MAX_TITLE_LENGTH) return <>{toHeadline(item, MAX_TITLE_LENGTH)}</>;
  return <Marked text={title} bounds={{ start: 0, end: title.length }} marks={toMarks(item, 'title')} />;
};

/** The article's picture, fetched by the browser from its publisher, which is not told whence. */
const Picture = ({ item: { leadImage } }: { readonly item: ItemView }) =>
  leadImage === undefined ||
  !leadImage.startsWith('https://') ||
  leadImage.length > MAX_IMAGE_URL_LENGTH ? null : (
    <img
      class="picture"
      src={leadImage}
      alt="The article’s picture; its page says what it shows."
      loading="lazy"
      referrerpolicy="no-referrer"
    />
  );

/** Says what is missing and why, where the page gave no text. */
const Notice = ({ item }: { readonly item: ItemView }) => {
  const { failure, detail, state } = item.read;
  if (failure !== undefined) {
    return (
      <div class="notice">
        <p>
          <b>{state === 'pending' ? 'The page could not be read yet.' : 'The page gave no text.'}</b>{' '}
          {toFailureWords(failure).means} {hasWords(item) && 'What follows is what the feed gave.'}
        </p>
        {detail !== undefined && <p>{shorten(detail, 200)}</p>}
      </div>
    );
  }
  if (state === 'pending') {
    return (
      <p class="notice">
        The page is still to be read.{hasWords(item) && ' What follows is what the feed gave.'}
      </p>
    );
  }
  return null;
};

const hasWords = (item: ItemView): boolean => toExcerpt(item, MAX_EXCERPT_LENGTH) !== undefined;

const Text = ({ item }: { readonly item: ItemView }) => {
  const text = item.text ?? '';
  const lang = toLang(item.language);
  if (text === '') {
    const excerpt = toExcerpt(item, MAX_EXCERPT_LENGTH);
    return excerpt === undefined ? null : (
      <div class="text" lang={lang} dir="auto">
        <p>{excerpt}</p>
      </div>
    );
  }
  const { paragraphs, cut } = toParagraphs(text, MAX_TEXT_BYTES);
  const marks = toMarks(item, 'text').slice(0, MAX_MARKS);
  return (
    <>
      <div class="text" lang={lang}>
        {paragraphs.map((bounds) => (
          <p dir="auto">
            <Marked text={text} bounds={bounds} marks={marks} />
          </p>
        ))}
      </div>
      {cut && (
        <p class="onward">
          The text goes on; only its beginning is shown here.{' '}
          <OwnLink href={`/api/v1/items/${item.id}`}>The whole of it from the API</OwnLink>
        </p>
      )}
      {isWebUrl(item.url) && (
        <p class="onward">
          <OriginalLink item={item} />
        </p>
      )}
    </>
  );
};

interface MarkedProps {
  readonly text: string;
  readonly bounds: Range;
  readonly marks: readonly Range[];
}

const Marked = ({ text, bounds, marks }: MarkedProps) => (
  <>
    {toSegments(text, bounds, marks).map((segment) =>
      segment.marked ? <mark>{segment.text}</mark> : segment.text,
    )}
  </>
);
