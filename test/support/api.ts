import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { checkAnswer } from './conformance.ts';

const ITEM = z.object({ id: z.number(), url: z.string().nullable(), read: z.object({ state: z.string() }) });
const PAGE = z.object({ items: z.array(ITEM), next: z.string().nullable() });

export type ApiItem = z.infer<typeof ITEM>;

/** Every item the API gives, page by page. */
export async function listAllItems(origin: string): Promise<readonly ApiItem[]> {
  const items: ApiItem[] = [];
  let path: string | null = '/api/v1/items?limit=200';
  while (path !== null) {
    const page: z.infer<typeof PAGE> = PAGE.parse(JSON.parse(await ask(new URL(path, origin))));
    items.push(...page.items);
    path = page.next;
  }
  return items;
}

/** On a connection of its own: a kept one may lead to a process that was killed and whose port is another's now. */
const ask = (url: URL): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      const { statusCode = 0, headers } = response;
      const check = (body: string): string => {
        checkAnswer({
          ...{ method: 'GET', path: url.pathname, status: statusCode, body },
          headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        });
        return body;
      };
      text(response).then(check).then(resolve, reject);
    }).once('error', reject);
  });
