import type { Evidence, Taggable, TagId } from '../model.ts';
import { type CompiledRule, foldLabel, type Tagger } from './compile.ts';
import { matchesUrl } from './glob.ts';
import { findHits, type Hit, type Signal, toLongest } from './hits.ts';
import { findNear } from './near.ts';
import { MAX_REPEATS, REPEAT_WEIGHT, type Reading, readFields, weighPlace, weighSupport } from './reading.ts';
import { findRegex } from './regex.ts';

/** What an item speaks for and against one rule, before its children and what it requires of other tags. */
export interface Verdict {
  readonly rule: CompiledRule;
  readonly points: number;
  readonly evidence: readonly Evidence[];
  /** Whether text alone reaches the threshold, or only a publisher's label does. */
  readonly givenBy: 'rule' | 'place' | 'category';
  /** Terms of `none` that were found. */
  readonly vetoes: readonly Evidence[];
  /** Entries of `all` that are groups of terms and were found, by their index. */
  readonly met: ReadonlySet<number>;
}

/** Share of the threshold that title and lead must bring, else the rest counts only in this part. */
const FRONT_SHARE = 0.3;
const BACKGROUND_SHARE = 0.7;

/** What counts of a rule's signals, and the points of each. */
interface Counted {
  readonly signals: Signal[];
  readonly points: number[];
}

const toEvidence = (input: Taggable, { rule, field, start, end }: Signal, weight: number): Evidence => ({
  rule,
  field,
  start,
  end,
  text: input[field].slice(start, end),
  weight,
});

const round = (weight: number): number => Math.round(weight * 1000) / 1000;

/** Adds the points of one term's places: its best in full, the next ones half. */
const countTerm = (signals: readonly Signal[], reading: Reading, counted: Counted): void => {
  const points = ({ weight, field, start }: Signal): number => weight * weighPlace(reading, field, start);
  // A headline counts more than a lead, and that more than the rest: reading order nearly always is the order of points.
  const isSorted = signals.every((signal, at) => {
    const before = signals[at - 1];
    return before === undefined || points(before) >= points(signal);
  });
  const best = isSorted ? signals : [...signals].sort((a, b) => points(b) - points(a));
  for (let at = 0; at < best.length && at < MAX_REPEATS; at += 1) {
    const signal = best[at];
    if (signal === undefined) break;
    counted.signals.push(signal);
    counted.points.push(round(at === 0 ? points(signal) : points(signal) * REPEAT_WEIGHT));
  }
};

/** Signals up to which it takes less to compare each two of them than to build a map. */
const FEW = 6;
const areOfDistinctTerms = (signals: readonly Signal[]): boolean =>
  signals.length <= FEW &&
  signals.every(({ rule }, at) => {
    for (let other = 0; other < at; other += 1) if (signals[other]?.rule === rule) return false;
    return true;
  });

/** The signals of each term together, in the order of their first places. */
const groupByTerm = (signals: readonly Signal[]): Iterable<readonly Signal[]> => {
  if (signals.length < 2) return signals.length === 0 ? [] : [signals];
  if (areOfDistinctTerms(signals)) return signals.map((signal) => [signal]);
  const groups = new Map<string, Signal[]>();
  for (const signal of signals) {
    const group = groups.get(signal.rule);
    if (group === undefined) groups.set(signal.rule, [signal]);
    else group.push(signal);
  }
  return groups.values();
};

/** What only the rest of a text speaks of is background: it counts in part, so that it takes much to carry a topic. */
const weakenBackground = ({ signals, points }: Counted, reading: Reading, minScore: number): void => {
  const isRest = ({ field, start }: Signal): boolean => field === 'text' && start >= reading.leadEnd;
  let front = 0;
  for (const [at, signal] of signals.entries()) if (!isRest(signal)) front += points[at] ?? 0;
  if (front >= minScore * FRONT_SHARE) return;
  for (const [at, signal] of signals.entries())
    if (isRest(signal)) points[at] = round((points[at] ?? 0) * BACKGROUND_SHARE);
};

const FIELDS = ['title', 'text'] as const;

const regexSignals = (rule: CompiledRule, input: Taggable): readonly Signal[] => {
  const signals: Signal[] = [];
  for (const regex of rule.regex)
    for (const field of FIELDS)
      for (const span of findRegex(regex, input[field]))
        signals.push({ rule: regex.written, weight: 1, field, ...span });
  return signals;
};

const labelEvidence = (rule: CompiledRule, input: Taggable): readonly Evidence[] => {
  if (rule.categories.size === 0 || input.categories.length === 0) return [];
  const index = input.categories.findIndex((label) => rule.categories.has(foldLabel(label)));
  const text = input.categories[index];
  if (text === undefined) return [];
  return [
    { rule: text, field: 'categories', index, start: 0, end: text.length, text, weight: rule.minScore },
  ];
};

const applies = (rule: CompiledRule, input: Taggable): boolean => {
  const { url } = input;
  return (
    (rule.feeds.size === 0 || input.feeds.some((feed) => rule.feeds.has(feed))) &&
    (rule.url.length === 0 || (url !== undefined && rule.url.some((pattern) => matchesUrl(pattern, url))))
  );
};

/** Title before text, from start to end. */
const byPlace = (a: Evidence, b: Evidence): number =>
  a.field === b.field ? a.start - b.start : a.field === 'title' ? -1 : 1;

