import type { Language } from '../model.ts';
import { type Alphabet, buildAlphabet, type Pattern, type UnitTables } from './alphabet.ts';
import { buildTable, type Table } from './table.ts';

/** What one language's terms compile to: an Aho-Corasick automaton whose every pattern begins at a word's start. */
export interface Automaton {
  readonly alphabet: Alphabet;
  readonly table: Table;
}

/** Builds the automaton that finds all patterns, in folded form, in one pass. */
export const buildAutomaton = (
  patterns: readonly Pattern[],
  language: Language,
  tables: UnitTables,
): Automaton => {
  const alphabet = buildAlphabet(patterns, language, tables);
  return { alphabet, table: buildTable(patterns, alphabet) };
};
