import { generateOpml, type Opml } from 'feedsmith';
import type { Feed, Language, SavedSearch, TopicLabel } from '../model.ts';
import { toPath } from './asked.ts';
import { type Catalog, pickLabel, toPublisherName } from './catalog.ts';
import { ATOM } from './formats/atom.ts';
import { joinCdata } from './formats/out-feed.ts';
import { type Listing, toFeedPath, toSearchListing, toTopicListing } from './listing.ts';

/** What a list of feeds can be of. */
export const OPML_KINDS = ['feeds', 'searches', 'topics'] as const;
export type OpmlKind = (typeof OPML_KINDS)[number];

/** The media type of OPML, which is not registered. */
export const OPML_TYPE = 'text/x-opml';

/** Of what and for whom a list is made. */
export interface OpmlSource {
  readonly catalog: Catalog;
  /** URL that our own links begin with, without a slash at its end. */
  readonly baseUrl: string;
  /** Languages of labels, the best first. */
  readonly languages: readonly Language[];
  /** Parameters that the URLs of our own feeds are to have. */
  readonly params: URLSearchParams;
  /** When the list is made; absent where it is to stay the same while its feeds do. */
  readonly now?: Date;
}

type Outline = Opml.Outline<Date>;

const LISTS: Readonly<
  Record<
    OpmlKind,
    { readonly title: string; readonly toOutlines: (source: OpmlSource) => readonly Outline[] }
  >
> = {
  feeds: { title: 'Followed feeds', toOutlines: toFeedOutlines },
  searches: { title: 'Searches', toOutlines: toSearchOutlines },
  topics: { title: 'Topics', toOutlines: toTopicOutlines },
};

/** The followed feeds, or the feeds out of all topics or saved searches, as OPML 2.0 (http://opml.org/spec2.opml). */
export function renderOpml(kind: OpmlKind, source: OpmlSource): string {
  const { title, toOutlines } = LISTS[kind];
  const outlines = toOutlines(source);
  return joinCdata(
    generateOpml({
      head: {
        title: `${title} — Topicwire`,
        ...(source.now === undefined ? {} : { dateCreated: source.now }),
      },
      // A body has at least one outline.
      body: { outlines: outlines.length === 0 ? [{ text: 'None yet' }] : [...outlines] },
    }),
  );
}

/** In the order of feeds.yaml, but for what no other reader knows what to do with: listing pages, sitemaps, channels. */
function toFeedOutlines({ catalog }: OpmlSource): readonly Outline[] {
  return catalog.feeds
    .filter(({ source }) => source === undefined)
    .map((feed) => {
      const site = catalog.publishers.find(({ id }) => id === feed.publisher)?.domains[0];
      return toOutline(toFeedTitle(feed, catalog), {
        xmlUrl: feed.url,
        ...(site === undefined ? {} : { htmlUrl: `https://${site}/` }),
        ...toLanguageOf(feed.language),
      });
    });
}

const toFeedTitle = ({ publisher, language }: Feed, catalog: Catalog): string => {
  const name = toPublisherName(catalog, publisher);
  return language === undefined ? name : `${name} (${language})`;
};

function toSearchOutlines(source: OpmlSource): readonly Outline[] {
  return source.catalog.searches.map((search) =>
    toOutline(search.title, {
      ...toUrls(toSearchListing(search), source),
      ...toLanguageOf(findLanguage(search)),
    }),
  );
}

/** The one language a search asks for. */
function findLanguage({ query }: SavedSearch): Language | undefined {
  const [language = '', ...others] = new URLSearchParams(query).getAll('language');
  return others.length === 0 && /^[a-z]{2,3}$/.test(language) ? language : undefined;
}

/** Topics by label; a topic with others below it is a folder that begins with its own feed, as readers show no feeds in a feed. */
function toTopicOutlines(source: OpmlSource): readonly Outline[] {
  const { topics } = source.catalog;
  const toName = ({ id, label }: TopicLabel): string => pickLabel(label, source.languages) ?? id;
  const toTree = (siblings: readonly TopicLabel[]): readonly Outline[] =>
    siblings
      .toSorted((a, b) => toName(a).localeCompare(toName(b)))
      .map((topic) => {
        const own = toOutline(toName(topic), toUrls(toTopicListing(topic), source));
        const below = topics.filter(({ parent }) => parent === topic.id);
        return below.length === 0 ? own : { text: toName(topic), outlines: [own, ...toTree(below)] };
      });
  return toTree(topics.filter(({ parent }) => !topics.some(({ id }) => id === parent)));
}

const toUrls = (listing: Listing, { baseUrl, params }: OpmlSource): Pick<Outline, 'xmlUrl' | 'htmlUrl'> => ({
  xmlUrl: `${baseUrl}${toPath(toFeedPath(listing.feedPath, ATOM.ending), params)}`,
  htmlUrl: `${baseUrl}${toPath(listing.pagePath, params)}`,
});

const toLanguageOf = (language: Language | undefined): Pick<Outline, 'language'> =>
  language === undefined ? {} : { language };

/** `rss` is the type of every feed, whatever its format. */
const toOutline = (title: string, rest: Omit<Outline, 'text' | 'title' | 'type'>): Outline => ({
  text: title,
  title,
  type: 'rss',
  ...rest,
});
