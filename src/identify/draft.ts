import type { Entry, FeedId, ItemDraft } from '../model.ts';
import { parseHttpUrl, toCanonicalUrl } from '../text/url.ts';
import { toEntryHash } from './entry-hash.ts';
import { listKeys, toKeys } from './keys.ts';
import { toOrder } from './order.ts';
import { withoutSharedKeys } from './shared-keys.ts';

/** An entry with its keys, its fingerprint and the time that sorts it; its language as a primary subtag. */
export function toDraft(entry: Entry, feed: FeedId, now: Date): ItemDraft {
  const url = entry.url === undefined ? undefined : parseHttpUrl(entry.url);
  const canonicalUrl = url === undefined ? undefined : toCanonicalUrl(url);
  return {
    keys: toKeys(entry, canonicalUrl, feed),
    canonicalUrl,
    entry: { ...entry, language: toPrimary(entry.language) },
    entryHash: toEntryHash(entry),
    ...toOrder(entry, now),
  };
}

/** Every key of the drafts, each once, to ask the store for. */
export const toLookupKeys = (drafts: readonly ItemDraft[]): readonly string[] => [
  ...new Set([...drafts, ...withoutSharedKeys(drafts)].flatMap(({ keys }) => listKeys(keys))),
];

/** `az-Latn-AZ` to `az`; undefined where it is no language tag (BCP 47). */
const toPrimary = (tag: string | undefined): string | undefined =>
  tag?.match(/^([A-Za-z]{2,3})(?:[-_]|$)/)?.[1]?.toLowerCase();
