import type { Tagger } from './compile.ts';
import type { Finds } from './finds.ts';
import { type Reading, weighPlace, weighSupport } from './reading.ts';
import { FOUND, NEAR_FIRST, NEAR_OTHER, OTHER, POINTS, type Tally } from './tally.ts';

/** Points are sums of weights that are rounded up to three times: no more than this above the sum itself for each of them. */
const ROUNDING = 0.002;

/** Adds the finds of one field; lists the rules that were not found before. */
const addFinds = (
  tally: Tally,
  { found, offsets, field }: Finds,
  reading: Reading,
  known: number[],
): void => {
  const { rules, parts, weights, points, nears, counts, marks } = tally;
  // A near rule's span may begin before its first entry: in the lead, where the entry is in the text.
  const foremost = weighPlace(reading, field, 0);
  for (let at = 0; at < found.length; at += 3) {
    const term = found[at] ?? 0;
    const rule = rules[term] ?? 0;
    const part = parts[term];
    const weight = weights[term] ?? 0;
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

/** The points that a rule has at most by what was added up. */
const toMost = (
  { points, nears, counts, marks }: Tally,
  rule: number,
  reading: Reading,
  minTerms: number,
): number => {
  const near = marks[rule] === FOUND ? 0 : (nears[rule] ?? 0);
  const count = counts[rule] ?? 0;
  return ((points[rule] ?? 0) + near) * weighSupport(reading, count, minTerms) + count * ROUNDING;
};

/**
 * The rules that may reach their threshold by these finds, repeats counted in full and near rules wherever there is a
 * find of a first entry and of another one. Never leaves out a rule that does reach it.
 */
export const listCarried = (tagger: Tagger, finds: readonly Finds[], reading: Reading): readonly number[] => {
  const { tally, untermed } = tagger;
  const found: number[] = [];
  for (const each of finds) addFinds(tally, each, reading, found);
  const carried = [...untermed];
  for (const number of found) {
    const rule = tagger.rules[number];
    const canCarry = rule !== undefined && toMost(tally, number, reading, rule.minTerms) >= rule.minScore;
    if (canCarry && !untermed.includes(number)) carried.push(number);
    tally.points[number] = 0;
    tally.nears[number] = 0;
    tally.counts[number] = 0;
    tally.marks[number] = 0;
  }
  return carried;
};
