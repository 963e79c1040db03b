import type { Language } from '../model.ts';
import { isAllowed } from './allowed.ts';
import type { CompiledTerm, Tagger } from './compile.ts';
import type { Finds } from './finds.ts';
import { toWordEnd } from './matcher.ts';
import type { TextField } from './reading.ts';

/** What speaks for a rule at one place of a field; offsets are UTF-16 units of the original field. */
export interface Signal {
  /** A term as written, a near rule or a regex. */
  readonly rule: string;
  /** Points before the place's weight. */
  readonly weight: number;
  readonly field: TextField;
  readonly start: number;
  readonly end: number;
}

/** A term found in a field. */
export interface Hit extends Signal {
  readonly term: CompiledTerm;
  readonly language: Language;
}

/** Gives each find in a field that counts, by its capitals and what stands around it, of the rules asked for. */
export const eachHit = (
  tagger: Tagger,
  { language, automaton, field, text, offsets, found }: Finds,
  isWanted: (rule: number) => boolean,
  take: (hit: Hit) => void,
): void => {
  const { rules } = tagger.tally;
  for (let at = 0; at < found.length; at += 3) {
    const number = found[at] ?? 0;
    if (!isWanted(rules[number] ?? 0)) continue;
    const term = tagger.terms[number];
    if (term === undefined) continue;
    const from = found[at + 1] ?? 0;
    const to = found[at + 2] ?? 0;
    const past = term.prefix ? toWordEnd(automaton, text, to) : to;
    if (!isAllowed(term, text, from, past, tagger, automaton)) continue;
    const start = offsets === undefined ? from : (offsets[from] ?? from);
    const end = offsets === undefined ? past : (offsets[past] ?? past);
    take({ term, rule: term.written, weight: term.weight, language, field, start, end });
  }
};
