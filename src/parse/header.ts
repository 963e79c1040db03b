import type { Drop, ParsedFeed } from '../model.ts';
import type { ParseDate } from '../text/date.ts';
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
    ttlSeconds: toTtl(firstToken(fields, ['ttl'])),
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

/** RSS 2.0's ttl is in minutes; beyond a week it is a mistake for seconds. */
function toTtl(text: string | undefined): number | undefined {
  const minutes = text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return minutes > 0 && minutes <= 7 * 24 * 60 ? minutes * 60 : undefined;
}
