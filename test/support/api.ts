import * as z from 'zod';

const ITEM = z.object({ id: z.number(), url: z.string().nullable(), read: z.object({ state: z.string() }) });
const PAGE = z.object({ items: z.array(ITEM), next: z.string().nullable() });

export type ApiItem = z.infer<typeof ITEM>;

/** Every item the API gives, page by page. */
export async function listAllItems(origin: string): Promise<readonly ApiItem[]> {
  const items: ApiItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const url: string = `${origin}/api/v1/items?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: z.infer<typeof PAGE> = PAGE.parse(await (await fetch(url)).json());
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}
