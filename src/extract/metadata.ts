import type { Article } from '../model.ts';
import { buildDateParser } from '../text/date.ts';
import { toPlainText } from '../text/html.ts';
import { parseHttpUrl } from '../text/url.ts';
import { toAuthors } from './authors.ts';
import { foldText } from './fold.ts';
import { firstMeta, type Head, toElementText } from './head.ts';
import { toKeywords } from './keywords.ts';
import { toStatedDate } from './stated-date.ts';
import { toTitle } from './title.ts';

/** What the page says of its article beside the text. */
export type Metadata = Omit<
  Article,
  'text' | 'html' | 'dateline' | 'extractedBy' | 'confidence' | 'siteRule'
>;

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
  'dcterms.issued',
  'dcterms.created',
  'dc.date.created',
  'published',
  'published-date',
  'publisheddate',
  'published_date',
  'publication-date',
  'publicationdate',
  'pub_date',
  'article:post_date',
  'article_date_original',
  'originalpublicationdate',
  'article.created',
  'rnews:datepublished',
  'datecreated',
  'release_date',
  'citation_publication_date',
  'citation_date',
  'citation_online_date',
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

/** The day that a page's own title ends with ("… | DW | 28.04.2023"). */
const toTitleDay = (head: Head): readonly (string | undefined)[] =>
  [firstMeta(head, 'og:title'), head.title].map(
    (title) => /[|–—-]\s*(\d{1,2}\.\d{1,2}\.\d{4})\s*$/u.exec(title ?? '')?.[1],
  );

/** The day in an address: `/2026/02/09/` or `/20260209/`. */
const toPathDay = (path: string): string | undefined => {
  const found = /\/(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/-])/.exec(path);
  return found === null ? undefined : found.slice(1).join('-');
};

const toLanguage = (text: string | undefined): string | undefined =>
  /^([a-z]{2,3})(?![a-z])/i.exec(text?.trim() ?? '')?.[1]?.toLowerCase();

const toUrl = (text: string | undefined, base: string): string | undefined =>
  text === undefined ? undefined : parseHttpUrl(text, base)?.href;

/** A home page is no article's address: some sites name it on every page. */
const toCanonicalUrl = (head: Head, address: string): string | undefined =>
  [head.canonical, firstMeta(head, 'og:url')]
    .map((text) => toUrl(text, address))
    .find((url) => url !== undefined && (isDeep(url) || !isDeep(address)));

const isDeep = (url: string): boolean => {
  const { pathname = '/', search = '' } = parseHttpUrl(url) ?? {};
  return pathname !== '/' || search !== '';
};

/** More alternates than this are no translations of one article. */
const MAX_ALTERNATES = 100;

/** The article in other languages; a switch to another language's home page is none. */
const toAlternates = (head: Head, address: string, canonical: string | undefined): Article['alternates'] => {
  const own = new Set([address, canonical]);
  const found = new Map<string, string>();
  for (const { language, url } of head.alternates) {
    const absolute = toUrl(url, address);
    const key = language.trim().toLowerCase();
    if (absolute === undefined || own.has(absolute) || !isDeep(absolute)) continue;
    if (/^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/.test(key) && !found.has(key)) found.set(key, absolute);
  }
  return [...found].slice(0, MAX_ALTERNATES).map(([language, url]) => ({ language, url }));
};

/** The publisher says that not everybody may read it whole. */
const isPaywalled = (head: Head): boolean =>
  head.article?.isFree === false || /^locked$/i.test(firstMeta(head, 'article:content_tier') ?? '');

const ROOTS =
  /^(?:home|homepage|start(?:seite)?|accueil|inicio|главная|головна|ana səhifə|news|новости|новини|xəbərlər)$/i;

/** The section as it is stated, else the last breadcrumb that is neither the root nor the article itself. */
const toSection = (head: Head, title: string | undefined): string | undefined => {
  const own = foldText(title ?? '');
  const stated =
    firstMeta(head, 'article:section', 'og:article:section', 'parsely-section') ?? head.article?.section;
  return (
    // Some systems list every category of the article, the first one first.
    toPlainText(stated ?? '')
      .split(',')[0]
      ?.trim() ||
    head.trail
      .slice(1)
      .findLast(
        (name) => !ROOTS.test(name.trim()) && foldText(name) !== own && name.length <= MAX_SECTION_CHARS,
      )
  );
};
// A longer breadcrumb is the article's own title in other words.
const MAX_SECTION_CHARS = 40;

/** A site's own sign stands in for a missing image. */
const SIGN = /(?:^|[/_-])(?:logo|default|placeholder|no-?image|og-?default|share-?image)(?:[._/-]|$)/i;

const toLeadImage = (head: Head, address: string): string | undefined => {
  const images = [
    firstMeta(head, 'og:image', 'og:image:url', 'og:image:secure_url'),
    head.article?.image,
    firstMeta(head, 'twitter:image', 'twitter:image:src'),
  ].flatMap((text) => toUrl(text, address) ?? []);
  return images.find((url) => !SIGN.test(url)) ?? images[0];
};

/** What is known of a page besides its data. */
export interface MetadataHints {
  readonly url: string;
  /** IANA zone of dates that state none. */
  readonly zone: string;
  /** The article's text, by which its own keywords are known. */
  readonly text: string;
  /** Names in a line near the text, where nothing else names an author. */
  readonly byline?: () => readonly string[];
}

const toMetas = (head: Head, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => head.metas.get(name) ?? []);

/** When the page says that its article was published; `zone` (IANA) holds for dates that state none. */
export const toPublishedAt = (head: Head, zone: string): Date | undefined =>
  toStatedDate(
    [
      head.article?.published,
      ...toMetas(head, PUBLISHED),
      head.pageDate,
      ...toTimes(head, /publish|posted|created|entry-date|pubdate/i, /modif|updat/i),
      ...toTitleDay(head),
      ...head.times.map((element) => element.attribs['datetime']),
    ],
    buildDateParser(zone),
  );

/** All that the page states of its article but the text. */
export const toMetadata = (head: Head, { url, zone, text, byline }: MetadataHints): Metadata => {
  const parse = buildDateParser(zone);
  const base = parseHttpUrl(url);
  const address = base?.href ?? 'http://invalid.invalid/';
  const host = base?.hostname ?? '';
  const modified = toTimes(head, /modif|updat/i, /publish|pubdate/i);
  const title = toTitle(head, host);
  const canonicalUrl = toCanonicalUrl(head, address);
  return {
    title,
    ...toAuthors(head, host, byline),
    publishedAt: toPublishedAt(head, zone),
    modifiedAt: toStatedDate([head.article?.modified, ...toMetas(head, MODIFIED), ...modified], parse),
    language: toLanguage(
      head.language ?? head.article?.language ?? firstMeta(head, 'og:locale', 'content-language', 'language'),
    ),
    section: toSection(head, title),
    keywords: toKeywords(head, title, text),
    leadImage: toLeadImage(head, address),
    canonicalUrl,
    alternates: toAlternates(head, address, canonicalUrl),
    paywalled: isPaywalled(head),
  };
};

/** When the article was published by its address alone, to the day. */
export const toPathDate = (url: string, zone: string): Date | undefined => {
  const day = toPathDay(parseHttpUrl(url)?.pathname ?? '');
  return day === undefined ? undefined : buildDateParser(zone)(day);
};
