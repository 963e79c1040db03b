import type { Language } from '../model.ts';
import { type Alphabet, buildAlphabet, type UnitTables } from './alphabet.ts';
import { buildTable, type Table } from './table.ts';
import { buildTrie, type NumberedTerm } from './trie.ts';

/** What one language's terms compile to: an Aho-Corasick automaton whose every pattern begins at a word's start. */
export interface Automaton {
  readonly alphabet: Alphabet;
  readonly table: Table;
}

/** Builds the automaton that finds all terms, in all their spellings and in folded form, in one pass. */
export const buildAutomaton = (
  terms: readonly NumberedTerm[],
  language: Language,
  tables: UnitTables,
): Automaton => {
  const trie = buildTrie(terms, language, tables.folded);
  const alphabet = buildAlphabet(trie.seen, language, tables);
  return { alphabet, table: buildTable(trie, alphabet) };
};
