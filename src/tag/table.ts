import { type Alphabet, APOSTROPHE } from './alphabet.ts';
import { CHILD, FIELDS, IS_PREFIX, NEXT, PARTS, PATTERN, SIBLING, SYMBOL, TERM, type Trie } from './trie.ts';

/** No state: the rest of the word is skipped. */
export const DEAD = -1;

/**
 * What ends in a state, shorter patterns included: nothing, patterns that want a word's end, or some that may have a
 * letter behind them.
 */
export const [NO_END, WORD_END, ANY_END] = [0, 1, 2];
/** Picks from a cell what ends in its state. */
export const ENDS_MASK = 3;
/** In a cell where the state has somewhere to fall back to: states inside a term's first word, nearly all, have not. */
export const FALLS_BACK = 4;
/** Bits of a cell below the state's base. */
export const BASE_SHIFT = 3;

/** Where in the links of a state, LINKS numbers each, stand: the state to fall back to, its first pattern, the shorter. */
export const [LINKS, FALL_BACK, FIRST, SHORTER] = [3, 0, 1, 2];
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
  /** Of state s the symbols that lead to it. */
  readonly depths: Uint16Array;
  /** Of each pattern, from `PARTS` times its number on, what a find of it needs. */
  readonly patterns: Int32Array;
  readonly states: number;
}

const at = (array: Int32Array, index: number): number => array[index] ?? DEAD;

/** The table while states are put into it. */
interface Slots {
  cells: Int32Array;
  firstFree: number;
  /** Behind the last slot that is taken. */
  end: number;
}

const isFree = (cells: Int32Array, slot: number): boolean => cells[2 * slot + 1] === DEAD;
const baseOf = (cells: Int32Array, slot: number): number => at(cells, 2 * slot) >> BASE_SHIFT;

const toFree = (slots: number): Int32Array => {
  const cells = new Int32Array(slots * 2);
  for (let slot = 0; slot < slots; slot += 1) cells[2 * slot + 1] = DEAD;
  return cells;
};

const grow = (slots: Slots, size: number): void => {
  if (2 * size <= slots.cells.length) return;
  const cells = toFree(Math.max(size, slots.cells.length));
  cells.set(slots.cells);
  slots.cells = cells;
};

/** How far a state with several transitions looks for room before it takes the end: bounds the build's time. */
const MAX_TRIES = 256;

/** The children of a node while it is placed: their number, and of each its node and the class that leads to it, in order. */
interface Children {
  count: number;
  readonly nodes: Int32Array;
  readonly classes: Int32Array;
}

const findBase = (slots: Slots, { classes, count }: Children, alphabetSize: number): number => {
  const first = at(classes, 0);
  grow(slots, slots.end + 2 * alphabetSize);
  const { cells } = slots;
  while (slots.firstFree < slots.end && !isFree(cells, slots.firstFree)) slots.firstFree += 1;
  let slot = Math.max(slots.firstFree, first);
  for (let tries = 0; tries < MAX_TRIES && slot < slots.end; slot += 1) {
    if (!isFree(cells, slot)) continue;
    tries += 1;
    const base = slot - first;
    let fits = 1;
    while (fits < count && isFree(cells, base + at(classes, fits))) fits += 1;
    if (fits === count) return base;
  }
  return slots.end;
};

/** Reads the children of a node, sorted by class; those by marks, which no scanned text has, are left out. */
const readChildren = (trie: Trie, node: number, { classes, odd }: Alphabet, into: Children): void => {
  into.count = 0;
  const next = (child: number): number => at(trie.nodes, child * FIELDS + SIBLING);
  for (let child = at(trie.nodes, node * FIELDS + CHILD); child !== DEAD; child = next(child)) {
    const symbol = classes[at(trie.nodes, child * FIELDS + SYMBOL)] ?? 0;
    if (symbol === odd) continue;
    let place = into.count;
    for (; place > 0 && at(into.classes, place - 1) > symbol; place -= 1) {
      into.classes[place] = at(into.classes, place - 1);
      into.nodes[place] = at(into.nodes, place - 1);
    }
    into.classes[place] = symbol;
    into.nodes[place] = child;
    into.count += 1;
  }
};

