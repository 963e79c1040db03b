import type { Language, Taggable } from '../model.ts';
import { toWords } from '../text/words.ts';
import type { CompiledNear } from './compile.ts';
import type { Hit, Signal } from './hits.ts';
import type { TextField } from './reading.ts';

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
  hits: readonly Hit[],
  count: number,
  [language, field]: readonly [Language, TextField],
): readonly (readonly Hit[])[] | undefined => {
  const byEntry: (Hit[] | undefined)[] = [];
  let full = 0;
  for (const hit of hits) {
    const { role } = hit.term;
    if (role.kind !== 'near' || hit.language !== language || hit.field !== field) continue;
    const entry = byEntry[role.entry];
    if (entry === undefined) {
      byEntry[role.entry] = [hit];
      full += 1;
    } else entry.push(hit);
  }
  return full === count ? byEntry.map((entry = []) => entry) : undefined;
};

const findIn = (
  near: CompiledNear,
  written: string,
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
    signals.push({ rule: written, field, start, end, weight: near.weight });
  }
  return signals;
};

const findOne = (near: CompiledNear, hits: readonly Hit[], input: Taggable): readonly Signal[] => {
  const signals: Signal[] = [];
  const languages: Language[] = [];
  for (const { language } of hits) if (!languages.includes(language)) languages.push(language);
  for (const language of languages) {
    const entries = near.entries.get(language);
    if (entries === undefined || hits.length < entries.count) continue;
    for (const field of ['title', 'text'] as const) {
      const byEntry = groupByEntry(hits, entries.count, [language, field]);
      if (byEntry !== undefined) signals.push(...findIn(near, entries.written, field, byEntry, input[field]));
    }
  }
  return signals;
};

/** Where all entries of a near rule stand within its number of words of the first entry; spans of one rule do not overlap. */
export const findNear = (
  rules: readonly CompiledNear[],
  hits: readonly Hit[],
  input: Taggable,
): readonly Signal[] => {
  const byRule = new Map<number, Hit[]>();
  for (const hit of hits) {
    const { role } = hit.term;
    if (role.kind !== 'near') continue;
    const own = byRule.get(role.index);
    if (own === undefined) byRule.set(role.index, [hit]);
    else own.push(hit);
  }
  const signals: Signal[] = [];
  for (const [index, near] of rules.entries()) {
    const own = byRule.get(index);
    if (own !== undefined && own.length > 1) signals.push(...findOne(near, own, input));
  }
  return signals;
};
