import type { Entry } from '../model.ts';
import { sha256Hex } from '../text/hash.ts';

/**
 * A fingerprint of what an entry says. Dates, addresses and markup are left out: feeds that stamp each poll, sign
 * their links anew or change a tracking pixel have changed nothing that a reader would see.
 */
export const toEntryHash = (entry: Entry): string =>
  sha256Hex(
    JSON.stringify([
      entry.title ?? '',
      toWords(entry.summaryHtml ?? ''),
      toWords(entry.contentHtml ?? ''),
      entry.authors,
      entry.categories,
    ]),
  );

/** HTML without its tags, white space evened out. Linear: without a ">" ahead nothing more is a tag. */
function toWords(html: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', from)) {
    const end = html.indexOf('>', at);
    if (end < 0) break;
    kept.push(html.slice(from, at));
    from = end + 1;
  }
  kept.push(html.slice(from));
  return kept.join(' ').replace(/\s+/g, ' ').trim();
}
