import type { CompiledRule } from './compile.ts';
import type { Signal } from './hits.ts';
import { MAX_REPEATS, REPEAT_WEIGHT, type Reading, weighPlace, weighSupport } from './reading.ts';

/** What counts of a rule's signals, and the points of each. */
export interface Counted {
  readonly signals: readonly Signal[];
  readonly points: number[];
}

/** Share of the threshold that title and lead must bring, else the rest counts only in this part. */
const FRONT_SHARE = 0.3;
const BACKGROUND_SHARE = 0.7;

const round = (weight: number): number => Math.round(weight * 1000) / 1000;

const toPoints = ({ weight, field, start }: Signal, reading: Reading): number =>
  weight * weighPlace(reading, field, start);

/** Adds the points of one term's places: its best in full, the next ones half. */
const countTerm = (found: readonly Signal[], reading: Reading, signals: Signal[], points: number[]): void => {
  // A headline counts more than a lead, and that more than the rest: reading order nearly always is the order of points.
  const isSorted = found.every((signal, at) => {
    const before = found[at - 1];
    return before === undefined || toPoints(before, reading) >= toPoints(signal, reading);
  });
  const best = isSorted ? found : [...found].sort((a, b) => toPoints(b, reading) - toPoints(a, reading));
  for (let at = 0; at < best.length && at < MAX_REPEATS; at += 1) {
    const signal = best[at];
    if (signal === undefined) break;
    signals.push(signal);
    points.push(round(toPoints(signal, reading) * (at === 0 ? 1 : REPEAT_WEIGHT)));
  }
};

/** Signals up to which it takes less to compare each two of them than to build a map. */
const FEW = 6;
const areOfDistinctTerms = (signals: readonly Signal[]): boolean => {
  if (signals.length > FEW) return false;
  for (let at = 1; at < signals.length; at += 1)
    for (let other = 0; other < at; other += 1) if (signals[other]?.name === signals[at]?.name) return false;
  return true;
};

/** The points of all terms, in the order of their first places, and how many terms there are. */
const countTerms = (found: readonly Signal[], reading: Reading): { counted: Counted; terms: number } => {
  if (areOfDistinctTerms(found)) {
    const points = found.map((signal) => round(toPoints(signal, reading)));
    return { counted: { signals: found, points }, terms: found.length };
  }
  const groups = new Map<number, Signal[]>();
  for (const signal of found) {
    const group = groups.get(signal.name);
    if (group === undefined) groups.set(signal.name, [signal]);
    else group.push(signal);
  }
  const [signals, points]: [Signal[], number[]] = [[], []];
  for (const group of groups.values()) countTerm(group, reading, signals, points);
  return { counted: { signals, points }, terms: groups.size };
};

/** Leaves this part of the points at the places that are asked for. */
const weaken = (points: number[], share: number, isMeant: (at: number) => boolean): void => {
  for (let at = 0; at < points.length; at += 1)
    if (isMeant(at)) points[at] = round((points[at] ?? 0) * share);
};

/** What only the rest of a text speaks of is background: it counts in part, so that it takes much to carry a topic. */
const weakenBackground = ({ signals, points }: Counted, reading: Reading, minScore: number): void => {
  const isRest = (at: number): boolean =>
    signals[at]?.field === 'text' && (signals[at]?.start ?? 0) >= reading.leadEnd;
  let front = 0;
  for (let at = 0; at < points.length; at += 1) if (!isRest(at)) front += points[at] ?? 0;
  if (front < minScore * FRONT_SHARE) weaken(points, BACKGROUND_SHARE, isRest);
};

/** The points of a rule's signals by where they stand, by repeats, and by how many terms speak. */
export const countSignals = (rule: CompiledRule, signals: readonly Signal[], reading: Reading): Counted => {
  const { counted, terms } = countTerms(signals, reading);
  if (rule.kind === 'topic') weakenBackground(counted, reading, rule.minScore);
  const support = weighSupport(reading, terms, rule.minTerms);
  if (support < 1) weaken(counted.points, support, () => true);
  return counted;
};
