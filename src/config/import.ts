import { type Document, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type FeedId, parseFeedId } from '../model.ts';
import { parseHttpUrl, toCanonicalUrl, toUrlKey } from '../text/url.ts';
import type { Config } from './config.ts';
import { findUrlFault } from './feeds.ts';
import { inferFeedId } from './infer.ts';
import type { OpmlEntry } from './opml.ts';

/** A feed to be written into feeds.yaml. */
export interface AddedFeed {
  readonly url: string;
  readonly title: string | undefined;
  /** Stated where the id that the URL gives is taken. */
  readonly id: FeedId | undefined;
}

/** What becomes of each feed of a file that is imported. */
export interface Import {
  readonly added: readonly AddedFeed[];
  /** Followed already, or twice in the file; `feed` is the id it has. */
  readonly known: readonly { readonly entry: OpmlEntry; readonly feed: FeedId }[];
  readonly refused: readonly { readonly entry: OpmlEntry; readonly expected: string }[];
}

/** Sorts entries into feeds to add, feeds followed already and what cannot be followed. */
export const planImport = (entries: readonly OpmlEntry[], feeds: Config['feeds']): Import => {
  const followed = new Map(feeds.map((feed) => [toKey(feed.url), feed.id]));
  const taken = new Set(feeds.map(({ id }) => id));
  const added: AddedFeed[] = [];
  const known: Import['known'][number][] = [];
  const refused: Import['refused'][number][] = [];
  for (const entry of entries) {
    const text = dropFeedScheme(entry.url);
    const url = parseHttpUrl(text);
    const fault = findUrlFault(text);
    if (url === undefined || fault !== undefined) {
      refused.push({ entry, expected: fault ?? 'an http or https URL' });
      continue;
    }
    const feed = followed.get(toKey(text));
    if (feed !== undefined) {
      known.push({ entry, feed });
      continue;
    }
    const inferred = inferFeedId(url);
    const id = findFreeId(inferred, taken);
    taken.add(id);
    followed.set(toKey(text), id);
    added.push({ url: text, title: entry.title, id: id === inferred ? undefined : id });
  }
  return { added, known, refused };
};

/** Old browsers' feed:https://example.com/rss and feed://example.com/rss; the second means http. */
const dropFeedScheme = (url: string): string =>
  url.replace(/^feed:(?=https?:\/\/)/i, '').replace(/^feed:\/\//i, 'http://');

const toKey = (url: string): string => toUrlKey(toCanonicalUrl(url));

const findFreeId = (id: FeedId, taken: ReadonlySet<FeedId>): FeedId => {
  if (!taken.has(id)) return id;
  for (let number = 2; ; number += 1) {
    const next = parseFeedId(`${id.slice(0, 58)}-${number}`.replace('--', '-'));
    if (next !== undefined && !taken.has(next)) return next;
  }
};

/** The text of feeds.yaml with feeds at the end of its list, comments kept; throws where there is no list. */
export const addFeeds = (text: string, added: readonly AddedFeed[]): string => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const list = document.get('feeds');
  if (!isSeq(list)) throw new Error('feeds.yaml: expected a list under "feeds:"');
  const indented = list.items.length === 0 || lines.linePos(list.range?.[0] ?? 0).col > 1;
  if (list.items.length === 0) list.flow = false;
  for (const feed of added) list.items.push(toNode(document, feed));
  return document.toString({ lineWidth: 0, indentSeq: indented });
};

const toNode = (document: Document, { url, id, title }: AddedFeed): Node => {
  const node = document.createNode(id === undefined ? url : { url, id }, { flow: true });
  const comment = toComment(title);
  if (comment !== undefined) node.comment = ` ${comment}`;
  return node;
};

/** A title in one line; a long one is cut. */
const toComment = (title: string | undefined): string | undefined => {
  const line = title?.replace(/[\p{C}\s]+/gu, ' ').trim() ?? '';
  return line === '' ? undefined : line.slice(0, MAX_COMMENT_LENGTH);
};

const MAX_COMMENT_LENGTH = 80;
