import { readSource, readUnnamedSitemap } from './discover/read-source.ts';
import type { FeedFailure, FeedSource, ParsedFeed, SitemapIndex } from './model.ts';
import { type FeedInput, parseFeed } from './parse/feed.ts';
import { DEFAULT_LIMITS } from './parse/limits.ts';

/** What stands at a feed's URL, and what it is to be read as. */
export interface FeedDocument extends FeedInput {
  /** Undefined where it is to be a feed; a sitemap is recognised all the same. */
  readonly expected?: ExpectedSource | undefined;
}

/** A source without a feed, and what is known of it besides its document. */
export interface ExpectedSource {
  readonly source: FeedSource;
  readonly now: Date;
  /** Whether it had entries when it was last read. */
  readonly hadEntries: boolean;
}

/** What a document gives: entries, the sitemaps that hold them, or a failure that says what it is. */
export type FeedAnswer = ParsedFeed | SitemapIndex | FeedFailure;

/** Bytes to entries, whether they are a feed or what stands in place of one. */
export async function readFeedDocument(document: FeedDocument): Promise<FeedAnswer> {
  const { expected, limits = DEFAULT_LIMITS } = document;
  if (expected !== undefined) return readSource({ ...document, ...expected, limits });
  const parsed = await parseFeed(document);
  const isOther = parsed.kind === 'failed' && parsed.failure === 'not-a-feed';
  return (isOther ? readUnnamedSitemap({ ...document, limits }) : undefined) ?? parsed;
}
