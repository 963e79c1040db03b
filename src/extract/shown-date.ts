import { buildDateParser } from '../text/date.ts';
import type { Outline } from './blocks.ts';
import type { Body } from './body.ts';

/** A line with a date holds no more than that, a name and a label. */
const MAX_LINE_CHARS = 80;
/** Lines before the text among which its date is looked for; a header has no more. */
const LINES_BEFORE = 25;

const DATES: readonly RegExp[] = [
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?/,
  /\d{1,2}[./]\d{1,2}[./](?:20)?\d{2}(?:\D{1,6}\d{1,2}[:.]\d{2})?/,
  /\d{1,2}\.?(?: de| d')? \p{L}{3,12}\.?,?(?: de)? \d{4}(?:\D{1,6}\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?)?/iu,
  /\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?:\D{1,6}\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?)?/iu,
];

/** The first date within a line that says more than it. */
export const findDateIn = (text: string, parse: (text: string) => Date | undefined): Date | undefined => {
  if (text.length > MAX_LINE_CHARS || !/\d/.test(text)) return undefined;
  for (const pattern of DATES) {
    const found = pattern.exec(text)?.[0];
    const date =
      found === undefined
        ? undefined
        : parse(found.replace(/\s*(?:\||-|–|\bum\b|\bat\b|,)\s*(?=\d{1,2}[:.]\d{2})/u, ' '));
    if (date !== undefined) return date;
  }
  return undefined;
};

/** The date that stands on the page near the article's beginning, for pages that state none in their data. */
export const toShownDate = (outline: Outline, body: Body, zone: string): Date | undefined => {
  const first = body.blocks[0];
  if (first === undefined) return undefined;
  const parse = buildDateParser(zone);
  const title = outline.blocks.findLast((block) => block.order <= first.order && block.place.tag === 'h1');
  const from = Math.max(title?.order ?? first.order - LINES_BEFORE, first.order - LINES_BEFORE, 0);
  const near = outline.blocks.slice(from, first.order + 3);
  const before = outline.blocks.slice(Math.max(0, from - 5), from);
  for (const block of [...near, ...before.reverse()]) {
    const date = findDateIn(block.text, parse);
    if (date !== undefined) return date;
  }
  return undefined;
};
