import type { Language } from '../model.ts';
import type { Database } from '../store/schema.ts';
import { type Page, queryItems } from '../store/search.ts';
import { type AskedQuery, toPath } from './asked.ts';
import { buildTagLabels, type Catalog } from './catalog.ts';
import { toCursor } from './cursor.ts';
import { toItemJson } from './item-json.ts';
import type { Answer, MakeAnswer } from './kept-answers.ts';
import type { ItemText, ListItems } from './kept-items.ts';

/** A question for a list of items. */
export type AskedItems = Extract<AskedQuery, { readonly kind: 'query' }> & {
  /** Of the list, without its parameters. */
  readonly url: string;
  readonly catalog: Catalog;
  readonly languages: readonly Language[];
};

/** What makes the API's answer to a question, an `ItemsJson`, of texts that are kept where the items are brief. */
export function toItemsAnswer(db: Database, list: ListItems, asked: AskedItems): MakeAnswer {
  return async (former) => {
    const page = asked.extent === 'brief' ? await list(asked.query, asked) : await listWhole(db, asked);
    const of = toState(page);
    return former?.of === of ? former : buildAnswer(page, asked, of);
  };
}

/** What a page is made of: which items in which versions, and where the next page starts. */
export const toState = ({ items, next }: Page<{ readonly id: number; readonly version: string }>): string =>
  JSON.stringify([items.map(({ id, version }) => `${id} ${version}`), next]);

async function listWhole(db: Database, { query, catalog, languages }: AskedItems): Promise<Page<ItemText>> {
  const { items, next } = await queryItems(db, query, 'whole');
  const labels = buildTagLabels(catalog, languages);
  const toText = (item: (typeof items)[number]): ItemText => ({
    ...{ id: item.id, version: item.version },
    json: JSON.stringify(toItemJson(item, catalog, labels, 'whole')),
  });
  return { items: items.map(toText), next };
}

function buildAnswer(page: Page<ItemText>, { url, params }: AskedItems, of: string): Answer {
  const cursor = page.next === undefined ? undefined : toCursor(page.next);
  const next = cursor === undefined ? undefined : toPath(url, params, { cursor });
  const rest = JSON.stringify({ next_cursor: cursor ?? null, next: next ?? null });
  const items = page.items.map(({ json }) => json).join(',');
  const body = new TextEncoder().encode(`{"items":[${items}],${rest.slice(1)}`);
  const link = next === undefined ? {} : { link: `<${next}>; rel="next"` };
  return { body, headers: { 'content-type': 'application/json', ...link }, of };
}
