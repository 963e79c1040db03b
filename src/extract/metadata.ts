import type { Article } from '../model.ts';
import { buildDateParser } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { toAuthors } from './authors.ts';
import { firstMeta, type Head, toElementText } from './head.ts';
import { toTitle } from './title.ts';

export type Metadata = Omit<Article, 'text' | 'html' | 'extractedBy' | 'confidence' | 'siteRule'>;

const PUBLISHED = [
  'article:published_time',
  'og:article:published_time',
  'article:published',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'cxenseparse:recs:publishtime',
  'publishdate',
  'publish-date',
  'pubdate',
  'published_time',
  'publication_date',
  'dc.date.issued',
  'dcterms.created',
  'dc.date.created',
  'dc.date',
  'date',
  'article.published',
  'article:publication_date',
  'og:pubdate',
  'created',
];
const MODIFIED = [
  'article:modified_time',
  'og:article:modified_time',
  'og:updated_time',
  'datemodified',
  'last-modified',
  'lastmod',
  'dcterms.modified',
  'article.updated',
];

const toTimes = (head: Head, wanted: RegExp, unwanted: RegExp): readonly string[] =>
  head.times.flatMap((element) => {
    const named = `${element.attribs['itemprop'] ?? ''} ${element.attribs['class'] ?? ''}`;
    if (unwanted.test(named) || !wanted.test(named)) return [];
    return [element.attribs['datetime'] ?? element.attribs['content'] ?? toElementText(element)];
  });

const firstDate = (texts: readonly (string | undefined)[], parse: (text: string) => Date | undefined) => {
  for (const text of texts) {
    const date = text === undefined ? undefined : parse(text);
    if (date !== undefined) return date;
  }
  return undefined;
};

const toLanguage = (text: string | undefined): string | undefined =>
  /^([a-z]{2,3})(?![a-z])/i.exec(text?.trim() ?? '')?.[1]?.toLowerCase();

const toKeywords = (head: Head): readonly string[] => {
  const lists = ['article:tag', 'news_keywords', 'parsely-tags', 'sailthru.tags', 'keywords'].map(
    (name) => head.metas.get(name) ?? [],
  );
  const stated = head.article?.keywords ?? [];
  const chosen = [stated, ...lists].find((list) => list.length > 0) ?? [];
  const words = chosen.flatMap((text) => text.split(/[,;]/)).map((text) => text.trim());
  return [...new Set(words.filter((text) => text !== '' && text.length <= MAX_KEYWORD_CHARS))].slice(
    0,
    MAX_KEYWORDS,
  );
};
// A longer one is a sentence, more are a dictionary for search engines.
const MAX_KEYWORD_CHARS = 80;
const MAX_KEYWORDS = 30;

const toUrl = (text: string | undefined, base: string): string | undefined =>
  text === undefined ? undefined : parseHttpUrl(text, base)?.href;

/** All that the page states of its article but the text; `zone` (IANA) holds for dates without one. */
export const toMetadata = (head: Head, url: string, zone: string): Metadata => {
  const parse = buildDateParser(zone);
  const base = parseHttpUrl(url);
  const address = base?.href ?? 'http://invalid.invalid/';
  const host = base?.hostname ?? '';
  const metas = (names: readonly string[]) => names.flatMap((name) => head.metas.get(name) ?? []);
  const published = toTimes(head, /publish|posted|created|entry-date|pubdate/i, /modif|updat/i);
  const modified = toTimes(head, /modif|updat/i, /publish|pubdate/i);
  const anyTime = head.times.map((element) => element.attribs['datetime']);
  return {
    title: toTitle(head, host),
    authors: toAuthors(head, host),
    publishedAt: firstDate([head.article?.published, ...metas(PUBLISHED), ...published, ...anyTime], parse),
    modifiedAt: firstDate([head.article?.modified, ...metas(MODIFIED), ...modified], parse),
    language: toLanguage(
      head.language ?? head.article?.language ?? firstMeta(head, 'og:locale', 'content-language', 'language'),
    ),
    section:
      firstMeta(head, 'article:section', 'og:article:section', 'parsely-section') ?? head.article?.section,
    keywords: toKeywords(head),
    leadImage: toUrl(
      firstMeta(head, 'og:image', 'og:image:url', 'twitter:image') ?? head.article?.image,
      address,
    ),
    canonicalUrl: toUrl(head.canonical ?? firstMeta(head, 'og:url'), address),
  };
};
