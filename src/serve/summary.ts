import type { ItemView } from '../store/item-view.ts';
import { toPlainText } from '../text/html.ts';

/** A summary that is a whole article is cut here before it is read: its start is all that is shown. */
const MAX_SUMMARY_HTML_LENGTH = 20_000;

/** What the feed said in short, as plain text of one paragraph; undefined where it said nothing. */
export function toFeedSummary(item: ItemView): string | undefined {
  if (item.summaryHtml === undefined) return undefined;
  const text = flatten(toPlainText(item.summaryHtml.slice(0, MAX_SUMMARY_HTML_LENGTH)));
  return text === '' ? undefined : text;
}

/** The item in at most so many characters: the feed's summary, else the text's beginning. */
export function toExcerpt(item: ItemView, maxLength: number): string | undefined {
  const text = toFeedSummary(item) ?? flatten((item.text ?? '').slice(0, maxLength * 2));
  return text === '' ? undefined : shorten(text, maxLength);
}

/** Text of at most so many UTF-16 units, cut between words where there is a space in its last third. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength - 1);
  const space = head.lastIndexOf(' ');
  const cut = space > (maxLength * 2) / 3 ? head.slice(0, space) : head.replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/[\s,;:–—-]+$/u, '')}…`;
}

const flatten = (text: string): string => text.replace(/\s+/gu, ' ').trim();
