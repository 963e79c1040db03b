import type { Evidence, Taggable, TagId } from '../model.ts';
import { type CompiledRule, foldLabel, type Tagger } from './compile.ts';
import { matchesUrl } from './glob.ts';
import { findHits, type Hit, type TextField, toLongest } from './hits.ts';
import { findNear } from './near.ts';
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

/**
 * What a hit weighs by where it stands. An agency's headline says what the item is about, its lead says it once more,
 * and what only the rest mentions is background. Fitted on labelled items in four languages.
 */
const TITLE_WEIGHT = 2;
const LEAD_WEIGHT = 1.5;
const REST_WEIGHT = 0.7;
/** A headline without a text, or the lead of a post without a headline, is all there is to go by. */
const ALONE_WEIGHT = 3;
/** Longest lead in characters: an agency's first paragraph is one or two sentences; longer ones are undivided texts. */
const MAX_LEAD = 500;
/** A term's repeats count half, and at most three of its hits count: a long text is not more about a thing for its length. */
const REPEAT_WEIGHT = 0.5;
const MAX_REPEATS = 3;

/** Share of the threshold that title and lead must bring, else the rest counts only in this part. */
const FRONT_SHARE = 0.3;
const BACKGROUND_SHARE = 0.7;

interface Reading {
  /** Weight of a hit by where it stands. */
  readonly weigh: (field: TextField, start: number) => number;
  /** Where the lead ends and the rest of the text begins. */
  readonly leadEnd: number;
}

const readFields = (input: Taggable): Reading => {
  const begin = input.text.search(/\S/u);
  const hasTitle = input.title.trim() !== '';
  const newline = input.text.indexOf('\n', Math.max(0, begin));
  const leadEnd = Math.min(newline < 0 ? input.text.length : newline, Math.max(0, begin) + MAX_LEAD);
  const isShort = input.text.trim().length <= MAX_LEAD;
  const weigh = (field: TextField, start: number): number => {
    if (field === 'title') return begin < 0 ? ALONE_WEIGHT : TITLE_WEIGHT;
    if (start >= leadEnd) return REST_WEIGHT;
    return hasTitle ? LEAD_WEIGHT : isShort ? ALONE_WEIGHT : TITLE_WEIGHT;
  };
  return { weigh, leadEnd };
};

interface Signal {
  readonly rule: string;
  readonly field: TextField;
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

const toEvidence = (input: Taggable, signal: Signal, weight: number): Evidence => ({
  rule: signal.rule,
  field: signal.field,
  start: signal.start,
  end: signal.end,
  text: input[signal.field].slice(signal.start, signal.end),
  weight: round(weight),
});

/** The points of one term's places: its best in full, the next ones half. */
const toPoints = (input: Taggable, signals: readonly Signal[], reading: Reading): readonly Evidence[] => {
  const points = ({ weight, field, start }: Signal): number => weight * reading.weigh(field, start);
  const best = signals.length < 2 ? signals : [...signals].sort((a, b) => points(b) - points(a));
  return best
    .slice(0, MAX_REPEATS)
    .map((signal, index) =>
      toEvidence(input, signal, index === 0 ? points(signal) : points(signal) * REPEAT_WEIGHT),
    );
};

const round = (weight: number): number => Math.round(weight * 1000) / 1000;
const sumWeights = (evidence: readonly Evidence[]): number =>
  evidence.reduce((sum, each) => sum + each.weight, 0);

/** What only the rest of a text speaks of is background: it counts in part, so that it takes much to carry a topic. */
const weakenBackground = (
  evidence: readonly Evidence[],
  reading: Reading,
  minScore: number,
): readonly Evidence[] => {
  const isRest = (each: Evidence): boolean => each.field === 'text' && each.start >= reading.leadEnd;
  const front = sumWeights(evidence.filter((each) => !isRest(each)));
  if (front >= minScore * FRONT_SHARE) return evidence;
  return evidence.map((each) =>
    isRest(each) ? { ...each, weight: round(each.weight * BACKGROUND_SHARE) } : each,
  );
};

const groupBy = <T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] => {
  if (items.length < 2) return items.length === 0 ? [] : [items];
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
};

