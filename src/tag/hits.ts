import { isAllowed } from './allowed.ts';
import type { Tagger } from './compile.ts';
import type { Finds } from './finds.ts';
import { toWordEnd } from './matcher.ts';
import type { TextField } from './reading.ts';
import { FACTS, IS_CHECKED, NAME, PART, PART_MASK, RULE, WEIGHT } from './tally.ts';

/** What speaks for a rule at one place of a field; offsets are UTF-16 units of the original field. */
export interface Signal {
  /** Number of what is found: a term as written, a near rule or a regex. */
  readonly name: number;
  /** Points before the place's weight. */
  readonly weight: number;
  readonly field: TextField;
  readonly start: number;
  readonly end: number;
}

/** A term found in a field. */
export interface Hit extends Signal {
  /** Number of the term. */
  readonly term: number;
  /** What it does for its rule, as a tally has it. */
  readonly part: number;
}

/** Gives each find in a field that counts, by its capitals and what stands around it, of the rules asked for. */
export const eachHit = (
  tagger: Tagger,
  { automaton, field, text, offsets, found }: Finds,
  isWanted: (rule: number) => boolean,
  take: (hit: Hit, rule: number) => void,
): void => {
  const { facts, weights } = tagger.tally;
  for (let at = 0; at < found.length; at += 3) {
    const term = found[at] ?? 0;
    const fact = term * FACTS;
    const rule = facts[fact + RULE] ?? 0;
    if (!isWanted(rule)) continue;
    const part = facts[fact + PART] ?? 0;
    let start = found[at + 1] ?? 0;
    let end = found[at + 2] ?? 0;
    if ((part & IS_CHECKED) !== 0) {
      const compiled = tagger.terms[term];
      if (compiled === undefined) continue;
      if (compiled.prefix) end = toWordEnd(automaton, text, end);
      if (!isAllowed(compiled, text, start, end, tagger, automaton)) continue;
    }
    if (offsets !== undefined) {
      start = offsets[start] ?? start;
      end = offsets[end] ?? end;
    }
    const weight = weights[facts[fact + WEIGHT] ?? 0] ?? 0;
    take({ name: facts[fact + NAME] ?? 0, weight, field, start, end, term, part: part & PART_MASK }, rule);
  }
};
