import type { Article } from '../../src/model.ts';
import { parseDate } from '../../src/text/date.ts';
import type { Gold } from './gold-files.ts';
import type { ReadPage } from './gold-pages.ts';

/** One thing compared: undefined where the gold has nothing to compare with. */
export type Compared = { readonly isEqual: boolean; readonly wanted: string; readonly given: string };
export type Field = 'title' | 'published to the minute' | 'published to the day' | 'all authors';

const QUOTES = /["'`´‘’‚‛“”„‟«»‹›「」『』]/gu;
const DASHES = /\p{Pd}/gu;

/** White space to one space, quotes to ", dashes to -, in lower case and composed. */
const foldMarks = (text: string): string =>
  text.normalize('NFC').replace(QUOTES, '"').replace(DASHES, '-').replace(/\s+/gu, ' ').trim().toLowerCase();

/** The names of a site as a title may end with them: of its host with and without the ending. */
const toSiteNames = (url: string): readonly string[] => {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : '';
  return [host, host.split('.').at(-2) ?? ''].filter((name) => name !== '');
};

/** A title as titles are compared: marks folded, and without the site's name after or before a |, - or :. */
export const foldTitle = (title: string, url: string): string => {
  const folded = foldMarks(title);
  const sites = new Set(toSiteNames(url).map((name) => name.replace(/[^\p{L}\p{N}]/gu, '')));
  const parts = folded.split(/\s*(?:\||\s-\s|:\s)\s*/u);
  const isSite = (part = '') => sites.has(part.replace(/[^\p{L}\p{N}]/gu, ''));
  if (parts.length > 1 && isSite(parts.at(-1)))
    return folded.slice(0, folded.lastIndexOf(parts.at(-1) ?? '')).replace(/[\s|:-]+$/u, '');
  return parts.length > 1 && isSite(parts[0])
    ? folded.slice(parts[0]?.length).replace(/^[\s|:-]+/u, '')
    : folded;
};

const foldNames = (names: readonly string[]): readonly string[] =>
  [...new Set(names.map((name) => foldMarks(name).replace(/[.]/g, '')).filter((name) => name !== ''))].sort();

const toMinute = (date: Date | undefined): string => date?.toISOString().slice(0, 16) ?? '';

/** How an article's metadata compare with the gold's; a gold date without a zone is in UTC. */
export const compareMetadata = (
  gold: Gold,
  article: Article | undefined,
): readonly (readonly [Field, Compared])[] => {
  const compare = (wanted: string, given: string) => ({ isEqual: wanted === given, wanted, given });
  const url = gold.url ?? '';
  const date = gold.date ?? gold.published;
  const authors = gold.authors ?? gold.author?.split(',') ?? [];
  const wanted = date ? toMinute(parseDate(date, 'UTC')) : '';
  const given = toMinute(article?.publishedAt);
  const rows: (readonly [Field, Compared])[] = [];
  if (gold.title)
    rows.push(['title', compare(foldTitle(gold.title, url), foldTitle(article?.title ?? '', url))]);
  if (wanted !== '') {
    rows.push(['published to the minute', compare(wanted, given)]);
    rows.push(['published to the day', compare(wanted.slice(0, 10), given.slice(0, 10))]);
  }
  if (authors.length > 0) {
    const names = [foldNames(authors), foldNames(article?.authors ?? [])];
    rows.push(['all authors', compare(names[0]?.join(', ') ?? '', names[1]?.join(', ') ?? '')]);
  }
  return rows;
};

/** Shares of equal fields over pages, and each difference in words. */
export const scoreMetadata = (pages: readonly ReadPage[]) => {
  const counts = new Map<Field, { equal: number; of: number }>();
  const misses: string[] = [];
  for (const { gold, outcome } of pages) {
    const article = outcome.kind === 'extracted' ? outcome.article : undefined;
    for (const [field, { isEqual, wanted, given }] of compareMetadata(gold, article)) {
      const count = counts.get(field) ?? { equal: 0, of: 0 };
      counts.set(field, { equal: count.equal + (isEqual ? 1 : 0), of: count.of + 1 });
      if (!isEqual) misses.push(`  ${field} ${gold.id}\n    gold  ${wanted}\n    given ${given}`);
    }
  }
  return { counts, misses };
};
