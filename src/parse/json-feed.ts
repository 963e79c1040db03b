import type { Enclosure, Entry, FeedFailure, ParsedFeed } from '../model.ts';
import { cleanText } from '../text/charset.ts';
import { buildDateParser, type ParseDate } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { NO_ASKS } from './asks.ts';
import { toDrops } from './drops.ts';
import { resolveLinks } from './html-links.ts';
import { type FeedLimits, MAX_LABELS } from './limits.ts';
import { collapse } from './plain.ts';

/** JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/); wrong types of single values are passed over. */
export function parseJsonFeed(
  text: string,
  source: { readonly url: string; readonly zone: string; readonly limits: FeedLimits },
): ParsedFeed | FeedFailure {
  const feed = parseObject(text);
  if (feed === undefined) return fail('malformed', 'JSON that cannot be read as an object');
  const items = feed['items'];
  if (!Array.isArray(items) || !isJsonFeed(feed))
    return fail('not-a-feed', 'a JSON document that is no JSON Feed');
  const link = readUrl(feed['home_page_url'], source.url);
  const language = readText(feed['language']);
  const context = {
    base: link ?? readUrl(feed['feed_url'], source.url) ?? source.url,
    parseDate: buildDateParser(source.zone),
    authors: readAuthors(feed),
    language,
  };
  const kept = items.filter(isObject).slice(0, source.limits.maxEntries);
  const fitted = kept.map((item) => shorten(item, source.limits.maxEntryChars));
  const broken = items.length - items.filter(isObject).length;
  return {
    kind: 'parsed',
    format: 'json-feed',
    reader: 'json-feed',
    title: readLine(feed['title']),
    link,
    language,
    asks: NO_ASKS,
    isWhole: true,
    entries: fitted.map((item) => toEntry(item, context)),
    drops: [
      ...toDrops({
        overLimit: items.length - broken - kept.length,
        overLong: fitted.filter((item, index) => item !== kept[index]).length,
        cutOff: 0,
      }),
      ...(broken === 0 ? [] : [{ reason: 'broken-entry', detail: `${broken} items are no JSON objects` }]),
    ],
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The item itself where its values take no more than so many characters; else its shorter ones, and part of a text. */
function shorten(item: JsonObject, maxChars: number): JsonObject {
  const sized = Object.entries(item).map(([key, value]) => ({ key, value, size: toSize(value) }));
  if (sized.reduce((sum, { size }) => sum + size, 0) <= maxChars) return item;
  let room = maxChars;
  const kept: [string, unknown][] = [];
  for (const { key, value, size } of sized.sort((a, b) => a.size - b.size)) {
    if (size <= room) kept.push([key, value]);
    else if (typeof value === 'string') kept.push([key, value.slice(0, room)]);
    room = Math.max(0, room - size);
  }
  return Object.fromEntries(kept);
}

const toSize = (value: unknown): number =>
  typeof value === 'string' ? value.length : (JSON.stringify(value)?.length ?? 0);

function parseObject(text: string): JsonObject | undefined {
  try {
    // What stands around the object, a byte order mark or stray NULs, is no JSON.
    const value: unknown = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The version names the format; where it is missing or odd, items with an id or a content do. */
function isJsonFeed(feed: JsonObject): boolean {
  const version = readText(feed['version']);
  if (version !== undefined) return true;
  return (
    Array.isArray(feed['items']) &&
    feed['items'].some((item) => isObject(item) && ('id' in item || 'content_html' in item))
  );
}

interface JsonContext {
  readonly base: string;
  readonly parseDate: ParseDate;
  readonly authors: readonly string[];
  readonly language: string | undefined;
}

function toEntry(item: JsonObject, context: JsonContext): Entry {
  const authors = readAuthors(item);
  const published = readText(item['date_published']);
  const updated = readText(item['date_modified']);
  const content = readText(item['content_html']);
  const plain = readText(item['content_text']);
  const summary = readText(item['summary']);
  return {
    id: readId(item['id']),
    url: readUrl(item['url'], context.base) ?? readUrl(item['external_url'], context.base),
    title: readLine(item['title']),
    publishedAt: published === undefined ? undefined : context.parseDate(published),
    updatedAt: updated === undefined ? undefined : context.parseDate(updated),
    publishedText: published,
    authors: authors.length > 0 ? authors : context.authors,
    categories: readList(item['tags'])
      .map(readLine)
      .filter((tag) => tag !== undefined),
    summaryHtml: summary === undefined ? undefined : escapeText(summary),
    contentHtml:
      content === undefined
        ? plain === undefined
          ? undefined
          : escapeText(plain)
        : resolveLinks(content, context.base),
    enclosures: readEnclosures(item, context.base),
    language: readText(item['language']) ?? context.language,
  };
}

function readEnclosures(item: JsonObject, base: string): readonly Enclosure[] {
  const attached = readList(item['attachments'])
    .filter(isObject)
    .map((file) =>
      toEnclosure(readUrl(file['url'], base), readText(file['mime_type']), file['size_in_bytes']),
    );
  const images = [item['image'], item['banner_image']].map((image) =>
    toEnclosure(readUrl(image, base), undefined, 0),
  );
  return [...attached, ...images].filter((enclosure) => enclosure !== undefined);
}

const toEnclosure = (
  url: string | undefined,
  type: string | undefined,
  size: unknown,
): Enclosure | undefined =>
  url === undefined
    ? undefined
    : { url, type, length: typeof size === 'number' && size > 0 ? size : undefined };

/** 1.1 has `authors`, 1.0 `author`. */
function readAuthors(object: JsonObject): readonly string[] {
  const authors = [...readList(object['authors']), object['author']].filter(isObject);
  return [
    ...new Set(
      authors
        .map((author) => readLine(author['name']) ?? readText(author['url']))
        .filter((name) => name !== undefined),
    ),
  ];
}

const readList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, MAX_LABELS) : [];

/** The specification asks for text and says to take a number as one. */
const readId = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : readText(value);

function readText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? cleanText(value).trim() : '';
  return text === '' ? undefined : text;
}

function readLine(value: unknown): string | undefined {
  const text = readText(value);
  return text === undefined ? undefined : collapse(text);
}

const readUrl = (value: unknown, base: string): string | undefined => {
  const text = readText(value);
  return text === undefined ? undefined : parseHttpUrl(text, base)?.href;
};

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const fail = (failure: FeedFailure['failure'], detail: string): FeedFailure => ({
  kind: 'failed',
  failure,
  detail,
  feedLinks: [],
});
