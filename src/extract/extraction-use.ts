import type { Article, ExtractionKind, ExtractionUse, ExtractOutcome, PageSnapshot } from '../model.ts';

/** A text below this is short: the shortest among 193 news articles has 310 characters. */
const SHORT_CHARS = 300;
/** Below this the general extractor is more often wrong than right about where the text is. */
const LOW_CONFIDENCE = 0.5;
const SITE = 'site:';

/** How a page was read, by what its extraction gave: which kind of reading, and whether the site's rule fitted. */
export function toExtractionUse(outcome: ExtractOutcome): ExtractionUse {
  const article = outcome.kind === 'extracted' ? outcome.article : undefined;
  const use = outcome.kind === 'extracted' ? outcome.article.siteRule : outcome.siteRule;
  const rule =
    use === undefined || use.kind === 'none'
      ? undefined
      : { id: use.rule.replace(/^site:/, ''), outcome: use.kind };
  return { kind: toKind(article), rule };
}

function toKind(article: Article | undefined): ExtractionKind {
  if (article === undefined) return 'failed';
  const { extractedBy } = article;
  if (extractedBy === 'feed') return 'feed';
  // A site's rule knows where its text ends: a flash of one line is whole.
  if (extractedBy.startsWith(SITE)) return 'site';
  if (isShort(article)) return 'short';
  return extractedBy === 'structured' ? 'structured' : 'general';
}

/** Why the page is worth keeping: nothing came of it, or so little that a better rule may give more. */
export function toSnapshotReason(
  outcome: ExtractOutcome,
  { kind, rule }: ExtractionUse,
): PageSnapshot['reason'] | undefined {
  if (outcome.kind === 'failed') return outcome.failure;
  if (rule?.outcome === 'missed') return 'rule-missed';
  if (kind === 'site' || kind === 'feed') return undefined;
  if (kind === 'short') return 'short';
  return isUnsure(outcome.article) ? 'low-confidence' : undefined;
}

/** Whether a page's text is so short or doubtful that another one may stand for it. */
export const isPoor = (article: Pick<Article, 'text' | 'confidence'>): boolean =>
  isShort(article) || isUnsure(article);

const isShort = ({ text }: Pick<Article, 'text'>): boolean => text.length < SHORT_CHARS;
const isUnsure = ({ confidence }: Pick<Article, 'confidence'>): boolean => confidence < LOW_CONFIDENCE;
