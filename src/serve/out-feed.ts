import type { Language } from '../model.ts';
import type { ItemView } from '../store/item-view.ts';
import { type Catalog, findFeed, type TagLabels, toPublisherName } from './catalog.ts';
import { type OutFeed, type OutItem, type OutPublisher, toXmlText } from './formats/out-feed.ts';
import { shorten, toExcerpt } from './summary.ts';

const MAX_SUMMARY_LENGTH = 600;
const MAX_TITLE_LENGTH = 500;
/** The year tag: URIs are minted in (RFC 4151, 2.1): fixed, as ids never change. */
const TAG_YEAR = '2026';

/** What a feed out is made of. */
export interface FeedSource {
  readonly catalog: Catalog;
  readonly labels: TagLabels;
  /** URL the feed's links begin with, without a slash at its end. */
  readonly baseUrl: string;
  /** Host the ids belong to. */
  readonly authority: string;
  readonly fullText: boolean;
  readonly title: string;
  /** Path and query of the feed itself and of the page that shows the same. */
  readonly path: string;
  readonly pagePath: string;
  /** Path and query of the first and the next page, where there are several. */
  readonly firstPath: string | undefined;
  readonly nextPath: string | undefined;
  /** What the feed's id ends with. */
  readonly specific: string;
  readonly language: Language | undefined;
}

/** The items as a feed, ready for any format. */
export function toOutFeed(items: readonly ItemView[], source: FeedSource): OutFeed {
  const { baseUrl } = source;
  const toUrl = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : `${baseUrl}${path}`;
  return {
    id: toTagUri(source.authority, source.specific),
    title: toInertText(source.title),
    description: toInertText(`Items on ${source.title}, newest first, each credited to its publisher.`),
    url: `${baseUrl}${source.path}`,
    pageUrl: `${baseUrl}${source.pagePath}`,
    firstUrl: toUrl(source.firstPath),
    nextUrl: toUrl(source.nextPath),
    updatedAt: new Date(Math.max(0, ...items.map((item) => item.changedAt.getTime()))),
    language: source.language,
    scheme: toTagUri(source.authority, 'tags'),
    items: items.map((item) => toOutItem(item, source)),
  };
}

function toOutItem(item: ItemView, source: FeedSource): OutItem {
  const pageUrl = `${source.baseUrl}/items/${item.id}`;
  const title = toInertText(item.title ?? '').trim();
  const summary = toInertText(toExcerpt(item, MAX_SUMMARY_LENGTH) ?? '').trim();
  return {
    id: toTagUri(source.authority, `items/${item.id}`),
    // Atom and JSON Feed want a title and a text from every item.
    title: shorten(title || summary || 'Untitled', MAX_TITLE_LENGTH),
    url: toXmlText(item.url ?? pageUrl),
    pageUrl,
    publishedAt: new Date(item.orderedAt),
    updatedAt: item.changedAt,
    language: item.language === 'und' ? undefined : item.language,
    publisher: toOutPublisher(item, source),
    authors: item.authors.map(toInertText).filter((author) => author.trim() !== ''),
    summary: summary || title || 'Untitled',
    html: source.fullText && item.html !== undefined && item.html !== '' ? toXmlText(item.html) : undefined,
    categories: item.tags.map(({ tag }) => ({
      term: tag,
      label: source.labels(tag),
    })),
  };
}

function toOutPublisher(item: ItemView, { catalog, authority }: FeedSource): OutPublisher {
  const publisher = catalog.publishers.find((candidate) => candidate.id === item.publisher);
  const domain = publisher?.domains[0];
  const feed = item.feeds.map((id) => findFeed(catalog, id)).find((found) => found !== undefined);
  return {
    id: toTagUri(authority, `publishers/${item.publisher}`),
    name: toInertText(toPublisherName(catalog, item.publisher)),
    url: domain === undefined ? undefined : `https://${domain}/`,
    feedUrl: feed?.url,
  };
}

/**
 * Plain text that stays so in readers that take it for HTML, as many do with titles and names. `<` begins a tag only
 * where a letter, `/`, `!` or `?` follows it (HTML standard, 13.2.5.6), and `&` a reference only where its name does:
 * a space after them changes nothing else.
 */
const toInertText = (text: string): string => toXmlText(text).replace(MARKUP, '$& ');

/** The references are those that stand for signs of markup or for any sign; `AT&T;` is none. */
const MARKUP = /<(?=[a-z/!?])|&(?=(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi;

/** A tag: URI of ours (RFC 4151). */
const toTagUri = (authority: string, specific: string): string => `tag:${authority},${TAG_YEAR}:${specific}`;
