import { type Alphabet, APOSTROPHE, type Pattern } from './alphabet.ts';
import { buildTrie, type Trie } from './trie.ts';

/** No state: the rest of the word is skipped. */
export const DEAD = -1;

/** What ends in a state, shorter patterns included: nothing, patterns that want a word's end, or prefixes among them. */
export const [NO_END, WORD_END, PREFIX_END] = [0, 1, 2];
/** Picks from a cell what ends in its state. */
export const ENDS_MASK = 3;
/** In a cell where the state has somewhere to fall back to: states inside a term's first word, nearly all, have not. */
export const FALLS_BACK = 4;
/** Bits of a cell below the state's base. */
export const BASE_SHIFT = 3;

/** Where in the links of a state, LINKS numbers each, stand: the state to fall back to, its first pattern, the shorter. */
export const [LINKS, FALL_BACK, FIRST, SHORTER] = [4, 0, 1, 2];
/** Where in the numbers of a pattern, PARTS each, stand: the next of its state, its term, its symbols, its kind. */
export const [PARTS, NEXT, TERM, LENGTH, KIND] = [4, 0, 1, 2, 3];
/** Bits of a pattern's kind: several words, so that a gap in the text may be longer; a word that may go on after it. */
export const [HAS_GAPS, IS_PREFIX] = [1, 2];

/**
 * The transitions of an automaton, dense: state s goes by class c to state `base(s) + c` where that one's owner is s.
 * State 0 is the start of a word. A double array keeps a state at 8 bytes where a full row would take 4 bytes a class;
 * both numbers of a state stand side by side, so that a step touches one line of the processor's cache.
 */
export interface Table {
  /** Of state s, at `2 * s` its base above FALLS_BACK and what ends in it; at `2 * s + 1` its owner. */
  readonly cells: Int32Array;
  /**
   * Of state s, from `LINKS * s` on: where to go on when it has no transition, the longest suffix that begins a term;
   * the first pattern that ends in it; the next state by falling back in which patterns end. DEAD if none.
   */
  readonly links: Int32Array;
  /** Of each pattern, from `PARTS` times its number on, what a find of it needs. */
  readonly patterns: Int32Array;
  readonly states: number;
}

const at = (array: Int32Array, index: number): number => array[index] ?? DEAD;

interface Slots {
  base: Int32Array;
  owner: Int32Array;
  firstFree: number;
  end: number;
}

const grow = (slots: Slots, size: number): void => {
  if (size <= slots.base.length) return;
  const length = Math.max(size, slots.base.length * 2);
  const base = new Int32Array(length);
  base.set(slots.base);
  const owner = new Int32Array(length).fill(DEAD);
  owner.set(slots.owner);
  slots.base = base;
  slots.owner = owner;
};

/** How far a state with several transitions looks for room before it takes the end: bounds the build's time. */
const MAX_TRIES = 256;

const findBase = (slots: Slots, classes: readonly number[], alphabetSize: number): number => {
  const first = classes[0] ?? 0;
  grow(slots, slots.end + 2 * alphabetSize);
  while (slots.firstFree < slots.end && at(slots.owner, slots.firstFree) !== DEAD) slots.firstFree += 1;
  let slot = Math.max(slots.firstFree, first);
  for (let tries = 0; tries < MAX_TRIES && slot < slots.end; slot += 1) {
    if (at(slots.owner, slot) !== DEAD) continue;
    tries += 1;
    const base = slot - first;
    if (classes.every((each) => at(slots.owner, base + each) === DEAD)) return base;
  }
  return slots.end;
};

/** Places every state of the trie; gives each node's slot, in breadth-first order. */
const placeStates = (
  trie: Trie,
  alphabet: Alphabet,
): { slots: Slots; slotOf: Int32Array; order: Int32Array } => {
  const size = Math.ceil(trie.size * 1.2) + 2 * alphabet.size;
  const slots: Slots = {
    base: new Int32Array(size),
    owner: new Int32Array(size).fill(DEAD),
    firstFree: 1,
    end: 1,
  };
  const slotOf = new Int32Array(trie.size);
  const order = new Int32Array(trie.size);
  let known = 1;
  for (let seen = 0; seen < known; seen += 1) {
    const node = at(order, seen);
    const slot = at(slotOf, node);
    const classes: number[] = [];
    const children: number[] = [];
    for (let child = at(trie.firstChild, node); child !== DEAD; child = at(trie.sibling, child)) {
      classes.push(at(trie.symbol, child));
      children.push(child);
    }
    if (children.length === 0) continue;
    const sorted = [...classes].sort((a, b) => a - b);
    const base = findBase(slots, sorted, alphabet.size);
    slots.base[slot] = base;
    slots.end = Math.max(slots.end, base + (sorted.at(-1) ?? 0) + 1);
    for (const [index, child] of children.entries()) {
      const target = base + (classes[index] ?? 0);
      slots.owner[target] = slot;
      slotOf[child] = target;
      order[known] = child;
      known += 1;
    }
  }
  return { slots, slotOf, order };
};

