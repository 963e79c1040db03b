import { APOSTROPHE, BREAK, GAP } from './alphabet.ts';
import type { Automaton } from './automaton.ts';
import {
  BASE_SHIFT,
  DEAD,
  ENDS_MASK,
  FALL_BACK,
  FALLS_BACK,
  FIRST,
  LINKS,
  NO_END,
  PREFIX_END,
  SHORTER,
} from './table.ts';
import { HAS_GAPS, IS_PREFIX, KIND, LENGTH, NEXT, PARTS, TERM } from './trie.ts';

const NEWLINE = 10;
const SPACE = 32;
const isHyphen = (unit: number): boolean => unit === 0x2d || unit === 0x2010 || unit === 0x2011;

/** Whether a word ends before the unit at `end`. */
const isWordEnd = (automaton: Automaton, text: string, end: number): boolean => {
  const { classes, firstWord, joinsApostrophe } = automaton.alphabet;
  if (end >= text.length) return true;
  const next = classes[text.charCodeAt(end)] ?? 0;
  if (next >= firstWord) return (classes[text.charCodeAt(end - 1)] ?? 0) < firstWord;
  if (next !== APOSTROPHE || !joinsApostrophe || end + 1 >= text.length) return true;
  return (classes[text.charCodeAt(end + 1)] ?? 0) < firstWord;
};

/** The end of the word that the unit before `end` belongs to. */
export const toWordEnd = (automaton: Automaton, text: string, end: number): number => {
  let at = end;
  while (!isWordEnd(automaton, text, at)) at += 1;
  return at;
};

/** Where a match of so many symbols that ends at `end` begins: a run of spaces is one symbol. */
const findStart = (automaton: Automaton, text: string, end: number, symbols: number): number => {
  const { classes } = automaton.alphabet;
  let at = end;
  for (let left = symbols; left > 0; left -= 1) {
    at -= 1;
    if (classes[text.charCodeAt(at)] !== GAP) continue;
    while (at > 0 && classes[text.charCodeAt(at - 1)] === GAP) at -= 1;
  }
  return at;
};

/**
 * The end of the word at `from`, or of the apostrophe-joined word where the language joins them; STOPPED where the
 * symbol `stop` is in it.
 */
const skipWord = (automaton: Automaton, text: string, from: number, stop: number): number => {
  const { classes, firstWord, joinsApostrophe } = automaton.alphabet;
  const { length } = text;
  let at = from;
  while (at < length) {
    const symbol = classes[text.charCodeAt(at)] ?? 0;
    if (symbol < firstWord) {
      const joined = joinsApostrophe && symbol === APOSTROPHE && at > 0;
      const before = joined && (classes[text.charCodeAt(at - 1)] ?? 0) >= firstWord;
      if (!before || at + 1 >= length || (classes[text.charCodeAt(at + 1)] ?? 0) < firstWord) return at;
    } else if (symbol === stop) return STOPPED;
    at += 1;
  }
  return at;
};
const STOPPED = -1;

/** Adds every pattern that ends in the state, and at the unit before `end`, as term, start and end. */
const report = (automaton: Automaton, text: string, state: number, end: number, found: number[]): void => {
  const { cells, links, patterns } = automaton.table;
  const whole = isWordEnd(automaton, text, end);
  if (!whole && ((cells[2 * state] ?? 0) & ENDS_MASK) !== PREFIX_END) return;
  for (let from = state; from !== DEAD; from = links[from * LINKS + SHORTER] ?? DEAD) {
    let pattern = links[from * LINKS + FIRST] ?? DEAD;
    while (pattern !== DEAD) {
      const part = pattern * PARTS;
      const kind = patterns[part + KIND] ?? 0;
      if (whole || (kind & IS_PREFIX) !== 0) {
        const length = patterns[part + LENGTH] ?? 0;
        const start = (kind & HAS_GAPS) === 0 ? end - length : findStart(automaton, text, end, length);
        found.push(patterns[part + TERM] ?? 0, start, end);
      }
      pattern = patterns[part + NEXT] ?? DEAD;
    }
  }
};

