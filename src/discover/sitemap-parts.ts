import type { Drop, Entry, ParsedFeed, SitemapIndex, SitemapPart } from '../model.ts';
import { limitEntries, NO_ASKS, type SourceLimits } from './input.ts';
import { newestFirst } from './sitemap.ts';

/**
 * The parts of an index in the order in which they are worth reading: news sitemaps, the newest by the index's own
 * dates, then those without a date, of numbered ones the last: archives count from their beginning.
 */
export const orderParts = ({ parts }: SitemapIndex): readonly SitemapPart[] =>
  [...parts].sort(
    (a, b) =>
      Number(isNews(b)) - Number(isNews(a)) ||
      (b.modifiedAt?.getTime() ?? 0) - (a.modifiedAt?.getTime() ?? 0) ||
      b.url.localeCompare(a.url, 'en', { numeric: true }),
  );

const isNews = ({ url }: SitemapPart): boolean =>
  /(?:^|[^a-z])(?:google-?)?news(?:$|[^a-z])/i.test(new URL(url).pathname);

/** Whether an index vouches for its parts: none of them changes without it, as far as it says. */
export const isVouching = ({ parts }: SitemapIndex): boolean => parts.every(({ isExact }) => isExact);

/** The sitemaps of one index as one feed: each page once, the newest first. */
export function joinSitemaps(
  feeds: readonly ParsedFeed[],
  drops: readonly Drop[],
  limits: SourceLimits,
): ParsedFeed {
  const byUrl = new Map<string | undefined, Entry>();
  for (const entry of feeds.flatMap(({ entries }) => entries)) {
    const known = byUrl.get(entry.url);
    // An archive lists the page as well, without the words of the news sitemap.
    if (known === undefined || (known.title === undefined && entry.title !== undefined))
      byUrl.set(entry.url, entry);
  }
  const { kept, drops: beyond } = limitEntries(newestFirst([...byUrl.values()]), limits);
  return {
    ...{ kind: 'parsed', format: 'sitemap', reader: 'sitemap', link: undefined, language: undefined },
    title: feeds.map(({ title }) => title).find((title) => title !== undefined),
    ...{ asks: NO_ASKS, entries: kept },
    isWhole: feeds.every(({ isWhole }) => isWhole),
    drops: [...drops, ...feeds.flatMap((feed) => feed.drops), ...beyond],
  };
}
