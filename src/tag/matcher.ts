import { APOSTROPHE, GAP } from './alphabet.ts';
import type { Automaton } from './automaton.ts';
import { DEAD, NO_END, PREFIX_END } from './table.ts';

/** A term's spelling found in a composed field: units from `start` to `end`. */
export type OnHit = (term: number, start: number, end: number) => void;

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

/** The end of the word at `from`, or of the apostrophe-joined word where the language joins them. */
const skipWord = (automaton: Automaton, text: string, from: number): number => {
  const { classes, firstWord, joinsApostrophe } = automaton.alphabet;
  let at = from;
  while (at < text.length) {
    const symbol = classes[text.charCodeAt(at)] ?? 0;
    if (symbol < firstWord) {
      const joined = joinsApostrophe && symbol === APOSTROPHE && at > 0;
      const before = joined && (classes[text.charCodeAt(at - 1)] ?? 0) >= firstWord;
      if (!before || at + 1 >= text.length || (classes[text.charCodeAt(at + 1)] ?? 0) < firstWord) return at;
    }
    at += 1;
  }
  return at;
};

/** Reports every pattern that ends in the state, and at the unit before `end`. */
const report = (automaton: Automaton, text: string, state: number, end: number, onHit: OnHit): void => {
  const { firstPattern, nextPattern, shorter, patternLength, patternTerm, patternGaps, patternPrefix, ends } =
    automaton.table;
  const whole = isWordEnd(automaton, text, end);
  if (!whole && ends[state] !== PREFIX_END) return;
  let from = firstPattern[state] === DEAD ? (shorter[state] ?? DEAD) : state;
  for (; from !== DEAD; from = shorter[from] ?? DEAD) {
    let pattern = firstPattern[from] ?? DEAD;
    for (; pattern !== DEAD; pattern = nextPattern[pattern] ?? DEAD) {
      if (!whole && patternPrefix[pattern] === 0) continue;
      const length = patternLength[pattern] ?? 0;
      const start = patternGaps[pattern] === 0 ? end - length : findStart(automaton, text, end, length);
      onHit(patternTerm[pattern] ?? 0, start, end);
    }
  }
};

/**
 * Runs the automaton over a composed field, one pass, linear in its length. Patterns begin and end at words' edges
 * unless they are prefixes, which may go on; a paragraph's end ends a phrase.
 */
export const scan = (automaton: Automaton, text: string, onHit: OnHit): void => {
  const { classes, firstWord } = automaton.alphabet;
  const { base, owner, fail, ends } = automaton.table;
  let state = 0;
  let at = 0;
  let afterGap = false;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const symbol = classes[unit] ?? 0;
    if (symbol === GAP && afterGap) {
      // A second line end is a paragraph's; a hyphen after a space is a dash. Neither stands inside a phrase.
      if (unit !== SPACE && (unit === NEWLINE || isHyphen(unit))) state = 0;
      at += 1;
      continue;
    }
    afterGap = symbol === GAP;
    let next = (base[state] ?? 0) + symbol;
    if (owner[next] !== state) {
      let other = fail[state] ?? DEAD;
      while (other !== DEAD) {
        next = (base[other] ?? 0) + symbol;
        if (owner[next] === other) break;
        other = fail[other] ?? DEAD;
      }
      if (other === DEAD) {
        at = symbol >= firstWord || symbol === APOSTROPHE ? skipWord(automaton, text, at) : at + 1;
        if (at < text.length && symbol === APOSTROPHE && classes[text.charCodeAt(at)] === APOSTROPHE) at += 1;
        state = 0;
        continue;
      }
    }
    state = next;
    at += 1;
    if (ends[state] !== NO_END) report(automaton, text, state, at, onHit);
  }
};
