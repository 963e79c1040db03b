import * as z from 'zod';
import { parseItemId } from '../model.ts';
import { CommandError } from './command.ts';
import type { Ask } from './operator.ts';

const FOUND = z.object({ id: z.number().nullable() });

/** The id of an item that a person names by its id or its page's URL; of an id it is not known whether there is one. */
export async function findItemId(ask: Ask, item: string): Promise<number> {
  const id = parseItemId(item);
  if (id !== undefined) return id;
  if (!/^https?:\/\//i.test(item)) throw new CommandError(`${item}: expected an item's id or an http URL`);
  const url = `/operator/item?url=${encodeURIComponent(item)}`;
  const found = FOUND.parse(await ask({ method: 'GET', url })).id;
  if (found === null)
    throw new CommandError(`${item}: no stored item has this page; \`topicwire try\` reads a page now`);
  return found;
}
