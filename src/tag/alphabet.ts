import type { Language } from '../model.ts';
import { buildFoldedUnits, buildOddUnits, buildWordUnits } from '../text/words.ts';

/** Symbol classes that every automaton has, before those of the letters its terms are made of. */
export const BREAK = 0;
export const GAP = 1;
export const APOSTROPHE = 2;

const SPACE = 0x20;
const HYPHEN = 0x2d;
const QUOTE = 0x27;

/** How the 65,536 UTF-16 units map to the few symbols the terms of one language are made of; folding included. */
export interface Alphabet {
  readonly classes: Uint16Array;
  /** Classes from this one on are parts of words. */
  readonly firstWord: number;
  /** The first of them: units that no term has and that call for composing the text, marks and what is not seen. */
  readonly odd: number;
  readonly size: number;
  /** In Ukrainian and Russian an apostrophe between letters is part of the word; elsewhere it ends one. */
  readonly joinsApostrophe: boolean;
}

/** What an alphabet has to know of each UTF-16 unit. */
export interface UnitTables {
  /** Of `buildWordUnits`. */
  readonly word: Uint8Array;
  /** Of `buildOddUnits`. */
  readonly odd: Uint8Array;
  /** Of `buildFoldedUnits`, for the language. */
  readonly folded: Uint16Array;
}

/** What automata have to know of units, by language; only Azerbaijani folds otherwise than the others. */
export const buildUnitTables = (languages: readonly Language[]): ((language: Language) => UnitTables) => {
  const shared = { word: buildWordUnits(), odd: buildOddUnits() };
  const other = languages.find((language) => language !== 'az');
  const others = other === undefined ? undefined : buildFoldedUnits(other);
  return (language) => ({
    ...shared,
    folded: language === 'az' || others === undefined ? buildFoldedUnits(language) : others,
  });
};

/** The alphabet of a language's terms, which are made of the units that are seen; a hyphen is a gap as a space is. */
export const buildAlphabet = (seen: Uint8Array, language: Language, tables: UnitTables): Alphabet => {
  const { word, odd: isOdd, folded } = tables;
  const own: number[] = [];
  for (let unit = 0; unit < seen.length; unit += 1)
    if (seen[unit] === 1 && unit !== SPACE && unit !== HYPHEN && unit !== QUOTE) own.push(unit);
  const marks = own.filter((unit) => word[unit] === 0);
  const letters = own.filter((unit) => word[unit] === 1 && isOdd[unit] === 0);
  const odd = APOSTROPHE + 1 + marks.length;
  // One class is for all letters that no term contains.
  const other = odd + 1;
  const byUnit = new Uint16Array(65_536);
  byUnit[SPACE] = GAP;
  byUnit[HYPHEN] = GAP;
  byUnit[QUOTE] = APOSTROPHE;
  for (const [at, mark] of marks.entries()) byUnit[mark] = APOSTROPHE + 1 + at;
  for (const [at, letter] of letters.entries()) byUnit[letter] = other + 1 + at;
  const classes = new Uint16Array(65_536);
  for (let unit = 0; unit < classes.length; unit += 1) {
    const known = byUnit[folded[unit] ?? 0] ?? BREAK;
    if (isOdd[unit] === 1) classes[unit] = odd;
    else if (known !== BREAK) classes[unit] = known;
    else classes[unit] = word[unit] === 1 ? other : BREAK;
  }
  const size = other + 1 + letters.length;
  return { classes, firstWord: odd, odd, size, joinsApostrophe: language === 'uk' || language === 'ru' };
};
