import type { Language } from '../model.ts';
import { toFoldedUnit } from '../text/words.ts';

/** Symbol classes that every automaton has, before those of the letters its terms are made of. */
export const BREAK = 0;
export const GAP = 1;
export const APOSTROPHE = 2;

const SPACE = 0x20;
const HYPHEN = 0x2d;
const QUOTE = 0x27;

/** How the 65,536 UTF-16 units map to the few symbols the terms of one language are made of; folding included. */
export interface Alphabet {
  readonly classes: Uint8Array;
  /** Classes from this one on are parts of words. */
  readonly firstWord: number;
  /** Class of units that no term has and that call for composing the text: marks, and what is not seen. */
  readonly odd: number;
  readonly size: number;
  /** In Ukrainian and Russian an apostrophe between letters is part of the word; elsewhere it ends one. */
  readonly joinsApostrophe: boolean;
}

/** One spelling to look for, and the number of the term it stands for. */
export interface Pattern {
  readonly text: string;
  readonly term: number;
  /** Whether the word may go on after it. */
  readonly prefix: boolean;
}

/** The units that patterns are made of; a hyphen is a gap between words as a space is. */
const collectUnits = (patterns: readonly Pattern[]): readonly number[] => {
  const seen = new Uint8Array(65_536);
  for (const { text } of patterns) for (let at = 0; at < text.length; at += 1) seen[text.charCodeAt(at)] = 1;
  for (const own of [SPACE, HYPHEN, QUOTE]) seen[own] = 0;
  return [...seen.keys()].filter((unit) => seen[unit] === 1);
};

/** Units above this have no case and no marks that could be folded: symbols, CJK, Hangul. */
const LAST_FOLDED = 0x2fff;

/** What an alphabet has to know of each UTF-16 unit. */
export interface UnitTables {
  /** Of `buildWordUnits`. */
  readonly word: Uint8Array;
  /** Of `buildOddUnits`. */
  readonly odd: Uint8Array;
}

/** The alphabet of one language's patterns. */
export const buildAlphabet = (
  patterns: readonly Pattern[],
  language: Language,
  tables: UnitTables,
): Alphabet => {
  const units = collectUnits(patterns);
  const marks = units.filter((unit) => tables.word[unit] === 0);
  const letters = units.filter((unit) => tables.word[unit] === 1 && tables.odd[unit] === 0);
  const firstWord = APOSTROPHE + 1 + marks.length;
  const byUnit = new Map<number, number>([
    [SPACE, GAP],
    [HYPHEN, GAP],
    [QUOTE, APOSTROPHE],
  ]);
  for (const [at, mark] of marks.entries()) byUnit.set(mark, APOSTROPHE + 1 + at);
  // The first class of words is for all letters that no term contains. A byte holds 256 classes; letters beyond
  // them fall together in that class, so that a term with them never matches: no alphabet of ours comes near.
  const odd = firstWord + 1;
  for (const [at, letter] of letters.entries()) if (odd + 1 + at < 256) byUnit.set(letter, odd + 1 + at);
  const classes = new Uint8Array(65_536);
  for (let unit = 0; unit < classes.length; unit += 1) {
    if (tables.odd[unit] === 1) {
      classes[unit] = odd;
      continue;
    }
    const known = byUnit.get(unit <= LAST_FOLDED ? toFoldedUnit(unit, language) : unit);
    classes[unit] = known ?? (tables.word[unit] === 1 ? firstWord : BREAK);
  }
  const size = Math.min(odd + 1 + letters.length, 256);
  return { classes, firstWord, odd, size, joinsApostrophe: language === 'uk' || language === 'ru' };
};
