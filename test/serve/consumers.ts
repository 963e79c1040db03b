import { z } from 'zod';
import { sure } from './catalog.ts';
import { toItemIds } from './changing-store.ts';

/** Gives the body of an answer to a path or URL; fails for any that is not 200. */
export type Ask = (url: string) => Promise<string>;

interface Page {
  readonly ids: readonly number[];
  readonly next: string | undefined;
}

/** A way to walk the items from the newest to the oldest. */
export interface Walk {
  readonly path: string;
  readonly read: (body: string) => Page;
}

const ITEMS = z.object({
  items: z.array(z.looseObject({ id: z.number() })),
  next: z.string().nullable(),
  removed: z.array(z.number()).default([]),
  next_changed_since: z.string().default(''),
  more: z.boolean().default(false),
});
const JSON_FEED = z.object({ items: z.array(z.object({ id: z.string() })), next_url: z.string().optional() });

const all = (text: string, pattern: RegExp): readonly string[] =>
  Array.from(text.matchAll(pattern), (match) => match[1] ?? '');
const findNext = (xml: string): string | undefined =>
  /<(?:atom:)?link[^>]* rel="next"[^>]*>/
    .exec(xml)?.[0]
    .match(/ href="([^"]+)"/)?.[1]
    ?.replaceAll('&amp;', '&');

/** Every format that can be walked, by its name. */
export const WALKS: Readonly<Record<string, Walk>> = {
  api: {
    path: '/api/v1/items',
    read: (body) => {
      const { items, next } = ITEMS.parse(JSON.parse(body));
      return { ids: items.map(({ id }) => id), next: next ?? undefined };
    },
  },
  atom: {
    path: '/items/feed.atom',
    read: (body) => ({
      ids: toItemIds(all(body, /<id>([^<]+:items\/\d+)<\/id>/g)),
      next: findNext(body),
    }),
  },
  rss: {
    path: '/items/feed.rss',
    read: (body) => ({ ids: toItemIds(all(body, /<guid[^>]*>([^<]+)<\/guid>/g)), next: findNext(body) }),
  },
  json: {
    path: '/items/feed.json',
    read: (body) => {
      const { items, next_url: next } = JSON_FEED.parse(JSON.parse(body));
      return { ids: toItemIds(items.map(({ id }) => id)), next };
    },
  },
};

/** The ids of all items of a query in the order they are given, by following the pages to the end. */
export async function walkAll(ask: Ask, { path, read }: Walk, query: string): Promise<readonly number[]> {
  const ids: number[] = [];
  let url: string | undefined = `${path}?${query}`;
  while (url !== undefined) {
    const page: Page = read(await ask(url));
    ids.push(...page.ids);
    url = page.next;
  }
  return ids;
}

/** A copy of a query's items kept by changed_since. */
export interface Copy {
  /** Each item's JSON by its id. */
  readonly items: ReadonlyMap<number, string>;
  /** Takes in the next answer; gives whether there are more already. */
  readonly step: (ask: Ask) => Promise<boolean>;
}

/** A copy that begins empty and asks for so many changes at a time. */
export function openCopy(query: string, limit: number): Copy {
  const items = new Map<number, string>();
  let token = 'start';
  const step = async (ask: Ask): Promise<boolean> => {
    const url = `/api/v1/items?${query}&limit=${limit}&changed_since=${token}`;
    const answer = ITEMS.parse(JSON.parse(await ask(url)));
    for (const item of answer.items) items.set(item.id, JSON.stringify(item));
    for (const id of answer.removed) items.delete(id);
    token = answer.next_changed_since;
    return answer.more;
  };
  return { items, step };
}

/** Each item's JSON by its id, from the pages of a query. */
export async function readAll(ask: Ask, query: string): Promise<ReadonlyMap<number, string>> {
  const items = new Map<number, string>();
  const walk = sure(WALKS['api']);
  const read = (body: string): Page => {
    for (const item of ITEMS.parse(JSON.parse(body)).items) items.set(item.id, JSON.stringify(item));
    return walk.read(body);
  };
  await walkAll(ask, { path: walk.path, read }, `${query}&limit=200`);
  return items;
}

/** What a copy lacks, has too much, or has otherwise than the store. */
export function findCopyFaults(
  copy: ReadonlyMap<number, string>,
  stored: ReadonlyMap<number, string>,
): readonly string[] {
  const extra = [...copy.keys()].filter((id) => !stored.has(id));
  const other = [...stored].filter(([id, json]) => copy.get(id) !== json);
  return [
    ...extra.slice(0, 5).map((id) => `${id} is in the copy alone`),
    ...other.slice(0, 5).map(([id, json]) => `${id} is ${copy.get(id)}, expected ${json}`),
  ];
}