const isOfRole = (hit: Hit, kind: Hit['term']['role']['kind']): boolean => hit.term.role.kind === kind;

const NONE_MET: ReadonlySet<number> = new Set();
const toMet = (rule: CompiledRule, hits: readonly Hit[]): ReadonlySet<number> => {
  if (rule.all.length === 0) return NONE_MET;
  return new Set(hits.flatMap(({ term: { role } }) => (role.kind === 'all' ? [role.index] : [])));
};

const findSignals = (rule: CompiledRule, hits: readonly Hit[], input: Taggable): readonly Signal[] => {
  const any = hits.every((hit) => isOfRole(hit, 'any')) ? hits : hits.filter((hit) => isOfRole(hit, 'any'));
  const longest = rule.kind === 'place' ? any : toLongest(any);
  const counting = longest.every(({ weight }) => weight > 0)
    ? longest
    : longest.filter(({ weight }) => weight > 0);
  const near = rule.near.length === 0 || hits === any ? [] : findNear(rule.near, hits, input);
  if (near.length + rule.regex.length === 0) return counting;
  return [...counting, ...near, ...regexSignals(rule, input)];
};

const countSignals = (rule: CompiledRule, signals: readonly Signal[], reading: Reading): Counted => {
  const counted: Counted = { signals: [], points: [] };
  let terms = 0;
  for (const group of groupByTerm(signals)) {
    countTerm(group, reading, counted);
    terms += 1;
  }
  if (rule.kind === 'topic') weakenBackground(counted, reading, rule.minScore);
  const support = weighSupport(reading, terms, rule.minTerms);
  if (support < 1)
    for (const [at, each] of counted.points.entries()) counted.points[at] = round(each * support);
  return counted;
};

/** What the hits of one rule come to; undefined where it is less than `least`, or nothing speaks for it. */
const weighRule = (
  rule: CompiledRule,
  hits: readonly Hit[],
  input: Taggable,
  reading: Reading,
  least: number,
): Verdict | undefined => {
  const counted = countSignals(rule, findSignals(rule, hits, input), reading);
  let own = 0;
  for (const each of counted.points) own += each;
  const labels = labelEvidence(rule, input);
  const points = labels.length === 0 ? own : own + rule.minScore;
  if (points === 0 || points < least) return undefined;
  const isByLabel = labels.length > 0 && own < rule.minScore;
  const evidence = counted.signals.map((signal, at) => toEvidence(input, signal, counted.points[at] ?? 0));
  if (evidence.length > 1) evidence.sort(byPlace);
  const vetoes = hits.some((hit) => isOfRole(hit, 'none')) ? hits.filter((hit) => isOfRole(hit, 'none')) : [];
  return {
    rule,
    points,
    evidence: labels.length === 0 ? evidence : [...evidence, ...labels],
    givenBy: rule.kind === 'place' ? 'place' : isByLabel ? 'category' : 'rule',
    vetoes: vetoes.map((hit) => toEvidence(input, hit, 0)),
    met: toMet(rule, hits),
  };
};

/** Points are sums of rounded weights: no more than this above the sum itself for each of them. */
const ROUNDING = 0.001;

/** Whether the hits can carry their rule at all: a veto cannot be outweighed, and repeats count no more than in full. */
const canCarry = (rule: CompiledRule, hits: readonly Hit[], reading: Reading): boolean => {
  let [points, nears] = [0, 0];
  for (const { term, field, start } of hits) {
    if (term.role.kind === 'none') return false;
    if (term.role.kind === 'any') points += term.weight * weighPlace(reading, field, start) + ROUNDING;
    else if (term.role.kind === 'near') nears += 1;
  }
  return points >= rule.minScore || nears > 1 || rule.regex.length > 0 || rule.categories.size > 0;
};

/** Hits by the number of their rule, places reduced to the longest. */
const findByRule = (tagger: Tagger, input: Taggable): ReadonlyMap<number, readonly Hit[]> => {
  const byRule = new Map<number, Hit[]>(tagger.untermed.map((rule) => [rule, []]));
  const add = (hit: Hit): void => {
    const list = byRule.get(hit.term.rule);
    if (list === undefined) byRule.set(hit.term.rule, [hit]);
    else list.push(hit);
  };
  const places: Hit[] = [];
  for (const hit of findHits(tagger, input))
    if (hit.term.rule >= tagger.firstPlace) places.push(hit);
    else add(hit);
  // Places compete for the text: Papua New Guinea leaves no Guinea. Topics do not: each is judged alone.
  for (const hit of toLongest(places)) add(hit);
  return byRule;
};

/**
 * A verdict for every rule that the item gives any point; with `carried` only for those whose own words may reach the
 * threshold unvetoed, which is all that tagging asks.
 */
export const weighItem = (
  tagger: Tagger,
  input: Taggable,
  extent: 'all' | 'carried' = 'all',
): ReadonlyMap<TagId, Verdict> => {
  const reading = readFields(input);
  const verdicts = new Map<TagId, Verdict>();
  for (const [index, hits] of findByRule(tagger, input)) {
    const rule = tagger.rules[index];
    if (rule === undefined || !applies(rule, input)) continue;
    if (extent === 'carried' && !canCarry(rule, hits, reading)) continue;
    const verdict = weighRule(rule, hits, input, reading, extent === 'carried' ? rule.minScore : 0);
    if (verdict !== undefined) verdicts.set(rule.tag, verdict);
  }
  return verdicts;
};
