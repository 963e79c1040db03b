import { toDraft } from '../../src/identify/draft.ts';
import {
  type Entry,
  type FeedId,
  type ItemDraft,
  type KnownItem,
  parseFeedId,
  parseItemId,
} from '../../src/model.ts';

export const NOW = new Date('2026-02-09T12:00:00Z');

const EMPTY: Entry = {
  id: undefined,
  url: undefined,
  title: undefined,
  publishedAt: undefined,
  updatedAt: undefined,
  publishedText: undefined,
  authors: [],
  categories: [],
  summaryHtml: undefined,
  contentHtml: undefined,
  enclosures: [],
  language: undefined,
};

/** An entry of which only what matters is said. */
export const entry = (said: Partial<Entry>): Entry => ({ ...EMPTY, ...said });

export const feedId = (text = 'feed'): FeedId => {
  const id = parseFeedId(text);
  if (id === undefined) throw new Error(text);
  return id;
};

export const draft = (said: Partial<Entry>, feed = 'feed'): ItemDraft =>
  toDraft(entry(said), feedId(feed), NOW);

/** A stored item as a draft left it. */
export const stored = (id: number, from: ItemDraft): KnownItem => {
  const itemId = parseItemId(id);
  if (itemId === undefined) throw new Error(String(id));
  const { entryHash, canonicalUrl } = from;
  return {
    id: itemId,
    entryHash,
    canonicalUrl,
    title: from.entry.title,
    publishedAt: from.entry.publishedAt,
  };
};
