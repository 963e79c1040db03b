import type { Article, TextChoice } from '../model.ts';
import { sanitizeHtml, toPlainText } from '../text/html.ts';
import { isPoor } from './extraction-use.ts';

/** The article's text as a feed carried it. */
export interface FeedText {
  readonly text: string;
  /** Sanitised HTML of the same. */
  readonly html: string;
}

/** A text as short as this is a summary, however long the page's is. */
const LEAST_FEED_CHARS = 300;
/** What the feed has more must be worth it: this share of the page's text, and no less than two sentences. */
const LEAST_GAIN_SHARE = 0.2;
const LEAST_GAIN_CHARS = 200;
/** So much of the page's text stands in the feed's where both are the same article; edits and quotes differ. */
const CONTAINED_SHARE = 0.8;
/** A line of prose is no shorter, and ends a sentence: headlines of other articles and buttons do not. */
const LEAST_PROSE_CHARS = 80;
/** Where so much of the text is link, it is a list of other articles. */
const MOST_LINKED_SHARE = 0.3;
/** As much as a text has that a page only states: what a publisher itself calls the text, unseen on the page. */
const FEED_CONFIDENCE = 0.6;
/** Words in a row that are compared: fewer are met by chance. */
const RUN = 4;

const SENTENCE_END = /[.!?…][»”"')\]]*$/u;
const TRUNCATED =
  /(?:…|\.{3}|\[(?:…|\.{3}|\+\d+ chars)\]|(?:read|continue|read the) (?:more|reading|rest)\b.{0,60}|(?:читать|читати|подробнее|докладніше|детальніше|ardını oxu|davamı|ətraflı)\p{L}*.{0,60})\s*(?:[→»>]+)?$/iu;
/** What asks the reader for something, or says where a copy comes from. */
const APPEAL =
  /\b(?:subscribe|newsletter|sign up|follow us|advert\w*|sponsored|appeared first on|first published (?:on|at)|all rights reserved)\b|(?:підпи(?:суй|шіть)|подпи(?:сывай|шите)|abunə ol|izləyin|реклам|телеграм-канал|telegram-канал|telegram kanal)/iu;

/** The feed's full text made ready to compare, what it says about itself at its end left out; undefined where it is none. */
export function readFeedText(contentHtml: string | undefined, url: string): FeedText | undefined {
  if (contentHtml === undefined || contentHtml.length < LEAST_FEED_CHARS) return undefined;
  const html = withoutAppeals(sanitizeHtml(contentHtml, url));
  const text = toPlainText(html);
  return text.length < LEAST_FEED_CHARS ? undefined : { text, html };
}

const PARAGRAPH_ALONE = /^<p>[\s\S]*<\/p>\s*$/;

function withoutAppeals(html: string): string {
  let kept = html;
  for (;;) {
    const start = kept.lastIndexOf('<p>');
    const last = start < 0 ? '' : kept.slice(start);
    if (!PARAGRAPH_ALONE.test(last)) return kept;
    const text = toPlainText(last);
    if (text !== '' && !(text.length < LEAST_FEED_CHARS && APPEAL.test(text))) return kept;
    kept = kept.slice(0, start);
  }
}

/**
 * The better of an article's two texts: the feed's where it says clearly more in prose, is neither cut off nor mostly
 * links or appeals, and holds the page's text; or where the page's is poor. Undefined where the feed's is no longer
 * than the page's, so that there is nothing to choose.
 */
export function chooseText(
  page: Pick<Article, 'text' | 'confidence' | 'extractedBy'>,
  feed: FeedText | undefined,
): TextChoice | undefined {
  if (feed === undefined || feed.text.length <= page.text.length) return undefined;
  return {
    taken: isBetter(page, feed) ? 'feed' : 'page',
    pageChars: page.text.length,
    feedChars: feed.text.length,
    pageBy: page.extractedBy,
  };
}

function isBetter(page: Pick<Article, 'text' | 'confidence'>, feed: FeedText): boolean {
  const poor = isPoor(page);
  if (!poor && TRUNCATED.test(feed.text.slice(-200).trimEnd())) return false;
  if (countLinked(feed.html) > MOST_LINKED_SHARE * feed.text.length) return false;
  const pageRuns = toRuns(page.text);
  if (!poor && shareOf(pageRuns, toRuns(feed.text)) < CONTAINED_SHARE) return false;
  return countGain(feed.text, pageRuns) >= Math.max(LEAST_GAIN_CHARS, LEAST_GAIN_SHARE * page.text.length);
}

/** UTF-16 units of prose that the page does not have. */
const countGain = (text: string, pageRuns: ReadonlySet<string>): number =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= LEAST_PROSE_CHARS && SENTENCE_END.test(line) && !APPEAL.test(line))
    .filter((line) => shareOf(toRuns(line), pageRuns) < CONTAINED_SHARE)
    .reduce((sum, line) => sum + line.length, 0);

const countLinked = (html: string): number =>
  [...html.matchAll(/<a\b[^>]*>((?:(?!<\/a>)[\s\S])*)<\/a>/g)].reduce(
    (sum, [, inner = '']) => sum + toPlainText(inner).length,
    0,
  );

/** Every few words in a row, folded. */
function toRuns(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = new Set<string>();
  for (let at = 0; at + RUN <= words.length; at += 1) runs.add(words.slice(at, at + RUN).join(' '));
  return runs;
}

/** The share of the first set that is in the second; 1 where the first is empty. */
function shareOf(runs: ReadonlySet<string>, among: ReadonlySet<string>): number {
  if (runs.size === 0) return 1;
  let found = 0;
  for (const run of runs) if (among.has(run)) found += 1;
  return found / runs.size;
}

/** The article by the text that was chosen. */
export const withChosenText = (
  article: Article,
  feed: FeedText | undefined,
  choice: TextChoice | undefined,
): Article => {
  if (feed === undefined || choice === undefined) return article;
  return choice.taken === 'page'
    ? { ...article, textChoice: choice }
    : {
        ...{ ...article, ...feed, extractedBy: 'feed', textChoice: choice },
        confidence: Math.max(article.confidence, FEED_CONFIDENCE),
      };
};
