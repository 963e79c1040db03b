import type { Alphabet, Pattern } from './alphabet.ts';

/** A prefix tree in flat arrays: a node is a number, 0 the root, -1 none. */
export interface Trie {
  readonly size: number;
  readonly symbol: Int32Array;
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
  /** First pattern that ends in a node; the others follow by `nextPattern`. */
  readonly firstPattern: Int32Array;
  readonly nextPattern: Int32Array;
  /** Symbols in each pattern. */
  readonly patternLength: Uint16Array;
}

const NONE = -1;

/** Puts every pattern into one prefix tree, units mapped to the alphabet's classes. */
export const buildTrie = (patterns: readonly Pattern[], alphabet: Alphabet): Trie => {
  const most = patterns.reduce((sum, pattern) => sum + pattern.text.length, 1);
  const symbol = new Int32Array(most);
  const firstChild = new Int32Array(most).fill(NONE);
  const sibling = new Int32Array(most).fill(NONE);
  const firstPattern = new Int32Array(most).fill(NONE);
  const nextPattern = new Int32Array(patterns.length).fill(NONE);
  const patternLength = new Uint16Array(patterns.length);
  let size = 1;
  for (const [index, pattern] of patterns.entries()) {
    let node = 0;
    for (let unit = 0; unit < pattern.text.length; unit += 1) {
      const wanted = alphabet.classes[pattern.text.charCodeAt(unit)] ?? 0;
      let child = firstChild[node] ?? NONE;
      while (child !== NONE && symbol[child] !== wanted) child = sibling[child] ?? NONE;
      if (child === NONE) {
        child = size;
        size += 1;
        symbol[child] = wanted;
        sibling[child] = firstChild[node] ?? NONE;
        firstChild[node] = child;
      }
      node = child;
    }
    patternLength[index] = pattern.text.length;
    nextPattern[index] = firstPattern[node] ?? NONE;
    firstPattern[node] = index;
  }
  return { size, symbol, firstChild, sibling, firstPattern, nextPattern, patternLength };
};
