import { type Language, parseTagId, type TagId } from '../model.ts';
import { buildUpperUnits, fold } from '../text/words.ts';
import { buildUnitTables } from './alphabet.ts';
import { type Automaton, buildAutomaton } from './automaton.ts';
import { hashPlaces, hashTopics, toHash } from './hashes.ts';
import type { Guard, PlaceRule } from './place-rule.ts';
import { buildPlaces } from './places.ts';
import type { Regex } from './regex.ts';
import { buildNumbering, buildTally, type Tally, type TermRole } from './tally.ts';
import { isPrefix, type Term, toPlainTerm } from './term.ts';
import type { TopicRule } from './topic.ts';
import type { Requirement } from './topic-terms.ts';
import type { NumberedTerm } from './trie.ts';
import { writeNear } from './written-terms.ts';

/** A term of one rule in one language, as the scan reports it by its number. */
export interface CompiledTerm {
  readonly rule: number;
  readonly language: Language;
  readonly role: TermRole;
  readonly written: string;
  /** The term's own letters, where capitals matter; else absent. */
  readonly cased: string | undefined;
  readonly prefix: boolean;
  readonly weight: number;
  readonly guard: Guard;
}

export interface CompiledNear {
  readonly within: number;
  readonly weight: number;
  /** By language: how many entries must stand together, and the number of the rule's name. */
  readonly entries: ReadonlyMap<Language, { readonly count: number; readonly name: number }>;
}

/** One tag's rule with everything but its terms, which the automata hold. */
export interface CompiledRule {
  readonly tag: TagId;
  readonly kind: 'topic' | 'place';
  /** Where the topic above stands in the rules; undefined if none. */
  readonly parent: number | undefined;
  readonly children: readonly TagId[];
  readonly near: readonly CompiledNear[];
  readonly all: readonly Requirement[];
  /** Each with the number of its name. */
  readonly regex: readonly { readonly regex: Regex; readonly name: number }[];
  /** Folded labels of publishers. */
  readonly categories: ReadonlySet<string>;
  readonly feeds: ReadonlySet<string>;
  readonly url: readonly string[];
  readonly minScore: number;
  readonly minTerms: number;
  /** Hash of the rule and of those it depends on: what it gives changes only when this does. */
  readonly hash: string;
}

/** All rules, ready to tag. */
export interface Tagger {
  readonly languages: readonly Language[];
  readonly automata: ReadonlyMap<Language, Automaton>;
  readonly terms: readonly CompiledTerm[];
  /** What evidence calls that which was found, by its number: a term as written, a near rule or a regex. */
  readonly names: readonly string[];
  /** Topics, and after them places. */
  readonly rules: readonly CompiledRule[];
  /** Where the places begin in `rules`. */
  readonly firstPlace: number;
  /** Where each tag's rule stands in `rules`. */
  readonly byTag: ReadonlyMap<TagId, number>;
  /** Of `buildUpperUnits`. */
  readonly upper: Uint8Array;
  /** Rules that may match without any of their terms: by regex or by a publisher's label. */
  readonly untermed: readonly number[];
  /** Adds up what finds bring each rule at most. */
  readonly tally: Tally;
  /** Hash of all rules. */
  readonly hash: string;
}

export interface TaggerOptions {
  readonly languages: readonly Language[];
  /** The shipped countries and bodies unless given. */
  readonly places?: readonly PlaceRule[];
}

/** What a publisher's label is compared by: every language's letters made small, spaces one. */
export const foldLabel = (label: string): string => fold(label, 'az');

interface Builder {
  readonly terms: CompiledTerm[];
  readonly byLanguage: ReadonlyMap<Language, NumberedTerm[]>;
}

const addTerm = (
  builder: Builder,
  language: Language,
  term: Term,
  compiled: Pick<CompiledTerm, 'rule' | 'role'> & { readonly guard?: Guard },
): void => {
  const own = builder.byLanguage.get(language);
  if (own === undefined) return;
  const number = builder.terms.length;
  builder.terms.push({
    guard: 'none',
    ...compiled,
    language,
    written: term.written,
    cased: term.caseSensitive ? toPlainTerm(term) : undefined,
    prefix: isPrefix(term),
    weight: term.weight,
  });
  own.push({ term, number });
};

const addTopic = (builder: Builder, topic: TopicRule, rule: number): void => {
  const addAll = (terms: Readonly<Record<Language, readonly Term[]>>, role: TermRole): void => {
    for (const [language, list] of Object.entries(terms)) {
      for (const term of list) addTerm(builder, language, term, { rule, role });
    }
  };
  addAll(topic.any, { kind: 'any' });
  addAll(topic.none, { kind: 'none' });
  for (const [index, requirement] of topic.all.entries()) {
    if (requirement.kind === 'terms') addAll(requirement.terms, { kind: 'all', index });
  }
  for (const [index, near] of topic.near.entries()) {
    for (const [language, entries] of Object.entries(near.terms)) {
      for (const [entry, alternatives] of entries.entries()) {
        for (const term of alternatives)
          addTerm(builder, language, term, { rule, role: { kind: 'near', index, entry } });
      }
    }
  }
};

