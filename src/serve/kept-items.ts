import type { ItemId, Language } from '../model.ts';
import type { ItemView } from '../store/item-view.ts';
import type { Database } from '../store/schema.ts';
import { getItems, type ItemQuery, type Page, queryHeads, queryItems } from '../store/search.ts';
import type { ItemHead } from '../store/select-items.ts';
import { buildTagLabels, type Catalog } from './catalog.ts';
import { toItemJson } from './item-json.ts';

/** An item of a list as JSON. */
export interface ItemText {
  readonly id: ItemId;
  readonly version: string;
  readonly json: string;
}

/** How items are named. */
export interface Naming {
  readonly catalog: Catalog;
  readonly languages: readonly Language[];
}

/** Gives a page of items in brief, as JSON. */
export type ListItems = (query: ItemQuery, naming: Naming) => Promise<Page<ItemText>>;

/**
 * Lists items whose texts are kept from one page to the next: the store is asked which items a page has, and what those of
 * them say that are new or changed. Where one changes in between, the page is read again as a whole.
 */
export function listItemsKept(db: Database): ListItems {
  let names: readonly unknown[] = [];
  let texts = keepTexts();
  return async (query, { catalog, languages }) => {
    const applied = [catalog.topics, catalog.publishers, catalog.organisations];
    if (applied.some((one, place) => one !== names[place])) texts = keepTexts();
    names = applied;
    const { find, put } = texts;
    const toText = (items: readonly ItemView[]) => {
      const labels = buildTagLabels(catalog, languages);
      return items.map((item) => {
        const json = JSON.stringify(toItemJson(item, catalog, labels, 'brief'));
        return put(languages, { id: item.id, version: item.version, json });
      });
    };
    const heads = await queryHeads(db, query);
    const kept = heads.items.map((head) => find(languages, head));
    const missing = heads.items.filter((_, place) => kept[place] === undefined).map(({ id }) => id);
    const read = missing.length === 0 ? [] : toText(await getItems(db, missing, 'brief'));
    const readOf = ({ id, version }: ItemHead) =>
      read.find((text) => text.id === id && text.version === version);
    const items = heads.items.flatMap((head, place) => kept[place] ?? readOf(head) ?? []);
    if (items.length === kept.length) return { items, next: heads.next };
    const page = await queryItems(db, query, 'brief');
    return { items: toText(page.items), next: page.next };
  };
}

/** UTF-16 units kept, of some 10,000 items: at most 24 MB. */
const MAX_KEPT_LENGTH = 12_000_000;

interface KeptTexts {
  /** The text made of this very version of the item. */
  readonly find: (languages: readonly Language[], head: ItemHead) => ItemText | undefined;
  readonly put: (languages: readonly Language[], text: ItemText) => ItemText;
}

/** Keeps texts by item and languages; the longest unused go first. */
function keepTexts(): KeptTexts {
  const texts = new Map<string, ItemText>();
  let length = 0;
  const take = (key: string): ItemText | undefined => {
    const text = texts.get(key);
    if (text !== undefined) length -= text.json.length;
    texts.delete(key);
    return text;
  };
  const put = (languages: readonly Language[], text: ItemText): ItemText => {
    const key = toKey(languages, text.id);
    take(key);
    texts.set(key, text);
    length += text.json.length;
    for (const oldest of texts.keys()) {
      if (length <= MAX_KEPT_LENGTH) break;
      take(oldest);
    }
    return text;
  };
  const find = (languages: readonly Language[], head: ItemHead): ItemText | undefined => {
    const text = take(toKey(languages, head.id));
    return text?.version === head.version ? put(languages, text) : undefined;
  };
  return { find, put };
}

const toKey = (languages: readonly Language[], id: ItemId): string => `${languages.join()} ${id}`;
