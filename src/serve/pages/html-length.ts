import { shorten } from '../summary.ts';

/** What a character of a text takes in HTML, most generously: those of Chinese take three bytes. */
const BYTES_PER_UNIT = 3;

/** Bytes of a text in HTML: UTF-8, the escaped characters with their entities. */
export const countHtmlBytes = (text: string): number =>
  Buffer.byteLength(text) + 5 * (text.match(/[&<>"']/g)?.length ?? 0);

/** The text in at most so many UTF-16 units, and fewer where they take more than three bytes each in HTML. */
export function shortenHtml(text: string, maxLength: number): string {
  const short = shorten(text, maxLength);
  const bytes = countHtmlBytes(short);
  const room = maxLength * BYTES_PER_UNIT;
  return bytes <= room ? short : shorten(short, Math.floor((short.length * room) / bytes / 2));
}
