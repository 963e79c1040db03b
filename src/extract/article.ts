import type { Article, ExtractOutcome, Language, SiteRuleUse } from '../model.ts';
import { escapeText, toPlainText } from '../text/html.ts';
import { type Outline, toOutline } from './blocks.ts';
import { type Body, findBody } from './body.ts';
import { setDatelineApart } from './dateline.ts';
import { parseDocument, type Query, queryDocument } from './document.ts';
import { toFailure } from './failure.ts';
import { type Head, readHead } from './head.ts';
import { type Metadata, toMetadata, toPathDate, toPublishedAt } from './metadata.ts';
import { applyPartial, takePartial } from './partial-rule.ts';
import { toCaptions, toHtml, toText } from './render.ts';
import { toFacts } from './root.ts';
import { buildScorer, type Scorer } from './score.ts';
import { toShownByline } from './shown-byline.ts';
import { toShownDate } from './shown-date.ts';
import { chooseReading, hasRules, type RuleHints, type RuleReading } from './site-choice.ts';

/** What is known of the page before it is read; plain data, so that it can go to a thread. */
export interface ExtractHints extends RuleHints {
  readonly language?: Language | undefined;
  /** The title the feed gave; stands in where the page has none. */
  readonly title?: string | undefined;
}

export type ExtractArticle = (html: string, url: string, hints: ExtractHints) => ExtractOutcome;

/** A stated body is taken where it is this much longer than what the page shows: the rest comes by script. */
const STATED_RATIO = 1.5;
/** A stated body under this length is a teaser. */
const LEAST_STATED_CHARS = 600;

const toArticle = (
  metadata: Metadata,
  hints: ExtractHints,
  content: Pick<Article, 'text' | 'html' | 'extractedBy' | 'confidence' | 'siteRule'>,
): ExtractOutcome => ({
  kind: 'extracted',
  article: {
    ...metadata,
    title: metadata.title ?? hints.title,
    language: metadata.language ?? hints.language,
    dateline: undefined,
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

const isMidnight = (date: Date, zone: string): boolean =>
  date.toLocaleTimeString('en-GB', { timeZone: zone }) === '00:00:00';

/** What a page states has its zone and seconds, but may be a day alone; what an operator names is meant to be taken. */
const choosePublished = (
  stated: Date | undefined,
  shown: Date | undefined,
  isOperators: boolean,
  zone: string,
): Date | undefined => {
  if (stated === undefined || shown === undefined) return stated ?? shown;
  return isOperators || isMidnight(stated, zone) ? shown : stated;
};

const toRuledArticle = (
  { rule, isOperators, facts, text: found }: RuleReading,
  use: SiteRuleUse,
  head: Head,
  url: string,
  hints: ExtractHints,
): ExtractOutcome => {
  const { blocks, pictures } = found.outline;
  const text = toText(blocks);
  const metadata = toMetadata(facts.bylines === undefined ? head : { ...head, bylines: facts.bylines }, {
    url,
    zone: rule.zone,
    text,
  });
  return toArticle(
    {
      ...metadata,
      title: facts.title ?? metadata.title,
      publishedAt: choosePublished(metadata.publishedAt, facts.publishedAt, isOperators, rule.zone),
      section: facts.section ?? metadata.section,
    },
    hints,
    {
      text,
      html: toHtml(blocks, pictures, found.captions, url),
      extractedBy: rule.name,
      confidence: 1,
      siteRule: use,
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
  siteRule: SiteRuleUse,
): ExtractOutcome => {
  const outline = toOutline(document);
  const body = findBody(scorer, outline, toFacts(head));
  const shown = toText(body.blocks);
  const stated = toStatedText(head, shown);
  const text = stated ?? shown;
  const failure = toFailure(body, outline, head, { text, url });
  if (failure !== undefined) return { ...failure, siteRule };
  const byline = () => toShownByline(outline, body);
  const metadata = toMetadata(head, { url, zone: hints.zone, text, byline });
  const publishedAt =
    metadata.publishedAt ?? toShownDate(outline, body, hints.zone, hints.now) ?? toPathDate(url, hints.zone);
  const pictures = isWithin(body, outline);
  const html =
    stated === undefined
      ? toHtml(body.blocks, pictures, toCaptions(outline.blocks), url)
      : text
          .split('\n\n')
          .map((line) => `<p>${escapeText(line)}</p>`)
          .join('');
  return toArticle({ ...metadata, publishedAt }, hints, {
    text,
    html,
    extractedBy: stated === undefined ? 'general' : 'structured',
    confidence: stated === undefined ? body.confidence : 0.6,
    siteRule,
  });
};

/** A text this short is taken for the rest of a layout that changed where the general extractor finds more. */
const LEAST_RULED_CHARS = 100;
const MORE_RATIO = 3;

const isLeftover = (ruled: ExtractOutcome, general: ExtractOutcome): boolean =>
  ruled.kind === 'extracted' &&
  general.kind === 'extracted' &&
  general.article.text.length > MORE_RATIO * ruled.article.text.length;

const extractWhole = (
  scorer: Scorer,
  document: ReturnType<typeof parseDocument>,
  $: Query,
  url: string,
  hints: ExtractHints,
): ExtractOutcome => {
  const head = readHead(document);
  const { reading, use } = chooseReading($, url, hints, () => toPublishedAt(head, hints.zone));
  if (reading === undefined) return extractGenerally(scorer, document, head, url, hints, use);
  const ruled = toRuledArticle(reading, use, head, url, hints);
  if (toText(reading.text.outline.blocks).length >= LEAST_RULED_CHARS) return ruled;
  const missed: SiteRuleUse = { kind: 'missed', rule: reading.rule.name, missing: ['body'] };
  const general = extractGenerally(scorer, document, head, url, hints, missed);
  return isLeftover(ruled, general) ? general : ruled;
};

/** An extractor by the given weights; making them ready takes some milliseconds. */
export const buildExtractor = (scorer: Scorer = buildScorer()): ExtractArticle => {
  return (html, url, hints) => {
    const document = parseDocument(html, hasRules(url, hints) ? 'selectors' : 'reading');
    const $ = queryDocument(document);
    const partial = takePartial($, url, hints);
    const outcome = extractWhole(scorer, document, $, url, hints);
    const whole = partial === undefined ? outcome : applyPartial(outcome, partial);
    return whole.kind === 'extracted' && hints.siteRules
      ? { kind: 'extracted', article: setDatelineApart(whole.article) }
      : whole;
  };
};

/**
 * The article of a page: by the operator's or the site's rule where there is one that fits, else by the general
 * extractor, else the text the structured data state. A page without an article is a failure that says what it is,
 * never a wrong text.
 */
export const extractArticle: ExtractArticle = buildExtractor();
