import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractArticle } from '../../src/extract/article.ts';
import type { FailureKind } from '../../src/model.ts';
import { sanitizeHtml } from '../../src/text/html.ts';

const URL_ = 'https://example.com/news/1';
const HINTS = { zone: 'UTC', siteRules: false };

/** What a page may be in place of an article. */
const PAGE_FAILURES: ReadonlySet<FailureKind> = new Set([
  ...(['no-article', 'not-a-page', 'consent-wall', 'login-wall', 'needs-script'] as const),
]);

/** What is wrong with the extractor's answer for any page whatever, or undefined: an article in safe HTML or a named failure. */
export const findProblem = (html: string): string | undefined => {
  const outcome = extractArticle(html, URL_, HINTS);
  if (outcome.kind === 'failed')
    return PAGE_FAILURES.has(outcome.failure) && outcome.detail !== ''
      ? undefined
      : `a failure without a name`;
  const { article } = outcome;
  if (article.text.trim() === '') return 'an article without text';
  if (!(article.confidence >= 0 && article.confidence <= 1)) return `a confidence of ${article.confidence}`;
  if (sanitizeHtml(article.html, URL_) !== article.html) return 'HTML that the sanitiser changes';
  return undefined;
};

/** The pages of our own that stand for sites. */
export const readSitePages = (): readonly string[] => {
  const root = 'test/fixtures/sites';
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('page.html'))
    .sort()
    .map((name) => readFileSync(join(root, name), 'utf8'));
};
