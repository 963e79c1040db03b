import type { Enclosure, Entry } from '../model.ts';
import type { ParseDate } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { type TextContext, toHtml, toLine, toToken } from './construct.ts';
import { toEnclosures } from './enclosures.ts';
import { toAuthors, toCategories } from './people.ts';
import { collapse, toPlainLine } from './plain.ts';
import { allOf, firstOf, type RawElement, type RawEntry, type RawFields } from './raw.ts';

/** What all entries of one feed share. */
export interface EntryContext extends TextContext {
  readonly parseDate: ParseDate;
  /** Of the feed: what an entry without its own has. */
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly language: string | undefined;
}

/** What the feed said of one entry, whichever reader found it; total, since every part may be missing. */
export function toEntry(raw: RawEntry, feed: EntryContext): Entry {
  const context: EntryContext = { ...feed, base: raw.base ?? feed.base };
  const { fields } = raw;
  const authors = toAuthors(fields, context);
  const categories = toCategories(fields, context);
  const published = readDate(fields, PUBLISHED, context.parseDate);
  return {
    id: firstToken(fields, ['guid', 'id', 'atom:id', 'dc:identifier']) ?? raw.about?.trim(),
    url: toUrl(raw, context),
    title: firstLine(fields, TITLES, context),
    publishedAt: published.date,
    updatedAt: readDate(fields, UPDATED, context.parseDate).date,
    publishedText: published.text,
    authors: authors.length > 0 ? authors : feed.authors,
    categories: categories.length > 0 ? categories : feed.categories,
    ...toTexts(fields, context),
    enclosures: toEnclosures(fields, context.base) satisfies readonly Enclosure[],
    language: firstToken(fields, ['dc:language', 'language']) ?? raw.language ?? feed.language,
  };
}

// Each list in the order of trust: the format's own element, then what other vocabularies say.
const TITLES = ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'];
const SUMMARIES = [
  'description',
  'summary',
  'atom:summary',
  'dc:description',
  'itunes:summary',
  'googleplay:description',
  'itunes:subtitle',
  'media:description',
];
const CONTENTS = [
  'content:encoded',
  'content',
  'atom:content',
  // Yandex's vocabulary for full texts, and how others spell it; Suspilne (2026) has it without a namespace.
  'yandex:full-text',
  'full-text',
  'fulltext',
  'fullitem',
  'xhtml:body',
  'xhtml:div',
  'body',
];
const PUBLISHED = [
  'pubdate',
  'published',
  'atom:published',
  'issued',
  'dc:date',
  'dcterms:issued',
  'created',
  'dcterms:created',
  'date',
];
const UPDATED = ['updated', 'atom:updated', 'modified', 'dcterms:modified'];

/** The first field of those named that says something as one line. */
export function firstLine(
  fields: RawFields,
  names: readonly string[],
  context: TextContext,
): string | undefined {
  return firstOfMany(fields, names, (element) => toLine(element, context));
}

/** The first field of those named that says something. */
export function firstToken(fields: RawFields, names: readonly string[]): string | undefined {
  return firstOfMany(fields, names, toToken);
}

function firstOfMany<T>(
  fields: RawFields,
  names: readonly string[],
  read: (element: RawElement) => T | undefined,
): T | undefined {
  for (const name of names)
    for (const element of allOf(fields, name)) {
      const found = read(element);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Summary and content; media groups (video channels) keep the description one level down. */
function toTexts(fields: RawFields, context: TextContext): Pick<Entry, 'summaryHtml' | 'contentHtml'> {
  const read = (element: RawElement): string | undefined => toHtml(element, context);
  const group = firstOf(fields, 'media:group')?.children;
  const summary = firstOfMany(fields, SUMMARIES, read);
  return {
    summaryHtml:
      summary ?? (group === undefined ? undefined : firstOfMany(group, ['media:description'], read)),
    contentHtml: firstOfMany(fields, CONTENTS, read),
  };
}

/** The first readable date of those named, and the first one as written. */
function readDate(
  fields: RawFields,
  names: readonly string[],
  parseDate: ParseDate,
): { date: Date | undefined; text: string | undefined } {
  let text: string | undefined;
  for (const name of names)
    for (const element of allOf(fields, name)) {
      const written = toToken(element);
      if (written === undefined) continue;
      text ??= collapse(written).slice(0, MAX_DATE_TEXT);
      const date = parseDate(written.includes('<') ? readTimeElement(written) : written);
      if (date !== undefined) return { date, text };
    }
  return { date: undefined, text };
}

/** The instant of a date wrapped in HTML's `<time datetime="…">`, as Drupal's feeds have it (fda.gov, 2019). */
const readTimeElement = (html: string): string =>
  /<time\s[^<>]{0,200}?datetime="([^"]{1,60})"/.exec(html.slice(0, 300))?.[1] ??
  toPlainLine(html.slice(0, 300));

/** As much of an unreadable date as helps to see what is wrong with it. */
const MAX_DATE_TEXT = 100;

/** The entry's page: what a proxy says the original is, its link, its guid where that is one. */
function toUrl(raw: RawEntry, context: TextContext): string | undefined {
  const { fields } = raw;
  const original = firstToken(fields, ['feedburner:origlink']);
  const found = original === undefined ? undefined : resolve(original, context.base);
  return (
    found ??
    toAlternate([...allOf(fields, 'link'), ...allOf(fields, 'atom:link')], context.base) ??
    toPermalink(firstOf(fields, 'guid'), context.base) ??
    (raw.about === undefined ? undefined : resolve(raw.about, undefined)) ??
    toContentSource(fields, context.base) ??
    // An Atom id is an identifier first, but many are the page's address; without a link there is nothing better.
    toPermalink(firstOf(fields, 'id'), context.base)
  );
}

/** The page that links lead to: RSS's text, or an href whose rel is "alternate" or none; a stated text/html before no type, and that before others. */
export function toAlternate(links: readonly RawElement[], base: string): string | undefined {
  let best: { readonly rank: number; readonly url: string } | undefined;
  for (const link of links) {
    const href = link.attributes.get('href');
    const rel = link.attributes.get('rel')?.trim().toLowerCase() ?? 'alternate';
    if (href !== undefined && rel !== 'alternate' && rel !== '') continue;
    const url = resolve(href ?? link.text, link.base ?? base);
    if (url === undefined) continue;
    const rank = rankLink(href, link.attributes.get('type'));
    if (best === undefined || rank > best.rank) best = { rank, url };
  }
  return best?.url;
}

function rankLink(href: string | undefined, type: string | undefined): number {
  if (href === undefined) return 1;
  if (type === undefined) return 2;
  return /html/i.test(type) ? 3 : 0;
}

/** RSS 2.0: a guid is the entry's page unless isPermaLink says it is not. */
function toPermalink(guid: RawElement | undefined, base: string): string | undefined {
  if (guid === undefined || guid.attributes.get('ispermalink')?.trim().toLowerCase() === 'false')
    return undefined;
  const text = guid.text.trim();
  return /^https?:\/\//i.test(text) ? resolve(text, base) : undefined;
}

/** RFC 4287 section 4.1.3.2: content that is elsewhere. */
function toContentSource(fields: RawFields, base: string): string | undefined {
  const content = firstOf(fields, 'content');
  const source = content?.attributes.get('src');
  return source === undefined ? undefined : resolve(source, content?.base ?? base);
}

/** An absolute http(s) URL; white space inside, which wrapped templates leave, is no part of it. */
function resolve(text: string, base: string | undefined): string | undefined {
  return parseHttpUrl(text.replace(/[\t\r\n]+\s*/g, ''), base)?.href;
}