type NameOf = (written: string) => number;

const toNear = (near: TopicRule['near'][number], nameOf: NameOf): CompiledNear => ({
  within: near.within,
  weight: near.weight,
  entries: new Map(
    Object.entries(near.terms).map(([language, entries]) => [
      language,
      {
        count: entries.length,
        name: nameOf(writeNear(near.within, entries)),
      },
    ]),
  ),
});

const toTag = (id: string): TagId => {
  const tag = parseTagId(id);
  if (tag === undefined) throw new Error(`tag "${id}": expected a topic id, place:XX or org:ID`);
  return tag;
};

const toTopicRule = (
  topic: TopicRule,
  topics: readonly TopicRule[],
  hash: string,
  nameOf: NameOf,
): CompiledRule => ({
  tag: toTag(topic.id),
  kind: 'topic',
  parent: topic.parent === undefined ? undefined : topics.findIndex(({ id }) => id === topic.parent),
  children: topics.filter((each) => each.parent === topic.id).map((each) => toTag(each.id)),
  near: topic.near.map((near) => toNear(near, nameOf)),
  all: topic.all,
  regex: topic.regex.map((regex) => ({ regex, name: nameOf(regex.written) })),
  categories: new Set(topic.categories.map(foldLabel)),
  feeds: new Set(topic.feeds),
  url: topic.url,
  ...{ minScore: topic.minScore, minTerms: topic.minTerms },
  hash,
});

/** One mention of a name anywhere is enough: the weight of the body, in which a name has one point. */
const PLACE_MIN_SCORE = 0.7;

const toPlaceRule = (place: PlaceRule, hash: string): CompiledRule => ({
  tag: place.tag,
  kind: 'place',
  parent: undefined,
  children: [],
  near: [],
  all: [],
  regex: [],
  categories: new Set(),
  feeds: new Set(),
  url: [],
  ...{ minScore: PLACE_MIN_SCORE, minTerms: 1 },
  hash,
});

/** The hash of each tag's rule, as compiling gives it, without the work of compiling. */
export const hashRules = (
  topics: readonly TopicRule[],
  options: TaggerOptions,
): ReadonlyMap<TagId, string> => {
  const places = options.places ?? buildPlaces(options.languages);
  const placesHash = hashPlaces(places);
  return new Map([
    ...[...hashTopics(topics, placesHash, options.languages)].map(([id, hash]) => [toTag(id), hash] as const),
    ...places.map((place) => [place.tag, placesHash] as const),
  ]);
};

/**
 * Compiles rules, already checked by `checkTopics`, into one automaton a language. Deterministic; the shipped topics
 * and places take about a second. Throws where topics need each other in a circle.
 */
export const compileTagger = (topics: readonly TopicRule[], options: TaggerOptions): Tagger => {
  const places = options.places ?? buildPlaces(options.languages);
  const toTables = buildUnitTables(options.languages);
  const builder: Builder = {
    terms: [],
    byLanguage: new Map(options.languages.map((language) => [language, []])),
  };
  const placesHash = hashPlaces(places);
  const hashes = hashTopics(topics, placesHash, options.languages);
  const names = buildNumbering<string>();
  const rules = [
    ...topics.map((topic) => toTopicRule(topic, topics, hashes.get(topic.id) ?? '', names.numberOf)),
    ...places.map((place) => toPlaceRule(place, placesHash)),
  ];
  for (const [index, topic] of topics.entries()) addTopic(builder, topic, index);
  for (const [index, place] of places.entries()) {
    for (const [language, terms] of Object.entries(place.terms)) {
      for (const { term, guard } of terms) {
        addTerm(builder, language, term, { rule: topics.length + index, role: { kind: 'any' }, guard });
      }
    }
  }
  return {
    languages: options.languages,
    automata: new Map(
      [...builder.byLanguage].map(([language, terms]) => [
        language,
        buildAutomaton(terms, language, toTables(language)),
      ]),
    ),
    terms: builder.terms,
    names: names.values,
    rules,
    firstPlace: topics.length,
    byTag: new Map(rules.map((rule, index) => [rule.tag, index])),
    upper: buildUpperUnits(),
    untermed: rules.flatMap((rule, index) =>
      rule.regex.length > 0 || rule.categories.size > 0 ? [index] : [],
    ),
    tally: buildTally(builder.terms, rules, names.numberOf),
    hash: toHash([options.languages, ...rules.map((rule) => rule.hash)]),
  };
};
