import * as z from 'zod';
import type { Language, Problem, Publisher, PublisherId } from '../model.ts';
import { toDomain } from '../text/url.ts';
import { findRepeats, type Listed, mapping, parsedText, readList, readShape } from './shape.ts';
import { languageSchema, lineSchema, publisherIdSchema, zoneSchema } from './words.ts';

/** A publisher of publishers.yaml, with what its feeds take over where they state nothing. */
export interface KnownPublisher extends Publisher {
  readonly language: Language | undefined;
  /** IANA zone. */
  readonly zone: string | undefined;
}

/** A host name, optionally with a port, in the spelling a parsed URL has (lower case, IDN as punycode), without `www.`. */
const parseDomain = (text: string): string | undefined => {
  if (!/^(?:\[[0-9a-f:.]+\]|[^\s/?#@:]+)(?::\d{1,5})?$/i.test(text) || !URL.canParse(`http://${text}/`))
    return undefined;
  return new URL(`http://${text}/`).host.replace(/^(?:www\.)+(?=[^.]+\.[^.]+)/, '');
};

const domainSchema = parsedText(parseDomain, 'a host name such as example.com, without https:// or a path');

const listOf = <T extends z.ZodType>(schema: T, expected: string) => z.array(schema, { error: expected });

const publisherSchema = mapping(
  {
    id: publisherIdSchema,
    name: lineSchema,
    aliases: listOf(lineSchema, 'a list of names').default([]),
    domains: listOf(domainSchema, 'a list of host names').default([]),
    language: languageSchema.optional(),
    zone: zoneSchema.optional(),
  },
  'a mapping with id and name',
).transform(
  (publisher): KnownPublisher => ({
    ...publisher,
    language: publisher.language,
    zone: publisher.zone,
  }),
);

const fileSchema = mapping(
  { publishers: z.array(z.unknown(), { error: 'a list of publishers' }) },
  '"publishers:" with a list of publishers under it',
);

/** Reads publishers.yaml: the sound publishers and everything wrong with the others; an empty file has none. */
export const readPublishers = (
  value: unknown,
): { readonly publishers: readonly KnownPublisher[]; readonly problems: readonly Problem[] } => {
  if (value === undefined) return { publishers: [], problems: [] };
  const file = readShape(fileSchema, value, []);
  if (file.kind === 'refused') return { publishers: [], problems: file.problems };
  const { entries, problems } = readList(publisherSchema, file.value.publishers, ['publishers']);
  return {
    publishers: entries.map((entry) => entry.value),
    problems: [
      ...problems,
      ...findSameIds(entries),
      ...findShared(entries, 'domains'),
      ...findSharedNames(entries),
    ],
  };
};

/** Publishers by id and by host, for tens of thousands of feeds. */
export interface PublisherIndex {
  readonly byId: ReadonlyMap<PublisherId, KnownPublisher>;
  /** The one with the longest domain that is the host or its parent, else one whose name or alias is the host. */
  readonly ofHost: (host: string) => KnownPublisher | undefined;
}

/** Makes the index once for all feeds of a config. */
export const indexPublishers = (publishers: readonly KnownPublisher[]): PublisherIndex => {
  const byDomain = new Map(publishers.flatMap((each) => each.domains.map((domain) => [domain, each])));
  const byName = new Map(
    publishers.flatMap((each) => [each.name, ...each.aliases].map((name) => [foldName(name), each])),
  );
  return {
    byId: new Map(publishers.map((each) => [each.id, each])),
    ofHost: (host) => {
      const labels = host.split('.');
      const domain = labels
        .map((_, start) => labels.slice(start).join('.'))
        .find((name) => byDomain.has(name));
      return domain === undefined ? byName.get(toDomain(host)) : byDomain.get(domain);
    },
  };
};

const foldName = (name: string): string => name.normalize('NFC').toLowerCase();

const findSameIds = (entries: readonly Listed<KnownPublisher>[]): readonly Problem[] =>
  findRepeats(entries, ({ id }: { id: PublisherId }) => id).map(({ entry, first }) => ({
    path: ['publishers', entry.index, 'id'],
    value: entry.value.id,
    expected: `an id of its own: publishers[${first.index}] has this one`,
  }));

const findShared = (entries: readonly Listed<KnownPublisher>[], key: 'domains'): readonly Problem[] =>
  findRepeats(spread(entries, key), ({ text }) => text).map(({ entry, first }) => ({
    path: ['publishers', entry.value.publisher, key, entry.value.place],
    value: entry.value.text,
    expected: `a domain of one publisher alone: publishers[${first.value.publisher}] has it too`,
  }));

// A credit must lead to one publisher, so a name or alias cannot stand for two.
const findSharedNames = (entries: readonly Listed<KnownPublisher>[]): readonly Problem[] => {
  const names = entries.map(({ index, value }) => ({ publisher: index, place: -1, text: value.name }));
  const all = [...names, ...spread(entries, 'aliases').map(({ value }) => value)];
  return findRepeats(
    all.map((value, index) => ({ index, value })),
    ({ text }) => foldName(text),
  ).map(({ entry: { value }, first }) => ({
    path: ['publishers', value.publisher, ...(value.place < 0 ? ['name'] : ['aliases', value.place])],
    value: value.text,
    expected: `a name not taken yet: publishers[${first.value.publisher}] has it`,
  }));
};

const spread = (entries: readonly Listed<KnownPublisher>[], key: 'domains' | 'aliases') =>
  entries
    .flatMap(({ index, value }) => value[key].map((text, place) => ({ publisher: index, place, text })))
    .map((value, index) => ({ index, value }));