interface Placed {
  readonly cells: Int32Array;
  /** Slots in breadth-first order, the class that leads to each, and the node of each. */
  readonly order: Int32Array;
  readonly symbols: Uint16Array;
  readonly nodes: Int32Array;
  readonly count: number;
}

/** Places every state of the trie. */
const placeStates = (trie: Trie, alphabet: Alphabet): Placed => {
  const slots: Slots = {
    cells: toFree(Math.ceil(trie.size * 1.05) + 2 * alphabet.size),
    firstFree: 1,
    end: 1,
  };
  const order = new Int32Array(trie.size);
  const symbols = new Uint16Array(trie.size);
  const nodes = new Int32Array(trie.size);
  const children: Children = {
    count: 0,
    nodes: new Int32Array(alphabet.size),
    classes: new Int32Array(alphabet.size),
  };
  let known = 1;
  for (let seen = 0; seen < known; seen += 1) {
    readChildren(trie, at(nodes, seen), alphabet, children);
    if (children.count === 0) continue;
    const slot = at(order, seen);
    const base = findBase(slots, children, alphabet.size);
    slots.cells[2 * slot] = base << BASE_SHIFT;
    for (let each = 0; each < children.count; each += 1) {
      const symbol = at(children.classes, each);
      const target = base + symbol;
      slots.cells[2 * target + 1] = slot;
      order[known] = target;
      symbols[known] = symbol;
      nodes[known] = at(children.nodes, each);
      known += 1;
      slots.end = Math.max(slots.end, target + 1);
    }
  }
  const length = slots.end + alphabet.size;
  grow(slots, length);
  return { cells: slots.cells.slice(0, 2 * length), order, symbols, nodes, count: known };
};

/** The state to fall back to from one that its parent's class leads to. */
const findFailure = (cells: Int32Array, links: Int32Array, parent: number, symbol: number): number => {
  for (
    let state = at(links, parent * LINKS + FALL_BACK);
    state !== DEAD;
    state = at(links, state * LINKS + FALL_BACK)
  ) {
    const next = baseOf(cells, state) + symbol;
    if (cells[2 * next + 1] === state) return next;
  }
  return DEAD;
};

/** What ends in a node itself, whose first pattern this is; after a mark that is no letter a word has ended. */
const toEnd = (patterns: Int32Array, first: number, isAfterMark: boolean): number => {
  let end: number = NO_END;
  for (let each = first; each !== DEAD; each = at(patterns, each * PARTS + NEXT)) {
    const isAny = isAfterMark || (at(patterns, each * PARTS + TERM) & IS_PREFIX) !== 0;
    end = Math.max(end, isAny ? ANY_END : WORD_END);
  }
  return end;
};

/** Lays out the terms of a tree as a dense table with failure links. */
export const buildTable = (trie: Trie, alphabet: Alphabet): Table => {
  const { cells, order, symbols, nodes, count } = placeStates(trie, alphabet);
  const links = new Int32Array((cells.length / 2) * LINKS).fill(DEAD);
  const depths = new Uint16Array(cells.length / 2);
  const isBreak = (symbol: number): boolean =>
    symbol < alphabet.firstWord && !(symbol === APOSTROPHE && alphabet.joinsApostrophe);
  for (let seen = 1; seen < count; seen += 1) {
    const slot = at(order, seen);
    const symbol = symbols[seen] ?? 0;
    const first = at(trie.nodes, at(nodes, seen) * FIELDS + PATTERN);
    const parent = at(cells, 2 * slot + 1);
    depths[slot] = (depths[parent] ?? 0) + 1;
    const found = findFailure(cells, links, parent, symbol);
    const failure = found === DEAD && isBreak(symbol) ? 0 : found;
    links[slot * LINKS + FALL_BACK] = failure;
    links[slot * LINKS + FIRST] = first;
    let end = toEnd(trie.patterns, first, symbol < alphabet.firstWord);
    if (failure !== DEAD) {
      links[slot * LINKS + SHORTER] =
        at(links, failure * LINKS + FIRST) === DEAD ? at(links, failure * LINKS + SHORTER) : failure;
      end = Math.max(end, at(cells, 2 * failure) & ENDS_MASK);
    }
    cells[2 * slot] = at(cells, 2 * slot) | end | (failure === DEAD ? 0 : FALLS_BACK);
  }
  return { cells, links, depths, patterns: trie.patterns.slice(0, trie.patternCount * PARTS), states: count };
};
