import { Command } from 'commander';
import type { Entry, ParsedFeed } from '../model.ts';
import { parseFeed } from '../parse/feed.ts';
import { isZone } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import type { BuildCommand } from './command.ts';
import { FilterInputError, type FilterRow, readBytes, readText, runFilter } from './filter.ts';

/** `topicwire parse`: feeds in, entries out. */
export const buildParse: BuildCommand = (context) =>
  new Command('parse')
    .description(
      'Reads one feed a line, {id, url, zone?, content_type?, body_base64}, and prints {id, feed} or {id, error}.',
    )
    .action(() => runFilter(context, parseRow));

async function parseRow(row: FilterRow): Promise<object> {
  const url = readText(row, 'url') ?? '';
  if (parseHttpUrl(url) === undefined)
    throw new FilterInputError(`url "${url}": expected an http or https URL`);
  const zone = readText(row, 'zone') ?? 'UTC';
  if (!isZone(zone)) throw new FilterInputError(`zone "${zone}": expected an IANA time zone`);
  const body = readBytes(row, 'body_base64') ?? readText(row, 'body');
  if (body === undefined)
    throw new FilterInputError('body_base64: expected the feed in Base64, or its text as body');
  const result = await parseFeed({ body, url, contentType: readText(row, 'content_type'), zone });
  if (result.kind === 'parsed') return { feed: toRow(result) };
  return { error: { kind: result.failure, detail: result.detail, feed_links: result.feedLinks } };
}

const toRow = (feed: ParsedFeed): object => ({
  title: feed.title ?? null,
  link: feed.link ?? null,
  language: feed.language ?? null,
  format: feed.format,
  reader: feed.reader,
  entries: feed.entries.map(toEntryRow),
  drops: feed.drops,
});

const toEntryRow = (entry: Entry): object => ({
  id: entry.id ?? null,
  url: entry.url ?? null,
  title: entry.title ?? null,
  published_at: entry.publishedAt?.toISOString() ?? null,
  updated_at: entry.updatedAt?.toISOString() ?? null,
  authors: entry.authors,
  categories: entry.categories,
  summary_html: entry.summaryHtml ?? null,
  content_html: entry.contentHtml ?? null,
  enclosures: entry.enclosures.map(({ url, type, length }) => ({
    url,
    type: type ?? null,
    length: length ?? null,
  })),
  language: entry.language ?? null,
});
