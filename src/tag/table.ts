import { type Alphabet, APOSTROPHE, type Pattern } from './alphabet.ts';
import { buildTrie, type Trie } from './trie.ts';

/** No state: the rest of the word is skipped. */
export const DEAD = -1;

/** What ends in a state, shorter patterns included: nothing, patterns that want a word's end, or prefixes among them. */
export const [NO_END, WORD_END, PREFIX_END] = [0, 1, 2];
/** Bits below a state's base in its cell, which hold what ends in it. */
export const BASE_SHIFT = 2;
/** Picks from a cell what ends in its state. */
export const ENDS_MASK = 3;

/**
 * The transitions of an automaton, dense: state s goes by class c to state `base(s) + c` where that one's owner is s.
 * State 0 is the start of a word. A double array keeps a state at 8 bytes where a full row would take 4 bytes a class;
 * both numbers of a state stand side by side, so that a step touches one line of the processor's cache.
 */
export interface Table {
  /** Of state s, at `2 * s` its base, shifted by `BASE_SHIFT`, over its `ends`; at `2 * s + 1` its owner. */
  readonly cells: Int32Array;
  /** Where to go on when a state has no transition: the longest suffix that begins a term; DEAD if none. */
  readonly fail: Int32Array;
  /** First pattern that ends in a state, DEAD if none; the others follow by `nextPattern`. */
  readonly firstPattern: Int32Array;
  readonly nextPattern: Int32Array;
  /** The next state by `fail` in which patterns end. */
  readonly shorter: Int32Array;
  /** Symbols in each pattern. */
  readonly patternLength: Uint16Array;
  readonly patternTerm: Int32Array;
  /** 1 where the pattern is of several words: a gap in the text may be longer than in the pattern. */
  readonly patternGaps: Uint8Array;
  /** 1 where the word may go on after the pattern. */
  readonly patternPrefix: Uint8Array;
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
  table: Pick<Slots, 'base' | 'owner'> & Pick<Table, 'fail'>,
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
const toCells = ({ base, owner }: Pick<Slots, 'base' | 'owner'>, ends: Uint8Array): Int32Array => {
  const cells = new Int32Array(base.length * 2);
  for (let state = 0; state < base.length; state += 1) {
    cells[2 * state] = (at(base, state) << BASE_SHIFT) | (ends[state] ?? NO_END);
    cells[2 * state + 1] = at(owner, state);
  }
  return cells;
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
    cells: toCells({ base, owner }, ends),
    fail,
    firstPattern,
    shorter,
    nextPattern: trie.nextPattern,
    patternLength: trie.patternLength,
    patternTerm: Int32Array.from(patterns, (pattern) => pattern.term),
    patternGaps: Uint8Array.from(patterns, ({ text }) => (/[ -]/.test(text) ? 1 : 0)),
    patternPrefix: Uint8Array.from(patterns, (pattern) => (pattern.prefix ? 1 : 0)),
    states: trie.size,
  };
};
