import type { EntryKeys, ItemDraft } from '../model.ts';
import { foldTitle, toLastKey } from './keys.ts';

/**
 * Drafts without the guids and pages that this poll gives to clearly different entries: a guid that is the same for
 * all, a link to the home page. Kept, they would make one item of many.
 */
export function withoutSharedKeys(drafts: readonly ItemDraft[]): readonly ItemDraft[] {
  const guids = findShared(
    drafts,
    (keys) => keys.guid,
    (keys) => keys.url,
  );
  const urls = findShared(
    drafts,
    (keys) => keys.url,
    (keys) => keys.guid,
  );
  if (guids.size === 0 && urls.size === 0) return drafts;
  return drafts.map((draft) => withoutKeys(draft, guids, urls));
}

function withoutKeys(draft: ItemDraft, guids: ReadonlySet<string>, urls: ReadonlySet<string>): ItemDraft {
  const guid = guids.has(draft.keys.guid ?? '') ? undefined : draft.keys.guid;
  const url = urls.has(draft.keys.url ?? '') ? undefined : draft.keys.url;
  const titleDay = draft.keys.titleDay ?? ((guid ?? url) ? undefined : toLastKey(draft.entry));
  return { ...draft, keys: { guid, url, titleDay } };
}

type ReadKey = (keys: EntryKeys) => string | undefined;

function findShared(drafts: readonly ItemDraft[], read: ReadKey, readOther: ReadKey): ReadonlySet<string> {
  const first = new Map<string, ItemDraft>();
  const shared = new Set<string>();
  for (const draft of drafts) {
    const key = read(draft.keys);
    const before = key === undefined ? undefined : first.get(key);
    if (key === undefined) continue;
    if (before === undefined) first.set(key, draft);
    else if (isDifferent(before, draft, readOther)) shared.add(key);
  }
  return shared;
}

/** Other titles, and no second key that makes one entry of the two. */
function isDifferent(one: ItemDraft, two: ItemDraft, readOther: ReadKey): boolean {
  const [first, second] = [readOther(one.keys), readOther(two.keys)];
  return (
    (first === undefined || first !== second) && foldTitle(one.entry.title) !== foldTitle(two.entry.title)
  );
}
