import type { Decision, ItemDraft, KnownItem, KnownKeys } from '../model.ts';
import { toUrlKey } from '../text/url.ts';
import { foldTitle, listKeys } from './keys.ts';
import { withoutSharedKeys } from './shared-keys.ts';

/**
 * What is to be done with each entry, in order. The ladder: the same guid is the same item, unless it now stands for
 * another page under another title (a guid used again: it moves to the new item); then the same page is; then the
 * same title on the same day, but never across two pages. A key that one poll gives to clearly different entries
 * identifies none of them. An entry whose item was removed stays out.
 */
export function decide(drafts: readonly ItemDraft[], known: KnownKeys): readonly Decision[] {
  const usable = withoutSharedKeys(drafts);
  const matches = matchKnown(usable, known);
  const poll: Poll = { byKey: new Map(), byItem: new Map() };
  return usable.map((draft, place) => decideOne(draft, place, matches[place], poll));
}

/** Where in this poll a key, and a stored item, was first met. */
interface Poll {
  readonly byKey: Map<string, { readonly place: number; readonly draft: ItemDraft }>;
  readonly byItem: Map<number, number>;
}

type Match = KnownItem | 'removed' | undefined;

function decideOne(draft: ItemDraft, place: number, match: Match, poll: Poll): Decision {
  const { keys } = draft;
  if (listKeys(keys).length === 0) return drop('no-identity', 'an entry without id, link and title');
  if (match === 'removed') return drop('removed', `${describe(draft)} was removed before`);
  const of = match === undefined ? findEarlier(draft, poll) : poll.byItem.get(match.id);
  for (const key of listKeys(keys))
    if (!poll.byKey.has(key)) poll.byKey.set(key, { place: of ?? place, draft });
  if (of !== undefined) return { kind: 'repeat', of, keys };
  if (match === undefined) return { kind: 'new', draft };
  poll.byItem.set(match.id, place);
  // What another feed gave first stays until this feed itself changes its entry: two feeds of a publisher often
  // describe one article in different words, and would else overwrite each other at every poll.
  return match.entryHash === undefined || match.entryHash === draft.entryHash
    ? { kind: 'unchanged', id: match.id, keys, entryHash: draft.entryHash }
    : { kind: 'changed', id: match.id, draft };
}

const drop = (reason: string, detail: string): Decision => ({ kind: 'dropped', drop: { reason, detail } });

const describe = ({ entry }: ItemDraft): string =>
  (entry.url ?? entry.id ?? entry.title ?? 'an entry').slice(0, 200);

/** The place of an earlier entry of this poll that is the same item. */
function findEarlier({ keys }: ItemDraft, poll: Poll): number | undefined {
  const { guid = '', url = '', titleDay = '' } = keys;
  const strong = poll.byKey.get(guid) ?? poll.byKey.get(url);
  if (strong !== undefined) return strong.place;
  const weak = poll.byKey.get(titleDay);
  if (weak === undefined) return undefined;
  // Within one poll two guids are two entries, and so are two pages; a title speaks only for what lacks them.
  const other = weak.draft.keys;
  const isTwo =
    (keys.url !== undefined && other.url !== undefined) ||
    (keys.guid !== undefined && other.guid !== undefined);
  return isTwo ? undefined : weak.place;
}

/** The stored item each draft is, by the strongest key that holds. */
function matchKnown(drafts: readonly ItemDraft[], known: KnownKeys): readonly Match[] {
  const strong = drafts.map((draft) => matchStrong(draft, known));
  const taken = new Set(strong.filter(isItem).map((item) => item.id));
  return drafts.map((draft, place) => strong[place] ?? matchTitle(draft, known, taken));
}

const isItem = (match: Match): match is KnownItem => match !== undefined && match !== 'removed';

function matchStrong({ keys, canonicalUrl, entry }: ItemDraft, known: KnownKeys): Match {
  const byGuid = known.get(keys.guid ?? '');
  if (byGuid !== undefined && byGuid !== 'deleted' && !isOther(canonicalUrl, entry.title, byGuid))
    return byGuid;
  // Where there is a page it decides: a removed guid alone would keep out what uses it again.
  const decisive = keys.url === undefined ? (byGuid === 'deleted' ? byGuid : undefined) : known.get(keys.url);
  return decisive === 'deleted' ? 'removed' : decisive;
}

/** Whether an item has another page and another title than an entry that bears its guid. */
const isOther = (url: ItemDraft['canonicalUrl'], title: string | undefined, item: KnownItem): boolean =>
  isOtherPage(url, item.canonicalUrl) && foldTitle(title) !== foldTitle(item.title);

const isOtherPage = (one: ItemDraft['canonicalUrl'], two: ItemDraft['canonicalUrl']): boolean =>
  one !== undefined && two !== undefined && toUrlKey(one) !== toUrlKey(two);

/** Title and day: never across two pages, never to an item that another entry of this poll already is. */
function matchTitle({ keys, canonicalUrl }: ItemDraft, known: KnownKeys, taken: ReadonlySet<number>): Match {
  const found = known.get(keys.titleDay ?? '');
  // A removed title keeps out only what has no better key: tomorrow's article may bear it too.
  if (found === 'deleted') return keys.guid === undefined && keys.url === undefined ? 'removed' : undefined;
  if (found === undefined || taken.has(found.id)) return undefined;
  return isOtherPage(canonicalUrl, found.canonicalUrl) ? undefined : found;
}
