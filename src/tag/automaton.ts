import type { Language } from '../model.ts';
import { type Alphabet, buildAlphabet, type Pattern } from './alphabet.ts';
import { buildTable, type Table } from './table.ts';

/** What one language's terms compile to: an Aho-Corasick automaton whose every pattern begins at a word's start. */
export interface Automaton {
  readonly alphabet: Alphabet;
  readonly table: Table;
}

/** Builds the automaton that finds all patterns, in folded form, in one pass; `wordUnits` of `buildWordUnits`. */
export const buildAutomaton = (
  patterns: readonly Pattern[],
  language: Language,
  wordUnits: Uint8Array,
): Automaton => {
  const alphabet = buildAlphabet(patterns, language, wordUnits);
  return { alphabet, table: buildTable(patterns, alphabet) };
};
