import type { Article, ExtractOutcome } from '../model.ts';
import { decodeBody } from '../text/charset.ts';
import { escapeText } from '../text/html.ts';
import { type ExtractHints, extractArticle } from './article.ts';

/** A page as fetched and what is known of it. */
export interface PageInput {
  /** Bytes as fetched, decompressed. */
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** The URL that answered. */
  readonly url: string;
  readonly hints: ExtractHints;
  /** UTF-16 units of text that are kept. */
  readonly maxTextChars: number;
}

/** Bytes to article; see `extractArticle`. */
export function extractPage({ body, contentType, url, hints, maxTextChars }: PageInput): ExtractOutcome {
  const outcome = extractArticle(decodeBody(body, contentType, 'html').text, url, hints);
  return outcome.kind === 'extracted'
    ? { kind: 'extracted', article: shortenArticle(outcome.article, maxTextChars) }
    : outcome;
}

/** Cut after a paragraph, or within one that is longer than all there may be; the HTML is made of what is left. */
export function shortenArticle(article: Article, maxChars: number): Article {
  if (article.text.length <= maxChars) return article;
  const end = article.text.lastIndexOf('\n\n', maxChars);
  const text = article.text.slice(0, end > 0 ? end : maxChars);
  const paragraphs = text.split('\n\n').map((paragraph) => `<p>${escapeText(paragraph)}</p>`);
  return { ...article, text, html: paragraphs.join('') };
}
