import type { Language } from '../model.ts';
import { ANY_SLOT, type Form } from './inflect/form.ts';
import { isPrefix, type Term, type TermWord, toWordForms } from './term.ts';

/** No node, no pattern. */
export const NONE = -1;

/** Where in the numbers of a pattern, PARTS each, stand: the next of its node; its term above TERM_SHIFT and its kind. */
export const [PARTS, NEXT, TERM] = [2, 0, 1];
/** Bits of a pattern's kind: several words, so that a gap in the text may be longer; a word that may go on after it. */
export const [HAS_GAPS, IS_PREFIX] = [1, 2];
/** Bits of a pattern's kind below its term. */
export const TERM_SHIFT = 2;

const SPACE = 0x20;
const HYPHEN = 0x2d;

/** Where in the numbers of a node, FIELDS each, stand: its symbol, first child, next sibling, first pattern. */
export const [FIELDS, SYMBOL, CHILD, SIBLING, PATTERN] = [4, 0, 1, 2, 3];

/** A prefix tree that grows, in flat arrays: a node is a number, 0 the root; its symbols are folded UTF-16 units. */
export interface Trie {
  size: number;
  /** Of each node, from FIELDS times its number on; the first pattern that ends in it leads to the others by NEXT. */
  nodes: Int32Array;
  /** Of each pattern, from PARTS times its number on, what a find of it needs. */
  patterns: Int32Array;
  patternCount: number;
  /** For each UTF-16 unit 1 where some pattern has it. */
  readonly seen: Uint8Array;
}

/** A term and the number it goes by. */
export interface NumberedTerm {
  readonly term: Term;
  readonly number: number;
}

/** A term as it is put into a tree: the forms of each of its words, and its number above its kind. */
interface Spelled {
  readonly words: readonly (readonly Form[])[];
  readonly number: number;
}

/** Numbers that there is room for at first. */
const FIRST_SIZE = 65_536;

const toLonger = (array: Int32Array): Int32Array => {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
};

/** A tree of the root alone. */
const toRoot = (): Trie => ({
  size: 1,
  nodes: new Int32Array(FIRST_SIZE).fill(NONE, 0, FIELDS),
  patterns: new Int32Array(FIRST_SIZE),
  patternCount: 0,
  seen: new Uint8Array(65_536),
});

/** The node that a symbol leads to, made where there is none yet. */
const step = (trie: Trie, node: number, symbol: number): number => {
  const { nodes } = trie;
  let child = nodes[node * FIELDS + CHILD] ?? NONE;
  while (child !== NONE && nodes[child * FIELDS + SYMBOL] !== symbol)
    child = nodes[child * FIELDS + SIBLING] ?? NONE;
  return child === NONE ? addNode(trie, node, symbol) : child;
};

const addNode = (trie: Trie, parent: number, symbol: number): number => {
  const node = trie.size;
  trie.size += 1;
  if (trie.size * FIELDS > trie.nodes.length) trie.nodes = toLonger(trie.nodes);
  const { nodes } = trie;
  nodes[node * FIELDS + SYMBOL] = symbol;
  nodes[node * FIELDS + CHILD] = NONE;
  nodes[node * FIELDS + SIBLING] = nodes[parent * FIELDS + CHILD] ?? NONE;
  nodes[node * FIELDS + PATTERN] = NONE;
  nodes[parent * FIELDS + CHILD] = node;
  trie.seen[symbol] = 1;
  return node;
};

/** Patterns of a term that are looked at for one to share. */
const MAX_SHARED = 8;

/** Lets a term end in a node, once; nodes in which the same terms end share a pattern. */
const end = (trie: Trie, node: number, number: number): void => {
  const first = trie.nodes[node * FIELDS + PATTERN] ?? NONE;
  // All spellings of a term are put in one after the other: the same one again ends where it did before.
  if (first !== NONE && trie.patterns[first * PARTS + TERM] === number) return;
  trie.nodes[node * FIELDS + PATTERN] = findShared(trie, number, first) ?? addPattern(trie, number, first);
};

