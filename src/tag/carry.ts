import type { Taggable } from '../model.ts';
import type { CompiledRule, Tagger } from './compile.ts';
import type { Finds } from './finds.ts';
import { MAX_REPEATS, type Reading, weighMost, weighPlace, weighSupport } from './reading.ts';
import {
  FACTS,
  FOUND,
  NEAR_FIRST,
  NEAR_OTHER,
  OTHER,
  PART,
  PART_MASK,
  POINTS,
  RULE,
  type Tally,
  WEIGHT,
} from './tally.ts';

/** Points are sums of weights that are rounded up to three times: no more than this above the sum itself for each of them. */
const ROUNDING = 0.002;

/** Adds the finds of one field; lists the rules that were not found before. */
const addFinds = (
  tally: Tally,
  { found, offsets, field }: Finds,
  reading: Reading,
  known: number[],
): void => {
  const { facts, weights, points, nears, counts, marks } = tally;
  // A near rule's span may begin before its first entry: in the lead, where the entry is in the text.
  const foremost = weighPlace(reading, field, 0);
  for (let at = 0; at < found.length; at += 3) {
    const term = found[at] ?? 0;
    const fact = term * FACTS;
    const rule = facts[fact + RULE] ?? 0;
    const part = (facts[fact + PART] ?? 0) & PART_MASK;
    const weight = weights[facts[fact + WEIGHT] ?? 0] ?? 0;
    if (marks[rule] === 0) known.push(rule);
    marks[rule] = (marks[rule] ?? 0) | (part === NEAR_OTHER ? FOUND | OTHER : FOUND);
    if (part === POINTS || part === NEAR_FIRST) counts[rule] = (counts[rule] ?? 0) + 1;
    if (part === POINTS) {
      const from = found[at + 1] ?? 0;
      const start = offsets === undefined ? from : (offsets[from] ?? from);
      points[rule] = (points[rule] ?? 0) + weight * weighPlace(reading, field, start);
    } else if (part === NEAR_FIRST) nears[rule] = (nears[rule] ?? 0) + weight * foremost;
  }
};

/** The points that the rule of this number has at most by what was added up, each of its regexes found besides. */
const toMost = (
  { points, nears, counts, marks }: Tally,
  number: number,
  { regex, minTerms }: CompiledRule,
  reading: Reading,
): number => {
  const near = marks[number] === FOUND ? 0 : (nears[number] ?? 0);
  const count = counts[number] ?? 0;
  const sum = (points[number] ?? 0) + near + regex.length * weighMost(reading);
  const rounding = (count + regex.length * MAX_REPEATS) * ROUNDING;
  return sum * weighSupport(reading, count + regex.length, minTerms) + rounding;
};

const mayHaveLabel = ({ categories }: CompiledRule, input: Taggable): boolean =>
  categories.size > 0 && input.categories.length > 0;

/** Lists the rules that these finds are of, and those that need none; adds up what each has at most. */
const addUp = ({ tally, untermed }: Tagger, finds: readonly Finds[], reading: Reading): readonly number[] => {
  const known: number[] = [];
  for (const each of finds) addFinds(tally, each, reading, known);
  for (const number of untermed) if (tally.marks[number] === 0) known.push(number);
  return known;
};

/**
 * The numbers of the rules that these finds, a regex or a label speak for. With `carried` of those only that may reach
 * their threshold, repeats counted in full, near rules wherever there is a find of a first entry and of another one,
 * and regexes found: never leaves out a rule that does reach it.
 */
export const listRules = (
  tagger: Tagger,
  input: Taggable,
  finds: readonly Finds[],
  reading: Reading,
  extent: 'all' | 'carried',
): readonly number[] => {
  const { tally } = tagger;
  const listed: number[] = [];
  for (const number of addUp(tagger, finds, reading)) {
    const rule = tagger.rules[number];
    if (rule === undefined) continue;
    if (
      extent === 'all' ||
      mayHaveLabel(rule, input) ||
      toMost(tally, number, rule, reading) >= rule.minScore
    )
      listed.push(number);
    tally.points[number] = 0;
    tally.nears[number] = 0;
    tally.counts[number] = 0;
    tally.marks[number] = 0;
  }
  return listed;
};
