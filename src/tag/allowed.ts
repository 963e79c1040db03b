import type { Automaton } from './automaton.ts';
import type { CompiledTerm, Tagger } from './compile.ts';

const isSpace = (unit: number): boolean =>
  unit === 0x20 || (unit >= 9 && unit <= 13) || (unit > 0x7f && /\s/u.test(String.fromCharCode(unit)));

/** Whether there is no capital between two places. */
const isSmall = (text: string, start: number, end: number, upper: Uint8Array): boolean => {
  for (let at = start; at < end; at += 1) if (upper[text.charCodeAt(at)] === 1) return false;
  return true;
};

/**
 * Whether the capitals of a case-sensitive term stand in the text too; a term without any wants none in the text.
 * What an inflection changed is not compared.
 */
const agreesInCase = (
  cased: string,
  text: string,
  start: number,
  end: number,
  { upper }: Tagger,
  { alphabet: { classes } }: Automaton,
): boolean => {
  if (isSmall(cased, 0, cased.length, upper)) return isSmall(text, start, end, upper);
  let at = start;
  for (let own = 0; own < cased.length && at < end; own += 1) {
    const wanted = cased.charCodeAt(own);
    const unit = text.charCodeAt(at);
    if (classes[wanted] !== classes[unit]) return true;
    if (upper[wanted] === 1 && upper[unit] === 0) return false;
    at += 1;
    // A run of spaces in the text stands for the term's one.
    if (isSpace(unit)) while (at < end && isSpace(text.charCodeAt(at))) at += 1;
  }
  return true;
};

/** A capitalised word right beside the name, parted by one space: the name is part of a longer one. */
const hasNeighbour = (text: string, start: number, end: number): boolean => {
  const after = /^ (\p{Lu}[\p{L}.]+)/u.exec(text.slice(end, end + 24));
  if (after !== null) return true;
  const before = /(?:^|[^\p{L}])(\p{Lu}\p{Ll}+) $/u.exec(text.slice(Math.max(0, start - 24), start));
  // A word that begins the sentence is capitalised anyway: "In Jordan", "Why Chad".
  return (
    before !== null &&
    !/(?:^|[.!?:\n«"“] ?)$/u.test(text.slice(0, start - (before[1]?.length ?? 0) - 1).slice(-2))
  );
};

const opensSentence = (text: string, start: number): boolean =>
  /(?:^|[.!?…:;\n«"“„(—–-])\s*$/u.test(text.slice(Math.max(0, start - 4), start));

/** Whether a term's find in a composed text counts: its capitals are there, and what its guard wants around it. */
export const isAllowed = (
  term: CompiledTerm,
  text: string,
  start: number,
  end: number,
  tagger: Tagger,
  automaton: Automaton,
): boolean => {
  if (term.cased !== undefined && !agreesInCase(term.cased, text, start, end, tagger, automaton))
    return false;
  if (term.guard === 'none') return true;
  return term.guard === 'name' ? !hasNeighbour(text, start, end) : !opensSentence(text, start);
};
