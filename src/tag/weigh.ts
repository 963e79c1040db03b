import type { Evidence, Taggable, TagId } from '../model.ts';
import { listCarried } from './carry.ts';
import { type CompiledRule, foldLabel, type Tagger } from './compile.ts';
import { type Counted, countSignals } from './count.ts';
import { findTerms } from './finds.ts';
import { matchesUrl } from './glob.ts';
import { eachHit, type Hit, type Signal } from './hits.ts';
import { toLongest } from './longest.ts';
import { findNear } from './near.ts';
import { type Reading, readFields } from './reading.ts';
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

const toEvidence = (input: Taggable, { rule, field, start, end }: Signal, weight: number): Evidence => ({
  rule,
  field,
  start,
  end,
  text: input[field].slice(start, end),
  weight,
});

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

const isPoint = ({ term }: Hit): boolean => term.role.kind === 'any';
const isVeto = ({ term }: Hit): boolean => term.role.kind === 'none';

const NONE_MET: ReadonlySet<number> = new Set();
const toMet = (rule: CompiledRule, hits: readonly Hit[]): ReadonlySet<number> => {
  if (rule.all.length === 0) return NONE_MET;
  return new Set(hits.flatMap(({ term: { role } }) => (role.kind === 'all' ? [role.index] : [])));
};

const findSignals = (rule: CompiledRule, hits: readonly Hit[], input: Taggable): readonly Signal[] => {
  const any = hits.every(isPoint) ? hits : hits.filter(isPoint);
  const longest = rule.kind === 'place' ? any : toLongest(any);
  const counting = longest.every(({ weight }) => weight > 0)
    ? longest
    : longest.filter(({ weight }) => weight > 0);
  const near = rule.near.length === 0 || hits === any ? [] : findNear(rule.near, hits, input);
  if (near.length + rule.regex.length === 0) return counting;
  return [...counting, ...near, ...regexSignals(rule, input)];
};

const listEvidence = ({ signals, points }: Counted, input: Taggable): readonly Evidence[] => {
  const evidence = signals.map((signal, at) => toEvidence(input, signal, points[at] ?? 0));
  for (let at = 1; at < evidence.length; at += 1) {
    const [before, each] = [evidence[at - 1], evidence[at]];
    if (before !== undefined && each !== undefined && byPlace(before, each) > 0)
      return evidence.sort(byPlace);
  }
  return evidence;
};

const NO_VETOES: readonly Evidence[] = [];
const listVetoes = (hits: readonly Hit[], input: Taggable): readonly Evidence[] =>
  hits.some(isVeto) ? hits.filter(isVeto).map((hit) => toEvidence(input, hit, 0)) : NO_VETOES;

/** What the hits of one rule come to; undefined where it is less than `least`, or nothing speaks for it. */
const weighRule = (
  rule: CompiledRule,
  hits: readonly Hit[],
  input: Taggable,
  reading: Reading,
  least: number,
): Verdict | undefined => {
  const signals = findSignals(rule, hits, input);
  const labels = labelEvidence(rule, input);
  if (signals.length + labels.length === 0) return undefined;
  const counted = countSignals(rule, signals, reading);
  let own = 0;
  for (const each of counted.points) own += each;
  const points = labels.length === 0 ? own : own + rule.minScore;
  if (points === 0 || points < least) return undefined;
  const isByLabel = labels.length > 0 && own < rule.minScore;
  const evidence = listEvidence(counted, input);
  return {
    rule,
    points,
    evidence: labels.length === 0 ? evidence : [...evidence, ...labels],
    givenBy: rule.kind === 'place' ? 'place' : isByLabel ? 'category' : 'rule',
    vetoes: listVetoes(hits, input),
    met: toMet(rule, hits),
  };
};

/** The hits of each rule by its number, places reduced to the longest; with `carried` only of rules that may match. */
const findByRule = (
  tagger: Tagger,
  input: Taggable,
  reading: Reading,
  extent: 'all' | 'carried',
): ReadonlyMap<number, readonly Hit[]> => {
  const finds = findTerms(tagger, input);
  const { firstPlace, untermed } = tagger;
  const rules = extent === 'carried' ? listCarried(tagger, finds, reading) : untermed;
  const byRule = new Map<number, Hit[]>();
  for (const rule of rules) byRule.set(rule, []);
  // A place takes the text from any other, whether it is given itself or not.
  const hasPlace = rules.some((rule) => rule >= firstPlace);
  const isWanted = (rule: number): boolean =>
    extent === 'all' || (rule >= firstPlace ? hasPlace : byRule.has(rule));
  const add = (hit: Hit): void => {
    const list = byRule.get(hit.term.rule);
    if (list === undefined) byRule.set(hit.term.rule, [hit]);
    else list.push(hit);
  };
  const places: Hit[] = [];
  const take = (hit: Hit): void => {
    if (hit.term.rule >= firstPlace) places.push(hit);
    else add(hit);
  };
  for (const each of finds) eachHit(tagger, each, isWanted, take);
  // Places compete for the text: Papua New Guinea leaves no Guinea. Topics do not: each is judged alone.
  for (const hit of toLongest(places)) add(hit);
  return byRule;
};

/**
 * A verdict for every rule that the item gives any point; with `carried` only for those whose own words reach the
 * threshold unvetoed, which is all that tagging asks.
 */
export const weighItem = (
  tagger: Tagger,
  input: Taggable,
  extent: 'all' | 'carried' = 'all',
): ReadonlyMap<TagId, Verdict> => {
  const reading = readFields(input);
  const verdicts = new Map<TagId, Verdict>();
  for (const [index, hits] of findByRule(tagger, input, reading, extent)) {
    const rule = tagger.rules[index];
    if (rule === undefined || !applies(rule, input)) continue;
    if (extent === 'carried' && hits.some(isVeto)) continue;
    const verdict = weighRule(rule, hits, input, reading, extent === 'carried' ? rule.minScore : 0);
    if (verdict !== undefined) verdicts.set(rule.tag, verdict);
  }
  return verdicts;
};