/** A pattern of the term with this one next, among the last ones. */
const findShared = ({ patterns, patternCount }: Trie, number: number, next: number): number | undefined => {
  const last = Math.max(0, patternCount - MAX_SHARED);
  for (let pattern = patternCount - 1; pattern >= last; pattern -= 1) {
    if (patterns[pattern * PARTS + TERM] !== number) return undefined;
    if (patterns[pattern * PARTS + NEXT] === next) return pattern;
  }
  return undefined;
};

const addPattern = (trie: Trie, number: number, next: number): number => {
  const pattern = trie.patternCount;
  trie.patternCount += 1;
  if (trie.patternCount * PARTS > trie.patterns.length) trie.patterns = toLonger(trie.patterns);
  trie.patterns[pattern * PARTS + NEXT] = next;
  trie.patterns[pattern * PARTS + TERM] = number;
  return pattern;
};

const countSame = (text: string, other: string): number => {
  const most = Math.min(text.length, other.length);
  let same = 0;
  while (same < most && text.charCodeAt(same) === other.charCodeAt(same)) same += 1;
  return same;
};

/** Where the words before the one at `at` have led to: the node, and the slots that they agree in. */
interface Reached {
  readonly at: number;
  readonly node: number;
  readonly slots: number;
}

/** Whether the words from `at` on have forms that agree with one another and with these slots. */
const agree = (words: Spelled['words'], at: number, slots: number): boolean =>
  at === words.length ||
  (words[at] ?? []).some((form) => (form.slots & slots) !== 0 && agree(words, at + 1, form.slots & slots));

const addWords = (trie: Trie, term: Spelled, folded: Uint16Array, reached: Reached): void => {
  const { at } = reached;
  const isLast = at === term.words.length - 1;
  // The forms of a word share most of their letters with the form before: the walk goes on where the two part.
  const path = [reached.node];
  let before = '';
  for (const { text, slots } of term.words[at] ?? []) {
    const shared = slots & reached.slots;
    if (shared === 0 || !agree(term.words, at + 1, shared)) continue;
    let own = countSame(text, before);
    let node = path[own] ?? 0;
    for (; own < text.length; own += 1) {
      const symbol = folded[text.charCodeAt(own)] ?? 0;
      node = step(trie, node, symbol === HYPHEN ? SPACE : symbol);
      path[own + 1] = node;
    }
    before = text;
    if (isLast) end(trie, node, term.number);
    else addWords(trie, term, folded, { at: at + 1, node: step(trie, node, SPACE), slots: shared });
  }
};

/** The forms of words, each inflected once: many terms share one. */
const buildFormsOf = (language: Language): ((word: TermWord) => readonly Form[]) => {
  const known = new Map<string, readonly Form[]>();
  return (word) => {
    if (word.mark !== 'inflected') return toWordForms(word, language);
    const forms = known.get(word.text) ?? toWordForms(word, language);
    known.set(word.text, forms);
    return forms;
  };
};

/**
 * A tree of every spelling of a language's terms, words parted by one space, units folded by the table. Inflected words
 * of a phrase stand side by side only in a case and number that they can share.
 */
export const buildTrie = (terms: readonly NumberedTerm[], language: Language, folded: Uint16Array): Trie => {
  const trie = toRoot();
  const formsOf = buildFormsOf(language);
  const hasHyphen = ({ text }: TermWord): boolean => {
    for (let at = 0; at < text.length; at += 1) if (folded[text.charCodeAt(at)] === HYPHEN) return true;
    return false;
  };
  for (const { term, number } of terms) {
    const hasGaps = term.words.length > 1 || term.words.some(hasHyphen);
    const kind = (hasGaps ? HAS_GAPS : 0) | (isPrefix(term) ? IS_PREFIX : 0);
    const spelled = { words: term.words.map(formsOf), number: (number << TERM_SHIFT) | kind };
    addWords(trie, spelled, folded, { at: 0, node: 0, slots: ANY_SLOT });
  }
  return trie;
};
