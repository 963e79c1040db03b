import * as z from 'zod';
import type { Problem, SavedSearch } from '../model.ts';
import { suggestNearest } from './nearest.ts';
import { findQueryFault } from './search-query.ts';
import { findRepeats, type Listed, mapping, parsedText, readList, readShape } from './shape.ts';
import { lineSchema, searchIdSchema } from './words.ts';

const querySchema = parsedText(
  (text) => (findQueryFault(toQuery(text)) === undefined ? toQuery(text) : undefined),
  (text) => findQueryFault(toQuery(text)) ?? 'a query',
);

const toQuery = (text: string): string => text.trim().replace(/^\?/, '');

const searchSchema = mapping(
  {
    id: searchIdSchema,
    title: lineSchema,
    query: querySchema,
    public: z.boolean({ error: 'true or false' }).default(true),
  },
  'a mapping with id, title and query',
);

const fileSchema = mapping(
  { searches: z.array(z.unknown(), { error: 'a list of searches' }) },
  '"searches:" with a list of searches under it',
);

/** What searches.yaml says. */
export interface ReadSearches {
  /** Each with its place in the file. */
  readonly entries: readonly Listed<SavedSearch>[];
  readonly problems: readonly Problem[];
}

/** Reads searches.yaml: the sound searches and everything wrong with the others; an empty file has none. */
export const readSearches = (value: unknown): ReadSearches => {
  if (value === undefined) return { entries: [], problems: [] };
  const file = readShape(fileSchema, value, []);
  if (file.kind === 'refused') return { entries: [], problems: file.problems };
  const { entries, problems } = readList(searchSchema, file.value.searches, ['searches']);
  const repeats = findRepeats(entries, ({ id }) => id).map(({ entry, first }) => ({
    path: ['searches', entry.index, 'id'],
    value: entry.value.id,
    expected: `an id of its own: searches[${first.index}] has this one`,
  }));
  return { entries, problems: [...problems, ...repeats] };
};

/** Ids that searches may name, by parameter. */
interface Named {
  readonly topics: readonly { readonly id: string }[];
  readonly publishers: readonly { readonly id: string }[];
  readonly feeds: readonly { readonly id: string }[];
}

/** Searches that name a topic, publisher or feed that is nowhere: they would never find anything. */
export const findUnknownReferences = ({ entries }: ReadSearches, named: Named): readonly Problem[] => {
  const known = { topic: named.topics, publisher: named.publishers, feed: named.feeds };
  return entries.flatMap(({ index, value: { query } }) =>
    Object.entries(known).flatMap(([parameter, values]) => {
      const ids = values.map(({ id }) => id);
      return toIds(new URLSearchParams(query).getAll(parameter))
        .filter((id) => !ids.includes(id))
        .map((id) => ({
          path: ['searches', index, 'query'],
          value: query,
          expected: `a ${parameter} of this config in place of ${JSON.stringify(id)}${suggestNearest(id, ids)}`,
        }));
    }),
  );
};

const toIds = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) => value.split(',').map((id) => id.trim().replace(/^-/, '')));
