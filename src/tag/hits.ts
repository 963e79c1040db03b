import type { Language, Taggable } from '../model.ts';
import { type ComposedField, toComposed, toFoldedUnit } from '../text/words.ts';
import type { Automaton } from './automaton.ts';
import type { CompiledTerm, Tagger } from './compile.ts';
import { scan, toWordEnd } from './matcher.ts';

export type TextField = 'title' | 'text';

/** A term found in a field; offsets are UTF-16 units of the original field. */
export interface Hit {
  readonly term: CompiledTerm;
  readonly number: number;
  readonly language: Language;
  readonly field: TextField;
  readonly start: number;
  readonly end: number;
}

const isUpper = (letter: string): boolean => letter !== letter.toLowerCase();

/**
 * Whether the capitals of a case-sensitive term stand in the text too; a term without any wants none in the text.
 * What an inflection changed is not compared.
 */
const agreesInCase = (cased: string, found: string, language: Language): boolean => {
  if (cased === cased.toLowerCase()) return found === found.toLowerCase();
  const text = found.replace(/\s+/gu, ' ');
  for (let at = 0; at < Math.min(cased.length, text.length); at += 1) {
    if (toFoldedUnit(cased.charCodeAt(at), language) !== toFoldedUnit(text.charCodeAt(at), language))
      return true;
    if (isUpper(cased.charAt(at)) && !isUpper(text.charAt(at))) return false;
  }
  return true;
};

/** A capitalised word right beside the name, parted by one space: the name is part of a longer one. */
const hasNeighbour = (text: string, start: number, end: number): boolean => {
  const after = /^ (\p{Lu}[\p{L}.]+)/u.exec(text.slice(end, end + 24));
  if (after !== null) return true;
  const before = /(?:^|[^\p{L}])(\p{Lu}\p{Ll}+) $/u.exec(text.slice(Math.max(0, start - 24), start));
  // A word that begins the sentence is capitalised anyway: "In Jordan", "Why Chad".
  return (
    before !== null &&
    !/(?:^|[.!?:\n«"“] ?)$/u.test(text.slice(0, start - (before[1]?.length ?? 0) - 1).slice(-2))
  );
};

const opensSentence = (text: string, start: number): boolean =>
  /(?:^|[.!?…:;\n«"“„(—–-])\s*$/u.test(text.slice(Math.max(0, start - 4), start));

const isAllowed = (
  term: CompiledTerm,
  text: string,
  start: number,
  end: number,
  language: Language,
): boolean => {
  if (term.cased !== undefined && !agreesInCase(term.cased, text.slice(start, end), language)) return false;
  if (term.guard === 'name') return !hasNeighbour(text, start, end);
  return term.guard === 'none' || !opensSentence(text, start);
};

const collect = (
  tagger: Tagger,
  automaton: Automaton,
  language: Language,
  field: TextField,
  composed: ComposedField,
  hits: Hit[],
): void => {
  const isPrefix = (number: number): boolean => tagger.terms[number]?.prefix ?? false;
  const { text, offsets } = composed;
  scan(automaton, text, isPrefix, (number, start, found) => {
    const term = tagger.terms[number];
    if (term === undefined) return;
    const end = term.prefix ? toWordEnd(automaton, text, found) : found;
    if (!isAllowed(term, text, start, end, language)) return;
    hits.push({
      term,
      number,
      language,
      field,
      start: offsets?.[start] ?? start,
      end: offsets?.[end] ?? end,
    });
  });
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
  const title = toComposed(input.title);
  const text = toComposed(input.text);
  for (const language of toLanguages(tagger, input)) {
    const automaton = tagger.automata.get(language);
    if (automaton === undefined) continue;
    collect(tagger, automaton, language, 'title', title, hits);
    collect(tagger, automaton, language, 'text', text, hits);
  }
  return hits;
};

/** The longest hits first; what they cover, in part or whole, falls away. The rest stands in reading order. */
export const toLongest = (hits: readonly Hit[]): readonly Hit[] => {
  if (hits.length < 2) return hits;
  const order = (field: TextField): number => (field === 'title' ? 0 : 1);
  const byPlace = (a: Hit, b: Hit): number => order(a.field) - order(b.field) || a.start - b.start;
  // Of equal spans the more particular term counts: кіберспорт* before кібер*, a word before a prefix.
  const longest = [...hits].sort(
    (a, b) =>
      b.end - b.start - (a.end - a.start) ||
      byPlace(a, b) ||
      Number(a.term.prefix) - Number(b.term.prefix) ||
      b.term.written.length - a.term.written.length,
  );
  const kept: Hit[] = [];
  const taken = { title: new Map<number, Hit[]>(), text: new Map<number, Hit[]>() };
  for (const hit of longest) {
    const units = taken[hit.field];
    // What was kept before is at least as long: where it overlaps this hit, it holds its first or its last unit.
    if (isCovered(hit, units.get(hit.start)) || isCovered(hit, units.get(hit.end - 1))) continue;
    kept.push(hit);
    const here = [...(units.get(hit.start) ?? []), hit];
    for (let at = hit.start; at < hit.end; at += 1) units.set(at, here);
  }
  return kept.sort(byPlace);
};

/** Two places may share one name: Korea, Congo. */
const isCovered = (hit: Hit, others: readonly Hit[] = []): boolean =>
  others.some(
    (other) => other.start !== hit.start || other.end !== hit.end || other.term.rule === hit.term.rule,
  );
