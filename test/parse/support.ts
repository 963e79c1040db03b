import type { Entry, ParsedFeed } from '../../src/model.ts';
import { parseFeed } from '../../src/parse/feed.ts';

export const FEED_URL = 'https://example.org/news/feed.xml';

/** Parses a document that must be a feed. */
export async function parse(body: string | Uint8Array, url = FEED_URL, zone = 'UTC'): Promise<ParsedFeed> {
  const result = await parseFeed({ body, url, contentType: undefined, zone });
  if (result.kind === 'failed') throw new Error(`no feed: ${result.detail}`);
  return result;
}

/** The one entry of an RSS feed whose item holds the given elements. */
export async function parseItem(inside: string, root = ''): Promise<Entry> {
  const feed = await parse(
    `<rss version="2.0"${root}><channel><title>T</title><item>${inside}</item></channel></rss>`,
  );
  return onlyEntry(feed);
}

/** The one entry of an Atom feed that holds the given elements. */
export async function parseAtom(inside: string, root = ''): Promise<Entry> {
  return onlyEntry(
    await parse(`<feed xmlns="http://www.w3.org/2005/Atom"${root}><entry>${inside}</entry></feed>`),
  );
}

function onlyEntry(feed: ParsedFeed): Entry {
  const [entry, ...others] = feed.entries;
  if (entry === undefined || others.length > 0)
    throw new Error(`expected one entry, found ${feed.entries.length}`);
  return entry;
}
