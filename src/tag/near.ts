import type { Language, Taggable } from '../model.ts';
import { toWords } from '../text/words.ts';
import type { CompiledNear, CompiledTerm } from './compile.ts';
import type { Hit, Signal } from './hits.ts';
import { type TextField, textOf } from './reading.ts';
import { NEAR_FIRST, NEAR_OTHER } from './tally.ts';

const SPACE = 0x20;

/** Whether a unit is surely part of a word: the letters and digits of our languages' everyday text are. */
const isPlainLetter = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x400 && unit <= 0x481) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x30 && unit <= 0x39) ||
  (unit >= 0xc0 && unit <= 0x24f && unit !== 0xd7 && unit !== 0xf7);

/** Whether fewer words than so many stand there, where plain letters and spaces tell without looking for the words. */
const areFewer = (words: number, text: string, from: number, to: number): boolean | undefined => {
  // Between two spaces with a letter there is a word at least; each but one at the start comes behind what is no letter.
  let least = 0;
  let most = text.charCodeAt(from) === SPACE ? 0 : 1;
  let isCounted = false;
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    if (isPlainLetter(unit)) {
      if (!isCounted) least += 1;
      if (least >= words) return false;
      isCounted = true;
    } else {
      if (at < to - 1) most += 1;
      if (unit === SPACE) isCounted = false;
    }
  }
  return most < words ? true : undefined;
};

/** Whether fewer words than so many stand between two spans of a text; none do where they touch or overlap. */
const areWithin = (words: number, text: string, from: number, to: number): boolean =>
  // A word takes a unit at least, and another one that parts it from the next.
  to - from < 2 * words - 1 ||
  (areFewer(words, text, from, to) ?? toWords(text.slice(from, to)).length < words);

/** Most characters a word takes with its space, so that far hits need no counting. */
const MAX_WORD = 40;

/** The hits that end within two places, as the ends of a slice; hits come in the order of their ends. */
const toWindow = (hits: readonly Hit[], from: number, to: number): readonly [number, number] => {
  const firstEndingAt = (place: number): number => {
    let [low, high] = [0, hits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hits[middle]?.end ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [firstEndingAt(from), firstEndingAt(to + MAX_TERM)];
};

/** No term's hit is longer: a hit that begins within reach ends so much later at most. */
const MAX_TERM = 500;

/** The nearest hit of each other entry to `anchor`, all within the words allowed; undefined if one lacks. */
const gather = (
  anchor: Hit,
  entries: readonly (readonly Hit[])[],
  near: CompiledNear,
  text: string,
): readonly Hit[] | undefined => {
  const chosen: Hit[] = [anchor];
  const reach = near.within * MAX_WORD;
  for (const hits of entries) {
    const found = hits.slice(...toWindow(hits, anchor.start - reach, anchor.end + reach)).find((hit) => {
      if (hit.start < anchor.end && anchor.start < hit.end) return false;
      const [from, to] = hit.start < anchor.start ? [hit.end, anchor.start] : [anchor.end, hit.start];
      return to - from <= reach && areWithin(near.within, text, from, to);
    });
    if (found === undefined) return undefined;
    chosen.push(found);
  }
  return chosen;
};

/** The hits of one field and language by their entry; undefined if an entry has none. */
const groupByEntry = (
  terms: readonly CompiledTerm[],
  hits: readonly Hit[],
  count: number,
  [language, field]: readonly [Language, TextField],
): readonly (readonly Hit[])[] | undefined => {
  const byEntry: (Hit[] | undefined)[] = [];
  let full = 0;
  for (const hit of hits) {
    const term = terms[hit.term];
    if (term?.role.kind !== 'near' || term.language !== language || hit.field !== field) continue;
    const entry = byEntry[term.role.entry];
    if (entry === undefined) {
      byEntry[term.role.entry] = [hit];
      full += 1;
    } else entry.push(hit);
  }
  return full === count ? byEntry.map((entry = []) => entry) : undefined;
};

const findIn = (
  near: CompiledNear,
  name: number,
  field: TextField,
  byEntry: readonly (readonly Hit[])[],
  text: string,
): readonly Signal[] => {
  const [first = [], ...others] = byEntry;
  const signals: Signal[] = [];
  let last = -1;
  for (const anchor of first) {
    const chosen = gather(anchor, others, near, text);
    if (chosen === undefined) continue;
    const start = Math.min(...chosen.map((hit) => hit.start));
    const end = Math.max(...chosen.map((hit) => hit.end));
    if (start < last) continue;
    last = end;
    signals.push({ name, field, start, end, weight: near.weight });
  }
  return signals;
};

const findOne = (
  near: CompiledNear,
  terms: readonly CompiledTerm[],
  hits: readonly Hit[],
  input: Taggable,
): readonly Signal[] => {
  const signals: Signal[] = [];
  const languages: Language[] = [];
  for (const { term } of hits) {
    const language = terms[term]?.language;
    if (language !== undefined && !languages.includes(language)) languages.push(language);
  }
  for (const language of languages) {
    const entries = near.entries.get(language);
    if (entries === undefined || hits.length < entries.count) continue;
    for (const field of ['title', 'text'] as const) {
      const byEntry = groupByEntry(terms, hits, entries.count, [language, field]);
      if (byEntry !== undefined)
        signals.push(...findIn(near, entries.name, field, byEntry, textOf(input, field)));
    }
  }
  return signals;
};

const isFirst = ({ part }: Hit): boolean => part === NEAR_FIRST;
const isOther = ({ part }: Hit): boolean => part === NEAR_OTHER;
const NO_SIGNALS: readonly Signal[] = [];

/** Where all entries of a near rule stand within its number of words of the first entry; spans of one rule do not overlap. */
export const findNear = (
  rules: readonly CompiledNear[],
  terms: readonly CompiledTerm[],
  hits: readonly Hit[],
  input: Taggable,
): readonly Signal[] => {
  if (!hits.some(isFirst) || !hits.some(isOther)) return NO_SIGNALS;
  const byRule: (Hit[] | undefined)[] = rules.map(() => undefined);
  for (const hit of hits) {
    if (!isFirst(hit) && !isOther(hit)) continue;
    const role = terms[hit.term]?.role;
    if (role?.kind !== 'near') continue;
    const own = byRule[role.index];
    if (own === undefined) byRule[role.index] = [hit];
    else own.push(hit);
  }
  const signals: Signal[] = [];
  for (const [index, near] of rules.entries()) {
    const own = byRule[index];
    if (own !== undefined && own.length > 1) signals.push(...findOne(near, terms, own, input));
  }
  return signals;
};