const findFailure = (
  table: Pick<Slots, 'base' | 'owner'> & { readonly fail: Int32Array },
  parent: number,
  symbol: number,
  alphabet: Alphabet,
): number => {
  for (let state = at(table.fail, parent); state !== DEAD; state = at(table.fail, state)) {
    const next = at(table.base, state) + symbol;
    if (at(table.owner, next) === state) return next;
  }
  const endsWord = symbol < alphabet.firstWord && !(symbol === APOSTROPHE && alphabet.joinsApostrophe);
  return endsWord ? 0 : DEAD;
};

/** What ends in a node itself. */
const toEnd = (trie: Trie, patterns: readonly Pattern[], node: number): number => {
  let end: number = NO_END;
  for (let each = at(trie.firstPattern, node); each !== DEAD; each = at(trie.nextPattern, each))
    end = Math.max(end, patterns[each]?.prefix === true ? PREFIX_END : WORD_END);
  return end;
};

/** Puts what a step reads of a state side by side. */
const toCells = (
  { base, owner }: Pick<Slots, 'base' | 'owner'>,
  fail: Int32Array,
  ends: Uint8Array,
): Int32Array => {
  const cells = new Int32Array(base.length * 2);
  for (let state = 0; state < base.length; state += 1) {
    const flags = (ends[state] ?? NO_END) | (at(fail, state) === DEAD ? 0 : FALLS_BACK);
    cells[2 * state] = (at(base, state) << BASE_SHIFT) | flags;
    cells[2 * state + 1] = at(owner, state);
  }
  return cells;
};

/** Puts what a find reads of a state side by side. */
const toLinks = (fail: Int32Array, firstPattern: Int32Array, shorter: Int32Array): Int32Array => {
  const links = new Int32Array(fail.length * LINKS);
  for (let state = 0; state < fail.length; state += 1) {
    links[state * LINKS + FALL_BACK] = at(fail, state);
    links[state * LINKS + FIRST] = at(firstPattern, state);
    links[state * LINKS + SHORTER] = at(shorter, state);
  }
  return links;
};

/** Puts what a find reads of a pattern side by side. */
const toParts = (patterns: readonly Pattern[], { nextPattern, patternLength }: Trie): Int32Array => {
  const parts = new Int32Array(patterns.length * PARTS);
  for (const [index, { text, term, prefix }] of patterns.entries()) {
    parts[index * PARTS + NEXT] = at(nextPattern, index);
    parts[index * PARTS + TERM] = term;
    parts[index * PARTS + LENGTH] = patternLength[index] ?? 0;
    parts[index * PARTS + KIND] = (/[ -]/.test(text) ? HAS_GAPS : 0) | (prefix ? IS_PREFIX : 0);
  }
  return parts;
};

/** Lays out the patterns as a dense table with failure links. */
export const buildTable = (patterns: readonly Pattern[], alphabet: Alphabet): Table => {
  const trie = buildTrie(patterns, alphabet);
  const { slots, slotOf, order } = placeStates(trie, alphabet);
  const length = slots.end + alphabet.size;
  grow(slots, length);
  const base = slots.base.slice(0, length);
  const owner = slots.owner.slice(0, length);
  const fail = new Int32Array(length).fill(DEAD);
  const firstPattern = new Int32Array(length).fill(DEAD);
  const shorter = new Int32Array(length).fill(DEAD);
  const ends = new Uint8Array(length);
  for (let seen = 1; seen < order.length; seen += 1) {
    const node = at(order, seen);
    const slot = at(slotOf, node);
    const parent = at(owner, slot);
    const failure = findFailure({ base, owner, fail }, parent, at(trie.symbol, node), alphabet);
    fail[slot] = failure;
    firstPattern[slot] = at(trie.firstPattern, node);
    if (failure !== DEAD) shorter[slot] = at(firstPattern, failure) !== DEAD ? failure : at(shorter, failure);
    ends[slot] = Math.max(toEnd(trie, patterns, node), failure === DEAD ? NO_END : (ends[failure] ?? NO_END));
  }
  return {
    cells: toCells({ base, owner }, fail, ends),
    links: toLinks(fail, firstPattern, shorter),
    patterns: toParts(patterns, trie),
    states: trie.size,
  };
};
