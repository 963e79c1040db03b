/** What a found term does for its rule. */
export type TermRole =
  | { readonly kind: 'any' }
  | { readonly kind: 'none' }
  | { readonly kind: 'near'; readonly index: number; readonly entry: number }
  | { readonly kind: 'all'; readonly index: number };

/** What a find of a term can do for its rule's points: nothing, bring its weight, open a near rule, or complete one. */
export const [NOTHING, POINTS, NEAR_FIRST, NEAR_OTHER] = [0, 1, 2, 3];

/** What adding up finds takes of each term, by its number, close together in memory; and where it adds up. */
export interface Tally {
  readonly rules: Int32Array;
  readonly parts: Uint8Array;
  /** Weight of the term, or of the near rule that it is the first entry of. */
  readonly weights: Float64Array;
  /** By rule, all 0 between two items: points of its terms at most. */
  readonly points: Float64Array;
  /** Points of its near rules at most, if each find of a first entry has the other entries beside it. */
  readonly nears: Float64Array;
  /** Finds of terms and of first entries: no fewer than the different terms that speak for the rule. */
  readonly counts: Int32Array;
  /** FOUND, and OTHER where an entry of a near rule that is not its first was found. */
  readonly marks: Uint8Array;
}

/** Marks of a rule. */
export const [FOUND, OTHER] = [1, 2];

/** What a tally has to know of a term: the number of its rule, what it does there, and its weight. */
interface Tallied {
  readonly rule: number;
  readonly role: TermRole;
  readonly weight: number;
}

const toPart = ({ role }: Tallied): number => {
  if (role.kind === 'any') return POINTS;
  if (role.kind === 'near') return role.entry === 0 ? NEAR_FIRST : NEAR_OTHER;
  return NOTHING;
};

/** The tally of a tagger with these terms and rules. */
export const buildTally = (
  terms: readonly Tallied[],
  rules: readonly { readonly near: readonly { readonly weight: number }[] }[],
): Tally => ({
  rules: Int32Array.from(terms, ({ rule }) => rule),
  parts: Uint8Array.from(terms, toPart),
  weights: Float64Array.from(terms, ({ rule, role, weight }) =>
    role.kind === 'near' ? (rules[rule]?.near[role.index]?.weight ?? 0) : weight,
  ),
  points: new Float64Array(rules.length),
  nears: new Float64Array(rules.length),
  counts: new Int32Array(rules.length),
  marks: new Uint8Array(rules.length),
});
