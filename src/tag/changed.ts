import type { Tag, Taggable, TagId } from '../model.ts';
import { compileTagger, type Tagger, type TaggerOptions } from './compile.ts';
import { tagItem } from './tag.ts';
import type { TopicRule } from './topic.ts';

/** The hash of each tag's rule. */
export type RuleHashes = ReadonlyMap<TagId, string>;

/** The rules a tagger runs, by their hashes. */
export const listRuleHashes = ({ rules }: Tagger): RuleHashes =>
  new Map(rules.map((rule) => [rule.tag, rule.hash]));

/** Tags whose rule is new, gone or another, sorted. */
export const findChangedTags = (before: RuleHashes, after: RuleHashes): readonly TagId[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((tag) => before.get(tag) !== after.get(tag))
    .sort();

/** Tags some items anew by a few rules. */
export interface PartTagger {
  /** The tags that are decided on. */
  readonly scope: readonly TagId[];
  readonly toTags: (item: Taggable) => readonly Tag[];
}

/**
 * Compiles the rules of these tags and what they depend on, no others; gives what the tagger of all rules would give of
 * these tags. A tag without a rule is in the scope and never given.
 */
export const compilePart = (
  topics: readonly TopicRule[],
  options: TaggerOptions,
  scope: readonly TagId[],
): PartTagger => {
  const wanted = new Set<string>(scope);
  const needed = withNeeded(topics, wanted);
  // Places compete for the text with one another: one of them needs all.
  const needsPlaces = [...needed].some((tag) => tag.includes(':'));
  const tagger = compileTagger(
    topics.filter(({ id }) => needed.has(id)),
    needsPlaces ? options : { ...options, places: [] },
  );
  return { scope, toTags: (item) => tagItem(tagger, item).filter(({ tag }) => wanted.has(tag)) };
};

/** The tags, the topics below them and whatever their rules ask for, all the way down. */
const withNeeded = (topics: readonly TopicRule[], tags: ReadonlySet<string>): ReadonlySet<string> => {
  const needed = new Set<string>();
  const open = [...tags];
  for (let tag = open.pop(); tag !== undefined; tag = open.pop()) {
    if (needed.has(tag)) continue;
    needed.add(tag);
    for (const topic of topics) {
      if (topic.parent === tag) open.push(topic.id);
      if (topic.id !== tag) continue;
      for (const each of topic.all) if (each.kind === 'tag') open.push(each.tag);
    }
  }
  return needed;
};
