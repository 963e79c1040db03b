/** What a found term does for its rule. */
export type TermRole =
  | { readonly kind: 'any' }
  | { readonly kind: 'none' }
  | { readonly kind: 'near'; readonly index: number; readonly entry: number }
  | { readonly kind: 'all'; readonly index: number };

/** What a find of a term does: nothing for points, bring its weight, open a near rule, complete one, or veto its rule. */
export const [NOTHING, POINTS, NEAR_FIRST, NEAR_OTHER, VETO] = [0, 1, 2, 3, 4];
/** Picks from a term's part what a find of it does. */
export const PART_MASK = 7;
/** In the part of a term whose finds have to be looked at: a prefix, one with capitals, or one with a guard. */
export const IS_CHECKED = 8;

/** Where in the facts of a term, FACTS each, stand: its rule, its part, where its weight stands, the number of its name. */
export const [FACTS, RULE, PART, WEIGHT, NAME] = [4, 0, 1, 2, 3];

/** What adding up finds takes of each term, by its number, close together in memory; and where it adds up. */
export interface Tally {
  readonly facts: Int32Array;
  /** Weights of terms, or of the near rules that they are the first entry of. */
  readonly weights: Float64Array;
  /** By rule, all 0 between two items: points of its terms at most. */
  readonly points: Float64Array;
  /** Points of its near rules at most, if each find of a first entry has the other entries beside it. */
  readonly nears: Float64Array;
  /** Finds of terms and of first entries: no fewer than the different terms that speak for the rule. */
  readonly counts: Int32Array;
  /** FOUND, and OTHER where an entry of a near rule that is not its first was found. */
  readonly marks: Uint8Array;
  /** Where a rule's hits are gathered: one more than its place among the rules that are weighed. */
  readonly slots: Int32Array;
}

/** Marks of a rule. */
export const [FOUND, OTHER] = [1, 2];

/** What a tally has to know of a term: the number of its rule, what it does there, its weight, and what is looked at. */
interface Tallied {
  readonly rule: number;
  readonly role: TermRole;
  readonly weight: number;
  readonly written: string;
  readonly cased: string | undefined;
  readonly prefix: boolean;
  readonly guard: string;
}

const toPart = ({ role, cased, prefix, guard }: Tallied): number => {
  const checked = prefix || cased !== undefined || guard !== 'none' ? IS_CHECKED : 0;
  if (role.kind === 'any') return checked | POINTS;
  if (role.kind === 'none') return checked | VETO;
  if (role.kind === 'near') return checked | (role.entry === 0 ? NEAR_FIRST : NEAR_OTHER);
  return checked | NOTHING;
};

/** Numbers for values, from 0 on in the order in which they are first asked for; equal values have one. */
export interface Numbering<T> {
  readonly values: readonly T[];
  readonly numberOf: (value: T) => number;
}

export const buildNumbering = <T>(): Numbering<T> => {
  const values: T[] = [];
  const numbers = new Map<T, number>();
  const numberOf = (value: T): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, values.length);
    return values.push(value) - 1;
  };
  return { values, numberOf };
};

/** The tally of a tagger with these terms and rules, and names numbered so. */
export const buildTally = (
  terms: readonly Tallied[],
  rules: readonly { readonly near: readonly { readonly weight: number }[] }[],
  nameOf: (written: string) => number,
): Tally => {
  const facts = new Int32Array(terms.length * FACTS);
  const weights = buildNumbering<number>();
  for (const [number, term] of terms.entries()) {
    const { rule, role, weight, written } = term;
    const at = number * FACTS;
    facts[at + RULE] = rule;
    facts[at + PART] = toPart(term);
    facts[at + WEIGHT] = weights.numberOf(
      role.kind === 'near' ? (rules[rule]?.near[role.index]?.weight ?? 0) : weight,
    );
    facts[at + NAME] = nameOf(written);
  }
  return {
    facts,
    weights: Float64Array.from(weights.values),
    points: new Float64Array(rules.length),
    nears: new Float64Array(rules.length),
    counts: new Int32Array(rules.length),
    marks: new Uint8Array(rules.length),
    slots: new Int32Array(rules.length),
  };
};