/** The state that a symbol leads to from where one falls back to that it does not lead on from; DEAD if none. */
const stepBack = ({ table: { cells, links } }: Automaton, state: number, symbol: number): number => {
  let other = links[state * LINKS + FALL_BACK] ?? DEAD;
  while (other !== DEAD) {
    const next = ((cells[2 * other] ?? 0) >> BASE_SHIFT) + symbol;
    if (cells[2 * next + 1] === other) return next;
    other = links[other * LINKS + FALL_BACK] ?? DEAD;
  }
  return DEAD;
};

/**
 * Follows the terms that have led to `state` with the word before `from`, with what comes after it, as far as there are
 * any; adds what ends on the way. Gives the unit that no term goes on with, or a paragraph's end.
 */
const follow = (automaton: Automaton, text: string, from: number, first: number, found: number[]): number => {
  const { classes } = automaton.alphabet;
  const { cells } = automaton.table;
  const { length } = text;
  let state = first;
  let cell = cells[2 * state] ?? 0;
  let last: number = BREAK;
  let at = from;
  while (at < length) {
    const unit = text.charCodeAt(at);
    const symbol = classes[unit] ?? 0;
    if (symbol === GAP && last === GAP) {
      // A second line end is a paragraph's; a hyphen after a space is a dash. Neither stands inside a phrase.
      if (unit !== SPACE && (unit === NEWLINE || isHyphen(unit))) return at;
      at += 1;
      continue;
    }
    last = symbol;
    let next = (cell >> BASE_SHIFT) + symbol;
    if (cells[2 * next + 1] !== state) {
      next = (cell & FALLS_BACK) === 0 ? DEAD : stepBack(automaton, state, symbol);
      if (next === DEAD) return at;
    }
    state = next;
    cell = cells[2 * next] ?? 0;
    at += 1;
    if ((cell & ENDS_MASK) !== NO_END) report(automaton, text, state, at, found);
  }
  return at;
};

/** The symbol that no text has: with it a scan does not stop. */
export const NO_STOP = -1;

/**
 * Runs the automaton over a field, one pass, linear in its length. Patterns begin and end at words' edges unless they
 * are prefixes, which may go on; a paragraph's end ends a phrase. Gives three numbers a find, in the order of their
 * ends: the term, and the units it stands from and to, of a prefix only to where it ends itself. Undefined where the
 * text has the symbol `stop`, which no term has.
 */
export const scan = (automaton: Automaton, text: string, stop: number): readonly number[] | undefined => {
  const { classes, firstWord } = automaton.alphabet;
  const { cells } = automaton.table;
  const root = cells[0] ?? 0;
  const { length } = text;
  const found: number[] = [];
  let at = 0;
  while (at < length) {
    // Every term begins with a letter or a digit.
    let symbol = classes[text.charCodeAt(at)] ?? 0;
    if (symbol < firstWord) {
      at += 1;
      continue;
    }
    let state = 0;
    let cell = root;
    let next = (cell >> BASE_SHIFT) + symbol;
    // Inside its first word a term has nothing to fall back to: most words end here, and all else is `follow`'s.
    while (symbol >= firstWord && cells[2 * next + 1] === state) {
      state = next;
      cell = cells[2 * state] ?? 0;
      at += 1;
      if ((cell & ENDS_MASK) !== NO_END) report(automaton, text, state, at, found);
      symbol = at < length ? (classes[text.charCodeAt(at)] ?? 0) : BREAK;
      next = (cell >> BASE_SHIFT) + symbol;
    }
    if (symbol < firstWord) at = follow(automaton, text, at, state, found);
    at = skipWord(automaton, text, at, stop);
    if (at === STOPPED) return undefined;
  }
  return found;
};
