import type { Context } from 'hono';
import type { SavedSearch, TopicId, TopicLabel } from '../model.ts';
import type { ItemQuery } from '../store/search.ts';
import { toPath } from './asked.ts';
import type { Catalog, TagLabels } from './catalog.ts';
import { describeQuery } from './describe.ts';
import { FORMATS } from './formats/registry.ts';
import type { RequestProblem } from './problem.ts';
import type { FeedUrlsJson } from './search-schemas.ts';

/** What a path lists: all items, or those of a topic or saved search. */
export interface Listing {
  readonly pagePath: string;
  /** What stands before `/feed.` and the format's ending. */
  readonly feedPath: string;
  /** What the path asks by itself, besides the parameters of a request. */
  readonly asks: URLSearchParams;
  /** The operator's words for it. */
  readonly title: string | undefined;
  readonly topic: TopicId | undefined;
}

/** Every item, or those of the query in the URL. */
export const ALL_ITEMS: Listing = {
  pagePath: '/',
  feedPath: '/items',
  asks: new URLSearchParams(),
  title: undefined,
  topic: undefined,
};

export const toTopicListing = ({ id }: TopicLabel): Listing => ({
  pagePath: `/topics/${id}`,
  feedPath: `/topics/${id}`,
  asks: new URLSearchParams({ topic: id }),
  title: undefined,
  topic: id,
});

export const toSearchListing = ({ id, title, query }: SavedSearch): Listing => ({
  pagePath: `/searches/${id}`,
  feedPath: `/searches/${id}`,
  asks: new URLSearchParams(query),
  title,
  topic: undefined,
});

/** The listing of a request's path, which has an `:id`; a problem where there is none, or none for who asks. */
export type FindListing = (
  c: Context,
  catalog: Catalog,
) =>
  | { readonly kind: 'listing'; readonly listing: Listing }
  | { readonly kind: 'problem'; readonly problem: RequestProblem };

const findTopicListing: FindListing = (c, { topics }) => {
  const topic = topics.find(({ id }) => id === c.req.param('id'));
  return topic === undefined
    ? { kind: 'problem', problem: { status: 404, detail: 'There is no such topic.' } }
    : { kind: 'listing', listing: toTopicListing(topic) };
};

const findSearchListing: FindListing = (c, { searches }) => {
  const search = searches.find(({ id }) => id === c.req.param('id'));
  if (search === undefined)
    return { kind: 'problem', problem: { status: 404, detail: 'There is no such saved search.' } };
  if (!isShown(search, c)) {
    c.header('www-authenticate', 'Bearer');
    return { kind: 'problem', problem: { status: 401, detail: 'This saved search is read with a token.' } };
  }
  return { kind: 'listing', listing: toSearchListing(search) };
};

/** The paths with an id that list items, and how their listing is found. */
export const LISTINGS: readonly (readonly [path: string, find: FindListing])[] = [
  ['/searches/:id', findSearchListing],
  ['/topics/:id', findTopicListing],
];

/** The saved searches that who asks may know of. */
export const listShownSearches = (c: Context, { searches }: Catalog): readonly SavedSearch[] =>
  searches.filter((search) => isShown(search, c));

const isShown = (search: SavedSearch, c: Context): boolean => search.public || c.get('reader') === 'known';

/** What a listing is called: the operator's title, with the query in words where a request narrows it. */
export function toListTitle(
  { title }: Listing,
  params: URLSearchParams,
  query: ItemQuery,
  names: { readonly catalog: Catalog; readonly labels: TagLabels },
): string {
  const isNarrowed = [...params.keys()].some((name) => !WHOLE.includes(name));
  const described = describeQuery(query, names.catalog, names.labels);
  if (title === undefined) return described;
  return isNarrowed ? `${title}: ${described}` : title;
}

/** Parameters that leave a listing whole. */
const WHOLE: readonly string[] = ['cursor', 'limit', 'lang', 'order'];

/** The URLs of a listing's feeds under a base URL, by format. */
export function toFeedUrls(base: string, { feedPath }: Listing): FeedUrlsJson {
  const urls = { atom: '', rss: '', json: '' };
  for (const { ending } of FORMATS) urls[ending] = `${base}${toFeedPath(feedPath, ending)}`;
  return urls;
}

/** The path of a listing's feed in a format. */
export const toFeedPath = (feedPath: string, ending: string): string => `${feedPath}/feed.${ending}`;

/** Path and query of a listing's feed, for the parameters of its page. */
export const toFeedHref = ({ feedPath }: Listing, ending: string, params: URLSearchParams): string =>
  toPath(toFeedPath(feedPath, ending), params, { cursor: undefined, limit: undefined });
