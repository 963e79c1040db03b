import type { CanonicalUrl, Entry, EntryKeys, FeedId } from '../model.ts';
import { sha256Hex } from '../text/hash.ts';
import { parseHttpUrl, toCanonicalUrl, toUrlKey } from '../text/url.ts';

/** An entry's identity keys: `g:<feed>:<hash>` of its guid, `u:<hash>` of its page, `t:<hash>` of title and day. */
export function toKeys(entry: Entry, canonicalUrl: CanonicalUrl | undefined, feed: FeedId): EntryKeys {
  const guid = entry.id === undefined ? undefined : `g:${feed}:${toHash(toGuidSpelling(entry.id))}`;
  const isPage = canonicalUrl !== undefined && !isFrontPage(canonicalUrl);
  const url = isPage ? toPageKey(canonicalUrl) : undefined;
  return { guid, url, titleDay: toTitleDay(entry) ?? ((guid ?? url) ? undefined : toLastKey(entry)) };
}

/** The key of an item by its page. */
export const toPageKey = (url: CanonicalUrl): string => `u:${toHash(toUrlKey(url))}`;

/** The keys there are, strongest first. */
export const listKeys = ({ guid, url, titleDay }: EntryKeys): readonly string[] =>
  [guid, url, titleDay].filter((key) => key !== undefined);

/** 128 bits: no two keys of a publisher will ever meet by chance. */
const KEY_CHARS = 32;
const toHash = (text: string): string => sha256Hex(text).slice(0, KEY_CHARS);

/** Guids that are URLs change as URLs do (http to https, tracking parameters); a fragment in one tells entries apart. */
function toGuidSpelling(guid: string): string {
  const url = /^https?:\/\//i.test(guid) ? parseHttpUrl(guid) : undefined;
  return url === undefined ? guid : toUrlKey(toCanonicalUrl(url)) + url.hash;
}

/** A link to a site's front page stands where a feed knows no page of the entry: it identifies nothing. */
function isFrontPage(url: CanonicalUrl): boolean {
  const { pathname, search } = new URL(url);
  return pathname === '/' && search === '';
}

/** By title and the day it claims (UTC). */
function toTitleDay(entry: Entry): string | undefined {
  const title = foldTitle(entry.title);
  const day = (entry.publishedAt ?? entry.updatedAt)?.toISOString().slice(0, 10);
  return title === '' || day === undefined ? undefined : `t:${toHash(`${day} ${title}`)}`;
}

/** For what has no other key, so that no poll makes it anew: the title without a day, or the words where none is. */
export function toLastKey(entry: Entry): string | undefined {
  const words = foldTitle(entry.title ?? entry.summaryHtml ?? entry.contentHtml);
  return words === '' ? undefined : `t:${toHash(`undated ${words}`)}`;
}

/** A title by its letters and digits alone: case, spacing and punctuation change when an editor tidies up. */
export const foldTitle = (title: string | undefined): string =>
  (title ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
