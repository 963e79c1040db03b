import type { Evidence, Taggable } from '../model.ts';
import { listRules } from './carry.ts';
import { type CompiledRule, foldLabel, type Tagger } from './compile.ts';
import { type Counted, countSignals } from './count.ts';
import { type Finds, findTerms } from './finds.ts';
import { matchesUrl } from './glob.ts';
import { eachHit, type Hit, type Signal } from './hits.ts';
import { toLongest } from './longest.ts';
import { findNear } from './near.ts';
import { type Reading, readFields, textOf } from './reading.ts';
import { findRegex } from './regex.ts';
import { FACTS, POINTS, RULE, VETO } from './tally.ts';

/** What an item speaks for and against one rule, before its children and what it requires of other tags. */
export interface Verdict {
  readonly rule: CompiledRule;
  /** Where the rule stands among all. */
  readonly number: number;
  readonly points: number;
  readonly evidence: readonly Evidence[];
  /** Whether text alone reaches the threshold, or only a publisher's label does. */
  readonly givenBy: 'rule' | 'place' | 'category';
  /** Terms of `none` that were found. */
  readonly vetoes: readonly Evidence[];
  /** Entries of `all` that are groups of terms and were found, by their index. */
  readonly met: ReadonlySet<number>;
}

const toEvidence = (
  { names }: Tagger,
  input: Taggable,
  { name, field, start, end }: Signal,
  weight: number,
): Evidence => ({
  rule: names[name] ?? '',
  field,
  start,
  end,
  text: textOf(input, field).slice(start, end),
  weight,
});

const FIELDS = ['title', 'text'] as const;

const regexSignals = (rule: CompiledRule, input: Taggable): readonly Signal[] => {
  const signals: Signal[] = [];
  for (const { regex, name } of rule.regex)
    for (const field of FIELDS)
      for (const span of findRegex(regex, textOf(input, field)))
        signals.push({ name, weight: 1, field, ...span });
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

const isPoint = ({ part }: Hit): boolean => part === POINTS;
const isVeto = ({ part }: Hit): boolean => part === VETO;

const NONE_MET: ReadonlySet<number> = new Set();
const toMet = ({ terms }: Tagger, rule: CompiledRule, hits: readonly Hit[]): ReadonlySet<number> => {
  if (rule.all.length === 0) return NONE_MET;
  return new Set(
    hits.flatMap(({ term }) => {
      const role = terms[term]?.role;
      return role?.kind === 'all' ? [role.index] : [];
    }),
  );
};

const findSignals = (
  { terms }: Tagger,
  rule: CompiledRule,
  hits: readonly Hit[],
  input: Taggable,
): readonly Signal[] => {
  const any = hits.every(isPoint) ? hits : hits.filter(isPoint);
  const longest = rule.kind === 'place' ? any : toLongest(terms, any);
  const counting = longest.every(({ weight }) => weight > 0)
    ? longest
    : longest.filter(({ weight }) => weight > 0);
  const near = rule.near.length === 0 || hits === any ? [] : findNear(rule.near, terms, hits, input);
  if (near.length + rule.regex.length === 0) return counting;
  return [...counting, ...near, ...regexSignals(rule, input)];
};

const listEvidence = (tagger: Tagger, { signals, points }: Counted, input: Taggable): readonly Evidence[] => {
  const evidence = signals.map((signal, at) => toEvidence(tagger, input, signal, points[at] ?? 0));
  for (let at = 1; at < evidence.length; at += 1) {
    const [before, each] = [evidence[at - 1], evidence[at]];
    if (before !== undefined && each !== undefined && byPlace(before, each) > 0)
      return evidence.sort(byPlace);
  }
  return evidence;
};

const NO_VETOES: readonly Evidence[] = [];
const listVetoes = (tagger: Tagger, hits: readonly Hit[], input: Taggable): readonly Evidence[] =>
  hits.some(isVeto) ? hits.filter(isVeto).map((hit) => toEvidence(tagger, input, hit, 0)) : NO_VETOES;

/** What the hits of one rule come to; undefined where it is less than `least`, or nothing speaks for it. */
const weighRule = (
  tagger: Tagger,
  number: number,
  rule: CompiledRule,
  hits: readonly Hit[],
  input: Taggable,
  reading: Reading,
  least: number,
): Verdict | undefined => {
  const signals = findSignals(tagger, rule, hits, input);
  const labels = labelEvidence(rule, input);
  if (signals.length + labels.length === 0) return undefined;
  const counted = countSignals(rule, signals, reading);
  let own = 0;
  for (const each of counted.points) own += each;
  const points = labels.length === 0 ? own : own + rule.minScore;
  if (points === 0 || points < least) return undefined;
  const isByLabel = labels.length > 0 && own < rule.minScore;
  const evidence = listEvidence(tagger, counted, input);
  return {
    rule,
    number,
    points,
    evidence: labels.length === 0 ? evidence : [...evidence, ...labels],
    givenBy: rule.kind === 'place' ? 'place' : isByLabel ? 'category' : 'rule',
    vetoes: listVetoes(tagger, hits, input),
    met: toMet(tagger, rule, hits),
  };
};

/** The hits of each of these rules, in their order; places reduced to the longest. */
const gatherHits = (
  tagger: Tagger,
  rules: readonly number[],
  finds: readonly Finds[],
): readonly (readonly Hit[])[] => {
  const { firstPlace } = tagger;
  const { slots, facts } = tagger.tally;
  const gathered = rules.map((number, at): Hit[] => {
    slots[number] = at + 1;
    return [];
  });
  // A place takes the text from any other, whether it is given itself or not.
  const hasPlace = rules.some((number) => number >= firstPlace);
  const places: Hit[] = [];
  const add = (hit: Hit, rule: number): void => {
    gathered[(slots[rule] ?? 0) - 1]?.push(hit);
  };
  for (const each of finds)
    eachHit(
      tagger,
      each,
      (number) => (number >= firstPlace ? hasPlace : slots[number] !== 0),
      (hit, rule) => {
        if (rule >= firstPlace) places.push(hit);
        else add(hit, rule);
      },
    );
  // Places compete for the text: Papua New Guinea leaves no Guinea. Topics do not: each is judged alone.
  for (const hit of toLongest(tagger.terms, places)) add(hit, facts[hit.term * FACTS + RULE] ?? 0);
  for (const number of rules) slots[number] = 0;
  return gathered;
};

/**
 * A verdict for every rule that the item gives any point; with `carried` only for those whose own words reach the
 * threshold unvetoed, which is all that tagging asks.
 */
export const weighItem = (
  tagger: Tagger,
  input: Taggable,
  extent: 'all' | 'carried' = 'all',
): readonly Verdict[] => {
  const reading = readFields(input);
  const finds = findTerms(tagger, input);
  const rules = listRules(tagger, input, finds, reading, extent);
  const verdicts: Verdict[] = [];
  const gathered = gatherHits(tagger, rules, finds);
  for (let at = 0; at < rules.length; at += 1) {
    const number = rules[at] ?? 0;
    const rule = tagger.rules[number];
    const hits = gathered[at];
    if (rule === undefined || hits === undefined || !applies(rule, input)) continue;
    if (extent === 'carried' && hits.some(isVeto)) continue;
    const verdict = weighRule(
      tagger,
      number,
      rule,
      hits,
      input,
      reading,
      extent === 'carried' ? rule.minScore : 0,
    );
    if (verdict !== undefined) verdicts.push(verdict);
  }
  return verdicts;
};