const toSignal = ({ term, field, start, end }: Hit): Signal => ({
  rule: term.written,
  weight: term.weight,
  field,
  start,
  end,
});

const regexSignals = (rule: CompiledRule, input: Taggable): readonly Signal[] =>
  rule.regex.flatMap((regex) =>
    (['title', 'text'] as const).flatMap((field) =>
      findRegex(regex, input[field]).map((span) => ({ rule: regex.written, weight: 1, field, ...span })),
    ),
  );

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

/** Most rules have hits of one role alone. */
const ofRole = (hits: readonly Hit[], kind: Hit['term']['role']['kind']): readonly Hit[] =>
  hits.some((hit) => hit.term.role.kind === kind)
    ? hits.filter((hit) => hit.term.role.kind === kind)
    : NO_HITS;
const NO_HITS: readonly Hit[] = [];

const NONE_MET: ReadonlySet<number> = new Set();
const toMet = (hits: readonly Hit[]): ReadonlySet<number> =>
  new Set(hits.flatMap(({ term: { role } }) => (role.kind === 'all' ? [role.index] : [])));

const findSignals = (rule: CompiledRule, hits: readonly Hit[], input: Taggable): readonly Signal[] => {
  const any = ofRole(hits, 'any');
  const terms = (rule.kind === 'place' ? any : toLongest(any)).map(toSignal);
  const counted = terms.every(({ weight }) => weight > 0) ? terms : terms.filter(({ weight }) => weight > 0);
  const near = rule.near.length === 0 ? [] : findNear(rule.near, hits, input);
  return near.length + rule.regex.length === 0
    ? counted
    : [...counted, ...near, ...regexSignals(rule, input)];
};

/** What the hits of one rule come to; undefined where nothing speaks for it. */
const weighRule = (
  rule: CompiledRule,
  hits: readonly Hit[],
  input: Taggable,
  reading: Reading,
): Verdict | undefined => {
  const signals = findSignals(rule, hits, input);
  const labels = labelEvidence(rule, input);
  if (signals.length + labels.length === 0) return undefined;
  const counted = groupBy(signals, (signal) => signal.rule).flatMap((group) =>
    toPoints(input, group, reading),
  );
  const evidence = rule.kind === 'place' ? counted : weakenBackground(counted, reading, rule.minScore);
  const points = sumWeights(evidence);
  const all = ofRole(hits, 'all');
  const isByLabel = labels.length > 0 && points < rule.minScore;
  return {
    rule,
    points: points + sumWeights(labels),
    evidence: (evidence.length < 2 ? evidence : [...evidence].sort(byPlace)).concat(labels),
    givenBy: rule.kind === 'place' ? 'place' : isByLabel ? 'category' : 'rule',
    vetoes: ofRole(hits, 'none').map((hit) => toEvidence(input, { ...toSignal(hit), weight: 0 }, 0)),
    met: all.length === 0 ? NONE_MET : toMet(all),
  };
};

/** Rounded weights of a whole text add up to no more than this above the sum itself. */
const ROUNDING = 0.5;

/** Whether the hits can carry their rule at all: a veto cannot be outweighed, and repeats count no more than in full. */
const canCarry = (rule: CompiledRule, hits: readonly Hit[], reading: Reading): boolean => {
  let [points, nears] = [ROUNDING, 0];
  for (const { term, field, start } of hits) {
    if (term.role.kind === 'none') return false;
    if (term.role.kind === 'any') points += term.weight * reading.weigh(field, start);
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
    if (tagger.rules[hit.term.rule]?.kind === 'place') places.push(hit);
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
    const verdict = weighRule(rule, hits, input, reading);
    if (verdict !== undefined && verdict.points > 0) verdicts.set(rule.tag, verdict);
  }
  return verdicts;
};
