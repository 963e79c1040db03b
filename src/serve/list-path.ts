import { toPath } from './asked.ts';
import type { Catalog } from './catalog.ts';

/** Parameters that lead through a list and choose nothing of it. */
const PAGING = ['cursor', 'limit'];

/** The page that lists what is asked, from its beginning: a topic's own where one is asked alone or with more. */
export function toListPath(asked: URLSearchParams, { topics }: Catalog): string {
  const rest = new URLSearchParams(
    [...asked].filter(([name, value]) => value !== '' && !PAGING.includes(name)),
  );
  // An order by relevance needs words.
  if (!rest.has('q')) rest.delete('order');
  const [topic, ...others] = rest.getAll('topic');
  const isOne = others.length === 0 && topics.some(({ id }) => id === topic);
  return isOne ? toPath(`/topics/${topic}`, rest, { topic: undefined }) : toPath('/', rest);
}

/** The same question without one value of one parameter. */
export const toListPathWithout = (
  asked: URLSearchParams,
  name: string,
  value: string,
  catalog: Catalog,
): string =>
  toListPath(
    new URLSearchParams([...asked].filter(([other, given]) => other !== name || given !== value)),
    catalog,
  );
