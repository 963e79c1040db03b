import type { Entry, FeedFailure, ParsedFeed, SitemapIndex, SitemapPart } from '../model.ts';
import { buildDateParser, type ParseDate } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { limitEntries, NO_ASKS, type SourceText, toDrop, toFailure, toLayoutChanged } from './input.ts';
import { findSitemapRoot, type Place, readPlaces } from './sitemap-places.ts';

/**
 * A sitemap, with what Google's news namespace says of its pages
 * (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap), newest first; or an index. One
 * without any page is empty, as a news sitemap is after two quiet days; one whose pages have no address is a failure.
 */
export function readSitemap(source: SourceText): ParsedFeed | SitemapIndex | FeedFailure {
  const root = findSitemapRoot(source.text);
  if (root === undefined) return toFailure('not-a-feed', 'no sitemap, though the config says so');
  const { records, isWhole } = readPlaces(source.text, root, source.limits);
  const parseDate = buildDateParser(source.zone);
  const located = records.flatMap((record) => {
    const url = parseHttpUrl(record.get('loc') ?? '', source.url)?.href;
    return url === undefined ? [] : [{ url, record }];
  });
  const lost = toDrop(records.length - located.length, 'no-link', 'places of the sitemap have no address');
  if (records.length > 0 && located.length === 0)
    return toLayoutChanged(`none of ${records.length} places of the sitemap has an address`);
  if (records.length === 0 && !isWhole)
    return toFailure('malformed', 'a sitemap that ends before its first place');
  if (root === 'sitemapindex') {
    if (located.length === 0) return toLayoutChanged('an index without sitemaps');
    return { kind: 'index', parts: located.map((part) => toPart(part, parseDate)), isWhole, drops: lost };
  }
  const entries = newestFirst(located.map((place) => toEntry(place, parseDate)));
  const { kept, drops } = limitEntries(entries, source.limits);
  return {
    ...{ kind: 'parsed', format: 'sitemap', reader: 'sitemap', link: undefined, language: undefined },
    title: located.map(({ record }) => record.get('news:name')).find((name) => name !== undefined),
    ...{ asks: NO_ASKS, isWhole, entries: kept, drops: [...lost, ...drops] },
  };
}

/** The newest first, what has no date last, in the order they stand. */
export const newestFirst = (entries: readonly Entry[]): readonly Entry[] =>
  [...entries].sort((a, b) => toAge(a) - toAge(b));
const toAge = ({ publishedAt, updatedAt }: Entry): number => -((publishedAt ?? updatedAt)?.getTime() ?? 0);

interface Located {
  readonly url: string;
  readonly record: Place;
}

const toPart = ({ url, record }: Located, parseDate: ParseDate): SitemapPart => {
  const text = record.get('lastmod');
  const modifiedAt = text === undefined ? undefined : parseDate(text);
  return { url, modifiedAt, isExact: modifiedAt !== undefined && /\d:\d\d/.test(text ?? '') };
};

function toEntry({ url, record }: Located, parseDate: ParseDate): Entry {
  const dated = record.get('news:publication_date');
  const modified = record.get('lastmod');
  const image = parseHttpUrl(record.get('image:loc') ?? '', url)?.href;
  return {
    ...{ id: undefined, url, title: record.get('news:title') },
    publishedAt: dated === undefined ? undefined : parseDate(dated),
    publishedText: (dated ?? modified)?.slice(0, 100),
    updatedAt: modified === undefined ? undefined : parseDate(modified),
    authors: [],
    categories: toWords(record.get('news:keywords')),
    ...{ summaryHtml: undefined, contentHtml: undefined },
    enclosures: image === undefined ? [] : [{ url: image, type: undefined, length: undefined }],
    language: record.get('news:language'),
  };
}

/** Google asked for ten keywords at most. */
const MAX_WORDS = 20;
const toWords = (text: string | undefined): readonly string[] =>
  [...new Set((text ?? '').split(',').map((word) => word.trim()))]
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
