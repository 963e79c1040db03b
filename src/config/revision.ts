import * as z from 'zod';
import type { Problem } from '../model.ts';
import { sha256Hex } from '../text/hash.ts';
import type { Config } from './config.ts';
import { toFeedJson } from './feed-options.ts';
import { readFeeds } from './feeds.ts';
import { readPublishers } from './publishers.ts';
import { readSearches } from './searches.ts';
import { toDurationText } from './setting.ts';
import { type Policy, policyShape, type Settings } from './settings.ts';
import { mapping, readShape } from './shape.ts';
import { readTopicValues } from './topics.ts';

/** A config as the store keeps it. */
export interface Revision {
  /** SHA-256 (hex) of the JSON with sorted keys; the order of feeds, publishers, topics and searches does not count. */
  readonly hash: string;
  /** In the shape of the files, every inference written out; server, store, apply and log are each process's own. */
  readonly json: RevisionJson;
}

/** A revision's JSON, snake_case. */
export type RevisionJson = { readonly [key: string]: unknown };

/** What the store keeps of a config for all workers. */
export const toRevision = (config: Config): Revision => {
  const json = {
    feeds: [...config.feeds].sort(byId).map(toFeedJson),
    publishers: [...config.publishers].sort(byId),
    topics: config.topicSources,
    searches: [...config.searches].sort(byId),
    policy: toPolicyJson(config.settings),
  };
  return { hash: sha256Hex(toStableJson(json)), json: JSON.parse(JSON.stringify(json)) };
};

/** The config of a revision, with the process's own settings for the rest; problems where another version wrote it. */
export const fromRevision = (
  json: unknown,
  settings: Settings,
):
  | { readonly kind: 'read'; readonly config: Config }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] } => {
  const parts = readShape(revisionSchema, json, []);
  if (parts.kind === 'refused') return parts;
  const { value } = parts;
  const publishers = readPublishers({ publishers: value.publishers });
  const feeds = readFeeds({ feeds: value.feeds }, publishers.publishers);
  const searches = readSearches({ searches: value.searches });
  const topics = readTopicValues(value.topics);
  const problems = [...publishers.problems, ...feeds.problems, ...searches.problems, ...topics.problems];
  if (problems.length > 0) return { kind: 'refused', problems };
  const config = {
    feeds: feeds.feeds,
    publishers: feeds.publishers,
    topics: topics.topics,
    topicSources: value.topics,
    searches: searches.entries.map((entry) => entry.value),
    settings: { ...settings, ...value.policy },
  };
  return { kind: 'read', config };
};

const anyList = z.array(z.unknown(), { error: 'a list' });
const revisionSchema = mapping(
  {
    feeds: anyList,
    publishers: anyList,
    topics: anyList,
    searches: anyList,
    policy: mapping(policyShape, 'a mapping of settings'),
  },
  'a revision of the config',
);

const toPolicyJson = ({ languages, fetch, read, retention }: Policy) => {
  const { initialMaxAgeSeconds, ...others } = fetch;
  return {
    languages,
    fetch: { ...toSnakeKeys(others), initial_max_age: toDurationText(initialMaxAgeSeconds) },
    read: toSnakeKeys(read),
    retention: toSnakeKeys(retention),
  };
};

const toSnakeKeys = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

const toStableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
