import type { Command } from 'commander';
import { findChannel, toSourceJson } from '../config/source-kind.ts';
import { suggestLists } from '../discover/suggest.ts';
import { type FeedAnswer, readFeedDocument } from '../feed-document.ts';
import { toFeedOptions } from '../fetch/credentials.ts';
import type { Feed, Fetched, FetchOutcome, ParsedFeed } from '../model.ts';
import type { Network } from '../network.ts';
import { followIndex } from '../sitemap-index.ts';
import { decodeBody } from '../text/charset.ts';

/** The options of `try` that say how a listing page is read; those within the row are optional. */
export interface ListOptions {
  readonly item?: string;
  readonly itemLink?: string;
  readonly itemTitle?: string;
  readonly itemDate?: string;
}

/** The options by which a listing page is tried before it is followed. */
export const addListOptions = (command: Command): Command =>
  command
    .option('--item <selector>', 'read it as a listing page: the CSS selector of one row')
    .option('--item-link <selector>', "within the row, the entry's link; its first one unless given")
    .option('--item-title <selector>', "the entry's title; the link's text unless given")
    .option('--item-date <selector>', "the entry's date; a <time> unless given");

/** What is to be tried, as feeds.yaml would have it: a list by its selectors, a channel by its name, else the URL. */
export function toWrittenFeed(url: string, options: ListOptions): Readonly<Record<string, unknown>> {
  const { item, itemLink: link, itemTitle: title, itemDate: date } = options;
  if (item !== undefined) {
    const within = Object.entries({ link, title, date }).filter(([, selector]) => selector !== undefined);
    return { url, list: { item, ...Object.fromEntries(within) } };
  }
  const channel = URL.canParse(url) ? findChannel(new URL(url)) : undefined;
  return channel === undefined ? { url } : { telegram: channel };
}

/** What a feed's URL gave: entries, with the sitemaps of an index followed; or why it gave none. */
export type TrialAnswer =
  | { readonly kind: 'read'; readonly feed: ParsedFeed; readonly sitemaps: number }
  | { readonly kind: 'unread'; readonly outcome: Exclude<FetchOutcome, Fetched> }
  | {
      readonly kind: 'refused';
      readonly answer: Extract<FeedAnswer, { kind: 'failed' }>;
      readonly page: Fetched;
    };

/** Fetches and reads a feed as a worker would, as if for the first time. */
export async function fetchTrial(network: Network, feed: Feed, now: () => Date): Promise<TrialAnswer> {
  const outcome = await network.fetch({ url: feed.url, purpose: 'feed', ...toFeedOptions(feed, feed.url) });
  if (outcome.kind !== 'fetched') return { kind: 'unread', outcome };
  const { body, url, contentType } = outcome;
  const { source } = feed;
  const answer = await readFeedDocument({
    ...{ body, url, contentType, zone: feed.zone },
    expected: source === undefined ? undefined : { source, now: now(), hadEntries: false },
  });
  if (answer.kind === 'failed') return { kind: 'refused', answer, page: outcome };
  if (answer.kind === 'parsed') return { kind: 'read', feed: answer, sitemaps: 0 };
  const read = await followIndex(
    { index: answer, outcome, feed },
    { fetch: network.fetch, parse: readFeedDocument, now },
  );
  return read.kind === 'read'
    ? { kind: 'read', feed: read.feed, sitemaps: answer.parts.length }
    : { kind: 'refused', answer: { ...read.failure, feedLinks: [] }, page: outcome };
}

/** The lines to paste into feeds.yaml; what a document turned out to be is written down. */
export function toConfigLines(feed: Feed, format: ParsedFeed['format']): readonly string[] {
  const { list, telegram } = toSourceJson(feed.source);
  const head = telegram === undefined ? `  - url: ${feed.url}` : `  - telegram: ${telegram}`;
  const selectors = Object.entries(list ?? {}).flatMap(([key, selector]) =>
    selector === undefined ? [] : [`      ${key}: ${JSON.stringify(selector)}`],
  );
  return [
    head,
    `    id: ${feed.id}`,
    ...(format === 'sitemap' ? ['    sitemap: true'] : []),
    ...(selectors.length === 0 ? [] : ['    list:', ...selectors]),
  ];
}

/** How a page without a feed can be followed all the same. */
export function toListHints({ body, contentType, url }: Fetched): readonly string[] {
  const found = suggestLists(decodeBody(body, contentType, 'html').text, url);
  if (found.length === 0)
    return [
      'the page names no feed; a list of links on it can be followed by the selector of its rows: --item SELECTOR',
    ];
  return [
    'the page names no feed; what looks like lists of news on it can be followed by their rows, try:',
    ...found.map(
      ({ item, rows, sample }) => `  --item ${JSON.stringify(item)}   ${rows} rows, the first: ${sample}`,
    ),
  ];
}
