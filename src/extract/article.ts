import type { Article, ExtractOutcome, Language } from '../model.ts';
import { sanitizeHtml, toPlainText } from '../text/html.ts';
import { type Outline, toOutline } from './blocks.ts';
import { type Body, findBody } from './body.ts';
import { parseDocument } from './document.ts';
import { toFailure } from './failure.ts';
import { type Head, readHead } from './head.ts';
import { type Metadata, toMetadata } from './metadata.ts';
import { toCaptions, toHtml, toText } from './render.ts';
import { toFacts } from './root.ts';
import { buildScorer, type Scorer } from './score.ts';
import { toShownDate } from './shown-date.ts';
import { readBySite } from './site-article.ts';
import { findSite } from './sites/registry.ts';

/** What is known of the page before it is read. */
export interface ExtractHints {
  /** IANA zone of dates that state none. */
  readonly zone: string;
  readonly language?: Language | undefined;
  /** The title the feed gave; stands in where the page has none. */
  readonly title?: string | undefined;
  readonly siteRules: boolean;
  /** Lets a date shown as a time alone be read as today's. */
  readonly now?: Date | undefined;
}

export type ExtractArticle = (html: string, url: string, hints: ExtractHints) => ExtractOutcome;

/** A stated body is taken where it is this much longer than what the page shows: the rest comes by script. */
const STATED_RATIO = 1.5;
/** A stated body under this length is a teaser. */
const LEAST_STATED_CHARS = 600;

const toArticle = (
  metadata: Metadata,
  hints: ExtractHints,
  content: Pick<Article, 'text' | 'html' | 'extractedBy' | 'confidence'>,
): ExtractOutcome => ({
  kind: 'extracted',
  article: {
    ...metadata,
    title: metadata.title ?? hints.title,
    language: metadata.language ?? hints.language,
    ...content,
  },
});

const toParagraphs = (text: string): string =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n\n');

/** The text as the structured data state it, where the page shows less of it. */
const toStatedText = (head: Head, shown: string): string | undefined => {
  const stated = head.article?.body;
  if (stated === undefined || stated.length < LEAST_STATED_CHARS) return undefined;
  const text = toParagraphs(/<\w|&\w+;/.test(stated) ? toPlainText(stated) : stated);
  return text.length > STATED_RATIO * shown.length ? text : undefined;
};

const extractBySite = (
  document: ReturnType<typeof parseDocument>,
  head: Head,
  url: string,
  hints: ExtractHints,
) => {
  const site = hints.siteRules ? findSite(url) : undefined;
  const reading = site === undefined ? undefined : readBySite(document, site, url, hints.now);
  if (site === undefined || reading === undefined) return undefined;
  const metadata = toMetadata(head, url, site.zone);
  const captions = toCaptions(toOutline(document).blocks);
  return toArticle(
    {
      ...metadata,
      title: reading.title ?? metadata.title,
      publishedAt: metadata.publishedAt ?? reading.publishedAt,
      section: reading.section ?? metadata.section,
    },
    hints,
    {
      text: toText(reading.outline.blocks),
      html: sanitizeHtml(toHtml(reading.outline.blocks, reading.outline.pictures, captions), url),
      extractedBy: `site:${site.id}`,
      confidence: 1,
    },
  );
};

const isWithin = (body: Body, outline: Outline) => {
  const first = body.blocks[0]?.order ?? 0;
  const last = body.blocks.at(-1)?.order ?? -1;
  return outline.pictures.filter((picture) => picture.order >= first && picture.order <= last + 1);
};

const extractGenerally = (
  scorer: Scorer,
  document: ReturnType<typeof parseDocument>,
  head: Head,
  url: string,
  hints: ExtractHints,
): ExtractOutcome => {
  const outline = toOutline(document);
  const body = findBody(scorer, outline, toFacts(head));
  const shown = toText(body.blocks);
  const stated = toStatedText(head, shown);
  const text = stated ?? shown;
  const failure = toFailure(body, outline, head, text);
  if (failure !== undefined) return failure;
  const metadata = toMetadata(head, url, hints.zone);
  const pictures = isWithin(body, outline);
  const html =
    stated === undefined
      ? toHtml(body.blocks, pictures, toCaptions(outline.blocks))
      : text
          .split('\n\n')
          .map((line) => `<p>${line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`)
          .join('');
  return toArticle(
    { ...metadata, publishedAt: metadata.publishedAt ?? toShownDate(outline, body, hints.zone) },
    hints,
    {
      text,
      html: sanitizeHtml(html, url),
      extractedBy: stated === undefined ? 'general' : 'structured',
      confidence: stated === undefined ? body.confidence : 0.6,
    },
  );
};

/** An extractor by the given weights; making them ready takes some milliseconds. */
export const buildExtractor = (scorer: Scorer = buildScorer()): ExtractArticle => {
  return (html, url, hints) => {
    const document = parseDocument(html);
    const head = readHead(document);
    return extractBySite(document, head, url, hints) ?? extractGenerally(scorer, document, head, url, hints);
  };
};

/**
 * The article of a page: by the site's rule where there is one that fits, else by the general extractor, else the
 * text the structured data state. A page without an article is a failure of kind `no-article`, never a wrong text.
 */
export const extractArticle: ExtractArticle = buildExtractor();
