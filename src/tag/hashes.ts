import type { Language } from '../model.ts';
import { sha256Hex } from '../text/hash.ts';
import type { PlaceRule } from './place-rule.ts';
import { isRecord } from './read.ts';
import type { TopicRule } from './topic.ts';

/** Counts with every hash: to be raised when matching or inflection changes what unchanged rules give. */
const ENGINE = 'tagger-1';
/** Hex digits kept of a hash: 64 bits tell any number of rule versions apart. */
const HASH_LENGTH = 16;
const shorten = (text: string): string => sha256Hex(text).slice(0, HASH_LENGTH);

/** The hash of these values in this order, and of the engine that runs them. */
export const toHash = (parts: readonly unknown[]): string => shorten(JSON.stringify([ENGINE, ...parts]));

/** Texts that JSON writes as they are, between quotes. */
const UNESCAPED = /^[^"\\\p{Cc}\p{Cs}]*$/u;

/** JSON with the keys of objects in order: a file and jsonb list a rule's languages in different ones. */
const toOrderedJson = (value: unknown): string => {
  if (typeof value === 'string' && UNESCAPED.test(value)) return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(toOrderedJson).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members: string[] = [];
  for (const key of Object.keys(value).sort())
    if (value[key] !== undefined) members.push(`"${key}":${toOrderedJson(value[key])}`);
  return `{${members.join()}}`;
};

/** What of a topic decides which items it matches: neither labels nor examples do. */
const ownHash = (topic: TopicRule, languages: readonly Language[]): string =>
  shorten(
    toOrderedJson([
      ENGINE,
      languages,
      topic.id,
      [topic.any, topic.near, topic.all, topic.none],
      topic.regex.map((regex) => regex.written),
      topic.categories,
      topic.feeds,
      topic.url,
      topic.minScore,
      ...(topic.minTerms > 1 ? [topic.minTerms] : []),
    ]),
  );

/** The hash of each topic's rule and of those it depends on, by its id. Throws where topics need each other in a circle. */
export const hashTopics = (
  topics: readonly TopicRule[],
  placesHash: string,
  languages: readonly Language[],
): ReadonlyMap<string, string> => {
  const own = new Map(topics.map((topic) => [String(topic.id), ownHash(topic, languages)]));
  const whole = (id: string, trail: readonly string[]): string => {
    const topic = topics.find((each) => each.id === id);
    if (topic === undefined) return placesHash;
    if (trail.includes(id)) throw new Error(`topics need each other: ${[...trail, id].join(' > ')}`);
    const needed = topic.all.flatMap((each) => (each.kind === 'tag' ? [String(each.tag)] : []));
    const below = topics.filter((each) => each.parent === topic.id).map((each) => String(each.id));
    const others = [...new Set([...needed, ...below])].sort();
    if (others.length === 0) return own.get(id) ?? '';
    return toHash([own.get(id), ...others.map((each) => whole(each, [...trail, id]))]);
  };
  return new Map(topics.map((topic) => [String(topic.id), whole(topic.id, [])]));
};

/** The one hash of all places, which compete for the text with one another; empty where there are none. */
export const hashPlaces = (places: readonly PlaceRule[]): string =>
  places.length === 0 ? '' : toHash([places]);
