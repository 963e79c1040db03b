import type { Drop, ParsedFeed } from '../model.ts';
import type { ParseDate } from '../text/date.ts';
import { toAsks } from './asks.ts';
import { toDrops } from './drops.ts';
import { type EntryContext, firstLine, firstToken, toAlternate, toEntry } from './entry.ts';
import { toAuthors, toCategories } from './people.ts';
import { allOf, type RawFeed } from './raw.ts';

/** A raw feed as it is handed on: its own fields read once, its entries mapped one by one. */
export function toParsedFeed(
  raw: RawFeed,
  source: { readonly url: string; readonly parseDate: ParseDate; readonly reader: ParsedFeed['reader'] },
): ParsedFeed {
  const { fields, format } = raw;
  const text = { format, base: raw.base ?? source.url };
  const link = toAlternate([...allOf(fields, 'link'), ...allOf(fields, 'atom:link')], text.base);
  const language = firstToken(fields, ['language', 'dc:language']) ?? raw.language;
  const context: EntryContext = {
    ...text,
    base: raw.base ?? toEntryBase(link, source.url),
    parseDate: source.parseDate,
    authors: toAuthors(fields, text),
    categories: toCategories(fields, text),
    language,
  };
  return {
    kind: 'parsed',
    format,
    reader: source.reader,
    title: firstLine(fields, ['title', 'atom:title', 'dc:title', 'itunes:title'], text),
    link,
    language,
    asks: toAsks(fields),
    isWhole: raw.isWhole,
    entries: raw.entries.map((entry) => toEntry(entry, context)),
    drops: toDrops(raw.skipped) satisfies readonly Drop[],
  };
}

/**
 * Relative URLs are relative to the document; but a feed served by another host than the site's (a feed proxy) keeps
 * the URLs its site wrote.
 */
function toEntryBase(link: string | undefined, url: string): string {
  return link !== undefined && new URL(link).host !== new URL(url).host ? link : url;
}
