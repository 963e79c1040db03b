import { type FeedId, type Problem, parseFeedId, parseTopicId, type TopicId } from '../model.ts';
import { judgeRule } from './judge.ts';
import {
  isRecord,
  type Path,
  type Reader,
  readLanguages,
  readList,
  readNumber,
  readString,
  unknownKeys,
} from './read.ts';
import type { Regex } from './regex.ts';
import type { Term } from './term.ts';
import {
  type ByLanguage,
  type Example,
  isEmpty,
  type NearRule,
  type Requirement,
  readExamples,
  readNear,
  readRegexes,
  readRequirement,
  readTerms,
} from './topic-terms.ts';

/** One topic file, read and checked. */
export interface TopicRule {
  readonly id: TopicId;
  readonly parent: TopicId | undefined;
  readonly iptc: string | undefined;
  readonly label: ByLanguage<string>;
  readonly any: ByLanguage<readonly Term[]>;
  readonly near: readonly NearRule[];
  readonly all: readonly Requirement[];
  readonly none: ByLanguage<readonly Term[]>;
  readonly regex: readonly Regex[];
  readonly categories: readonly string[];
  readonly feeds: readonly FeedId[];
  /** Globs over the URL without its scheme and `www.`. */
  readonly url: readonly string[];
  readonly minScore: number;
  /** Different terms without which a longer text's points count in part; 1 where the file says nothing. */
  readonly minTerms: number;
  readonly examples: { readonly match: readonly Example[]; readonly noMatch: readonly Example[] };
}

/** What came of a topic file: the rule where there is no problem, and what is odd but allowed. */
export interface ParsedTopic {
  readonly topic: TopicRule | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Points a topic needs unless it says otherwise: a plain term in the title, or in the lead and once more. */
export const DEFAULT_MIN_SCORE = 2;
const MAX_MIN_SCORE = 100;
/** Most that `min_terms` may ask for: with three terms lacking, a quarter of the points is left. */
const MAX_MIN_TERMS = 4;

const KEYS = [
  'id',
  'parent',
  'iptc',
  'label',
  'any',
  'near',
  'all',
  'none',
  'regex',
  'categories',
  'feeds',
  'url',
  'min_score',
  'min_terms',
  'examples',
];

const readStrings = <T>(
  reader: Reader,
  value: unknown,
  path: Path,
  expected: string,
  parse: (text: string) => T | undefined,
): readonly T[] =>
  readList(reader, value, path, (item, at) => {
    const parsed = typeof item === 'string' && item.trim() !== '' ? parse(item.trim()) : undefined;
    if (parsed === undefined) reader.problem(at, item, expected);
    return parsed === undefined ? [] : [parsed];
  }).flat();

const readId = (reader: Reader, value: unknown, path: Path): TopicId | undefined => {
  const id = typeof value === 'string' ? parseTopicId(value) : undefined;
  if (id === undefined) reader.problem(path, value, 'a topic id: 1 to 64 of a-z 0-9 -');
  return id;
};

/** A pattern that can match and does not match every page; what it is compared with has neither scheme nor `www.`. */
const readUrlPattern = (text: string): string | undefined => {
  const host = text.split('/')[0] ?? '';
  const isOdd = /\s|:\/\/|^\/|^www\./u.test(text) || host === '';
  return isOdd || !/[\p{L}\p{N}]/u.test(text) ? undefined : text;
};

/** Reads the value of one topic file; a rule is given only where nothing is wrong with it. */
export const parseTopic = (value: unknown): ParsedTopic => {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const reader: Reader = {
    problem: (path, found, expected) => problems.push({ path, value: found, expected }),
    warning: (path, found, expected) => warnings.push({ path, value: found, expected }),
  };
  if (!isRecord(value)) {
    reader.problem([], value, 'a topic: id, label, and any, near, regex or categories');
    return { topic: undefined, problems, warnings };
  }
  unknownKeys(reader, value, [], KEYS);
  const id = readId(reader, value['id'], ['id']);
  const parent = value['parent'] === undefined ? undefined : readId(reader, value['parent'], ['parent']);
  if (parent !== undefined && parent === id) reader.problem(['parent'], parent, 'another topic');
  const iptc = readString(reader, value['iptc'], ['iptc'], 'an IPTC Media Topic, such as medtop:20000598');
  if (iptc !== undefined && !/^medtop:\d{8}$/u.test(iptc))
    reader.problem(['iptc'], iptc, 'an IPTC Media Topic, such as medtop:20000598');
  const label = readLanguages(
    reader,
    value['label'],
    ['label'],
    (text, at) => readString(reader, text, at, 'a label') ?? '',
  );
  if (Object.keys(label).length === 0)
    reader.problem(['label'], value['label'], 'a label in at least one language');
  const examples = value['examples'] ?? {};
  if (isRecord(examples)) unknownKeys(reader, examples, ['examples'], ['match', 'no_match']);
  else reader.problem(['examples'], examples, 'match and no_match');
  const sample = isRecord(examples) ? examples : {};
  const rule = {
    parent,
    iptc,
    label,
    any: readTerms(reader, value['any'], ['any']),
    near: readList(reader, value['near'], ['near'], (item, at) => readNear(reader, item, at)).flat(),
    all: readList(reader, value['all'], ['all'], (item, at) => readRequirement(reader, item, at)).flat(),
    none: readTerms(reader, value['none'], ['none']),
    regex: readRegexes(reader, value['regex']),
    categories: readStrings(
      reader,
      value['categories'],
      ['categories'],
      'a label of a publisher, with a letter or digit in it',
      (text) => (/[\p{L}\p{N}]/u.test(text) ? text : undefined),
    ),
    feeds: readStrings(reader, value['feeds'], ['feeds'], 'a feed id', parseFeedId),
    url: readStrings(
      reader,
      value['url'],
      ['url'],
      'a URL pattern without scheme, such as report.az/*/herbi/*',
      readUrlPattern,
    ),
    minScore: readNumber(reader, value['min_score'], ['min_score'], 0.1, MAX_MIN_SCORE) ?? DEFAULT_MIN_SCORE,
    minTerms: readNumber(reader, value['min_terms'], ['min_terms'], 1, MAX_MIN_TERMS) ?? 1,
    examples: {
      match: readExamples(reader, sample['match'], ['examples', 'match']),
      noMatch: readExamples(reader, sample['no_match'], ['examples', 'no_match']),
    },
  };
  if (id === undefined) return { topic: undefined, problems, warnings };
  const topic: TopicRule = { id, ...rule };
  judgeRule(reader, topic);
  return { topic: problems.length === 0 ? topic : undefined, problems, warnings };
};

/** Whether a rule can give points of its own, from any text. */
export const hasPoints = (rule: TopicRule): boolean =>
  !isEmpty(rule.any) ||
  rule.near.some((near) => !isEmpty(near.terms)) ||
  rule.regex.length > 0 ||
  rule.categories.length > 0;
