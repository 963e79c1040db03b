import { APOSTROPHE, BREAK, GAP } from './alphabet.ts';
import type { Automaton } from './automaton.ts';
import {
  ANY_END,
  BASE_SHIFT,
  DEAD,
  ENDS_MASK,
  FALL_BACK,
  FALLS_BACK,
  FIRST,
  LINKS,
  NO_END,
  SHORTER,
} from './table.ts';
import { HAS_GAPS, IS_PREFIX, NEXT, PARTS, TERM, TERM_SHIFT } from './trie.ts';

const NEWLINE = 10;
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

/** Whether the apostrophe at `at` stands between letters of one word, in a language that joins them by it. */
const isJoint = ({ alphabet }: Automaton, text: string, at: number): boolean => {
  const { classes, firstWord, joinsApostrophe } = alphabet;
  if (!joinsApostrophe || at === 0 || at + 1 >= text.length) return false;
  if (classes[text.charCodeAt(at)] !== APOSTROPHE) return false;
  const before = classes[text.charCodeAt(at - 1)] ?? 0;
  return before >= firstWord && (classes[text.charCodeAt(at + 1)] ?? 0) >= firstWord;
};

/** Signs of no language begin here, emoji's halves among them: neither capitals nor guards look at them. */
const FIRST_SIGN = 0x2190;

/** Whether the unit before the one at `at`, which would be composed, is a sign, as an emoji is before its variant's mark. */
const isBehindSign = ({ alphabet: { classes } }: Automaton, text: string, at: number): boolean => {
  const before = at === 0 ? 0 : text.charCodeAt(at - 1);
  return before >= FIRST_SIGN && classes[before] === BREAK;
};

/** Behind the marks and unseen characters from a place on. */
const skipOdd = ({ alphabet: { classes, odd } }: Automaton, text: string, from: number): number => {
  let at = from;
  while (at < text.length && classes[text.charCodeAt(at)] === odd) at += 1;
  return at;
};

/** No place: the walk fell back, and what it found begins somewhere behind its own begin. */
const UNKNOWN = -1;

/**
 * Adds every pattern that ends in the state, and at the unit before `end`, as term, start and end; `begin` is where
 * what led to the state begins, or UNKNOWN.
 */
const report = (
  automaton: Automaton,
  text: string,
  state: number,
  begin: number,
  end: number,
  found: number[],
): void => {
  const { links, patterns, depths } = automaton.table;
  const whole = isWordEnd(automaton, text, end);
  for (let from = state; from !== DEAD; from = links[from * LINKS + SHORTER] ?? DEAD) {
    let start = from === state ? begin : UNKNOWN;
    let pattern = links[from * LINKS + FIRST] ?? DEAD;
    while (pattern !== DEAD) {
      const term = patterns[pattern * PARTS + TERM] ?? 0;
      if (whole || (term & IS_PREFIX) !== 0) {
        if (start === UNKNOWN) {
          const depth = depths[from] ?? 0;
          start = (term & HAS_GAPS) === 0 ? end - depth : findStart(automaton, text, end, depth);
        }
        found.push(term >> TERM_SHIFT, start, end);
      }
      pattern = patterns[pattern * PARTS + NEXT] ?? DEAD;
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

/** Behind the gap at `from`, of which the unit before is the first; a paragraph's end or a dash is not passed. */
const skipGap = ({ alphabet: { classes } }: Automaton, text: string, from: number): number => {
  let at = from;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    // A second line end is a paragraph's; a hyphen after a space is a dash. Neither stands inside a phrase.
    if (classes[unit] !== GAP || unit === NEWLINE || isHyphen(unit)) return at;
    at += 1;
  }
  return at;
};

/**
 * Runs the automaton over a field, one pass, linear in its length. Patterns begin and end at words' edges unless they
 * are prefixes, which may go on; a paragraph's end ends a phrase. Gives three numbers a find, in the order of their
 * ends: the term, and the units it stands from and to, of a prefix only to where it ends itself. With `heed-odd`
 * undefined where a unit of a word calls for composing the text first.
 */
export const scan = (
  automaton: Automaton,
  text: string,
  extent: 'heed-odd' | 'whole',
): readonly number[] | undefined => {
  const { classes, firstWord, odd } = automaton.alphabet;
  const { cells } = automaton.table;
  const { length } = text;
  const found: number[] = [];
  let at = 0;
  while (at < length) {
    let symbol = classes[text.charCodeAt(at)] ?? 0;
    // Every term begins with a letter or a digit.
    if (symbol < firstWord) {
      at += 1;
      continue;
    }
    let state = 0;
    let begin = at;
    let cell = cells[0] ?? 0;
    for (;;) {
      let next = (cell >> BASE_SHIFT) + symbol;
      if (cells[2 * next + 1] !== state) {
        // Inside its first word a term has nothing to fall back to: most words end here.
        next = (cell & FALLS_BACK) === 0 ? DEAD : stepBack(automaton, state, symbol);
        if (next === DEAD) break;
        begin = UNKNOWN;
      }
      state = next;
      cell = cells[2 * next] ?? 0;
      at += 1;
      symbol = at < length ? (classes[text.charCodeAt(at)] ?? 0) : BREAK;
      if (symbol >= firstWord) {
        if ((cell & ANY_END) !== 0) report(automaton, text, state, begin, at, found);
        continue;
      }
      if ((cell & ENDS_MASK) !== NO_END) report(automaton, text, state, begin, at, found);
      if (symbol === GAP && classes[text.charCodeAt(at - 1)] === GAP) {
        at = skipGap(automaton, text, at);
        symbol = at < length ? (classes[text.charCodeAt(at)] ?? 0) : BREAK;
        if (symbol === GAP) break;
      }
    }
    // The rest of the word.
    while (symbol >= firstWord || (symbol === APOSTROPHE && isJoint(automaton, text, at))) {
      if (symbol === odd && extent === 'heed-odd') {
        if (!isBehindSign(automaton, text, at)) return undefined;
        at = skipOdd(automaton, text, at);
        break;
      }
      at += 1;
      symbol = at < length ? (classes[text.charCodeAt(at)] ?? 0) : BREAK;
    }
  }
  return found;
};
