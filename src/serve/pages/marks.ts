import type { ItemView } from '../../store/item-view.ts';
import { countHtmlBytes } from './html-length.ts';

/** A stretch of a field, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text, marked or not. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Where tags' evidence stands in an item's title or text, sorted and without overlaps. Evidence that no
 * longer fits the field (it changed and was not yet tagged again) is left out.
 */
export function toMarks(item: ItemView, field: 'title' | 'text'): readonly Range[] {
  const text = item[field] ?? '';
  const found = item.tags
    .flatMap((tag) => tag.evidence)
    .filter(
      (each) => each.field === field && each.text !== '' && text.slice(each.start, each.end) === each.text,
    )
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const marks: Range[] = [];
  for (const { start, end } of found) {
    const last = marks.at(-1);
    if (last === undefined || start >= last.end) marks.push({ start, end });
    else if (end > last.end) marks[marks.length - 1] = { start: last.start, end };
  }
  return marks;
}

/** The text from start to end in pieces, those in a mark marked. */
export function toSegments(text: string, bounds: Range, marks: readonly Range[]): readonly Segment[] {
  const segments: Segment[] = [];
  let at = bounds.start;
  for (const mark of marks) {
    const start = Math.max(mark.start, at);
    const end = Math.min(mark.end, bounds.end);
    if (end <= start) continue;
    if (start > at) segments.push({ text: text.slice(at, start), marked: false });
    segments.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < bounds.end) segments.push({ text: text.slice(at, bounds.end), marked: false });
  return segments;
}

/** The paragraphs of a text (apart by blank lines), as far as so many bytes of HTML hold them. */
export function toParagraphs(
  text: string,
  maxBytes: number,
): { readonly paragraphs: readonly Range[]; readonly cut: boolean } {
  const paragraphs: Range[] = [];
  let left = maxBytes;
  let start = 0;
  while (start < text.length) {
    const gap = text.indexOf('\n\n', start);
    const end = gap === -1 ? text.length : gap;
    const fits = Math.min(end, start + countFitting(text, start, end, left));
    if (fits > start) paragraphs.push({ start, end: fits });
    if (fits < end) return { paragraphs, cut: true };
    left -= countHtmlBytes(text.slice(start, end)) + PARAGRAPH_BYTES;
    start = end + 2;
  }
  return { paragraphs, cut: false };
}

/** `<p></p>` and the line end of one paragraph. */
const PARAGRAPH_BYTES = 8;

/** How many units from start fit: all, or as many as fit in any case (6 bytes each). */
const countFitting = (text: string, start: number, end: number, left: number): number =>
  countHtmlBytes(text.slice(start, end)) <= left ? end - start : Math.max(0, Math.floor(left / 6));
