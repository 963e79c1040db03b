import type { Language, Taggable } from '../model.ts';
import { toComposed } from '../text/words.ts';
import { isAllowed } from './allowed.ts';
import type { Automaton } from './automaton.ts';
import type { CompiledTerm, Tagger } from './compile.ts';
import { NO_STOP, scan, toWordEnd } from './matcher.ts';
import type { TextField } from './reading.ts';

/** What speaks for a rule at one place of a field; offsets are UTF-16 units of the original field. */
export interface Signal {
  /** A term as written, a near rule or a regex. */
  readonly rule: string;
  /** Points before the place's weight. */
  readonly weight: number;
  readonly field: TextField;
  readonly start: number;
  readonly end: number;
}

/** A term found in a field. */
export interface Hit extends Signal {
  readonly term: CompiledTerm;
  readonly language: Language;
}

const collect = (
  tagger: Tagger,
  automaton: Automaton,
  language: Language,
  field: TextField,
  input: Taggable,
  hits: Hit[],
): void => {
  let text = input[field];
  let offsets: Int32Array | undefined;
  let found = scan(automaton, text, automaton.alphabet.odd);
  if (found === undefined) {
    ({ text, offsets } = toComposed(text));
    found = scan(automaton, text, NO_STOP) ?? [];
  }
  for (let at = 0; at < found.length; at += 3) {
    const term = tagger.terms[found[at] ?? -1];
    if (term === undefined) continue;
    const from = found[at + 1] ?? 0;
    const to = found[at + 2] ?? 0;
    const past = term.prefix ? toWordEnd(automaton, text, to) : to;
    if (!isAllowed(term, text, from, past, tagger, automaton)) continue;
    const start = offsets === undefined ? from : (offsets[from] ?? from);
    const end = offsets === undefined ? past : (offsets[past] ?? past);
    hits.push({ term, rule: term.written, weight: term.weight, language, field, start, end });
  }
};

/** The languages whose words a text is searched for: its own, or for `und` all that its script allows. */
const toLanguages = (tagger: Tagger, input: Taggable): readonly Language[] => {
  if (input.language !== 'und') return tagger.languages.filter((language) => language === input.language);
  const isCyrillic = /\p{Script=Cyrillic}/u.test(`${input.title} ${input.text.slice(0, 500)}`);
  return tagger.languages.filter((language) => (language === 'ru' || language === 'uk') === isCyrillic);
};

/** Every place in title and text where a term of any rule stands. */
export const findHits = (tagger: Tagger, input: Taggable): readonly Hit[] => {
  const hits: Hit[] = [];
  for (const language of toLanguages(tagger, input)) {
    const automaton = tagger.automata.get(language);
    if (automaton === undefined) continue;
    collect(tagger, automaton, language, 'title', input, hits);
    collect(tagger, automaton, language, 'text', input, hits);
  }
  return hits;
};

const order = (field: TextField): number => (field === 'title' ? 0 : 1);
const byPlace = (a: Hit, b: Hit): number => order(a.field) - order(b.field) || a.start - b.start;
/** Of equal spans the more particular term counts: кіберспорт* before кібер*, a word before a prefix. */
const byLength = (a: Hit, b: Hit): number =>
  b.end - b.start - (a.end - a.start) ||
  byPlace(a, b) ||
  Number(a.term.prefix) - Number(b.term.prefix) ||
  b.term.written.length - a.term.written.length;

/** The longest hits first; what they cover, in part or whole, falls away. The rest stands in reading order. */
export const toLongest = (hits: readonly Hit[]): readonly Hit[] => {
  if (hits.length < 2) return hits;
  const sorted = [...hits].sort(byPlace);
  const kept: Hit[] = [];
  // Most hits stand alone: only those that overlap one another have to be compared.
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from];
    let end = first?.end ?? 0;
    let to = from + 1;
    for (; to < sorted.length; to += 1) {
      const next = sorted[to];
      if (next === undefined || next.field !== first?.field || next.start >= end) break;
      end = Math.max(end, next.end);
    }
    if (to === from + 1 && first !== undefined) kept.push(first);
    else keepLongest(sorted.slice(from, to), kept);
    from = to;
  }
  return kept;
};

/** Adds to `kept` the longest of hits that overlap one another in one field, in reading order. */
const keepLongest = (hits: readonly Hit[], kept: Hit[]): void => {
  const units = new Map<number, Hit[]>();
  const longest: Hit[] = [];
  for (const hit of [...hits].sort(byLength)) {
    // What was kept before is at least as long: where it overlaps this hit, it holds its first or its last unit.
    if (isCovered(hit, units.get(hit.start)) || isCovered(hit, units.get(hit.end - 1))) continue;
    longest.push(hit);
    const here = [...(units.get(hit.start) ?? []), hit];
    for (let at = hit.start; at < hit.end; at += 1) units.set(at, here);
  }
  kept.push(...longest.sort(byPlace));
};

/** Two places may share one name: Korea, Congo. */
const isCovered = (hit: Hit, others: readonly Hit[] = []): boolean =>
  others.some(
    (other) => other.start !== hit.start || other.end !== hit.end || other.term.rule === hit.term.rule,
  );
