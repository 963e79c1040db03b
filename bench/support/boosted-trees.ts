// Gradient-boosted trees for a yes or no, in plain TypeScript: histograms of binned columns, the leaf that gains most
// is split next, Newton steps with a pull to zero. Seeded, so that two runs give the same trees.

/** What trees learn from: a column of numbers a signal, and for each row its answer, weight and group. */
export interface Examples {
  readonly columns: readonly Float32Array[];
  /** 1 for yes. */
  readonly labels: Uint8Array;
  readonly weights: Float64Array;
  /** Rows of one group (a page) are drawn together. */
  readonly groups: Int32Array;
}

export interface TreeOptions {
  readonly trees: number;
  readonly leaves: number;
  /** How much of each tree's answer counts. */
  readonly rate: number;
  /** The pull to zero, and the least weight (of second derivatives) on each side of a split. */
  readonly pull: number;
  readonly leastWeight: number;
  /** Shares of the columns and of the groups that each tree sees. */
  readonly columnShare: number;
  readonly groupShare: number;
  readonly bins: number;
  readonly seed: number;
}

/** A question with what follows yes and no, or an answer. */
export type Tree =
  | { readonly kind: 'leaf'; readonly value: number }
  | {
      readonly kind: 'split';
      readonly column: number;
      readonly threshold: number;
      readonly yes: Tree;
      readonly no: Tree;
    };

export interface Boosted {
  readonly bias: number;
  readonly trees: readonly Tree[];
}

const buildRandom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Values between which a column may be split: all of a few, else quantiles. */
const toEdges = (column: Float32Array, bins: number): readonly number[] => {
  const step = Math.max(1, Math.floor(column.length / SAMPLE));
  const sample = column.filter((_, at) => at % step === 0).sort();
  const known = [...new Set(sample)];
  if (known.length <= bins) return known.slice(1);
  const edges = Array.from(
    { length: bins - 1 },
    (_, at) => sample[Math.floor(((at + 1) * sample.length) / bins)] ?? 0,
  );
  return [...new Set(edges)].filter((edge) => edge > (sample[0] ?? 0));
};
const SAMPLE = 20_000;

const toBins = (column: Float32Array, edges: readonly number[]): Uint8Array =>
  Uint8Array.from(column, (value) => {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= (edges[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  });

interface Table {
  readonly edges: readonly (readonly number[])[];
  readonly bins: readonly Uint8Array[];
  /** First and second derivatives of the loss by row. */
  readonly slopes: Float64Array;
  readonly curves: Float64Array;
}

interface Leaf {
  readonly rows: Int32Array;
  /** Slopes and curves by column and bin. */
  readonly histogram: Float64Array;
  readonly slope: number;
  readonly curve: number;
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
}

const toHistogram = (table: Table, used: readonly number[], rows: Int32Array, bins: number): Float64Array => {
  const histogram = new Float64Array(used.length * bins * 2);
  const { slopes, curves } = table;
  used.forEach((column, index) => {
    const binned = table.bins[column] ?? new Uint8Array();
    const base = index * bins * 2;
    for (const row of rows) {
      const cell = base + (binned[row] ?? 0) * 2;
      histogram[cell] = (histogram[cell] ?? 0) + (slopes[row] ?? 0);
      histogram[cell + 1] = (histogram[cell + 1] ?? 0) + (curves[row] ?? 0);
    }
  });
  return histogram;
};

/** A leaf with the split that would gain most; `gain` is 0 where none is allowed. */
const toLeaf = (
  table: Table,
  used: readonly number[],
  rows: Int32Array,
  histogram: Float64Array,
  options: TreeOptions,
): Leaf => {
  const bins = options.bins + 1;
  let [slope, curve] = [0, 0];
  for (let bin = 0; bin < bins; bin += 1) {
    slope += histogram[bin * 2] ?? 0;
    curve += histogram[bin * 2 + 1] ?? 0;
  }
  const whole = (slope * slope) / (curve + options.pull);
  let best = { gain: 0, column: -1, bin: 0 };
  used.forEach((column, index) => {
    const count = table.edges[column]?.length ?? 0;
    let [left, leftCurve] = [0, 0];
    for (let bin = 0; bin < count; bin += 1) {
      left += histogram[(index * bins + bin) * 2] ?? 0;
      leftCurve += histogram[(index * bins + bin) * 2 + 1] ?? 0;
      const rightCurve = curve - leftCurve;
      if (leftCurve < options.leastWeight || rightCurve < options.leastWeight) continue;
      const right = slope - left;
      const gain =
        (left * left) / (leftCurve + options.pull) + (right * right) / (rightCurve + options.pull) - whole;
      if (gain > best.gain) best = { gain, column, bin };
    }
  });
  return { rows, histogram, slope, curve, ...best };
};

const splitLeaf = (table: Table, used: readonly number[], leaf: Leaf, options: TreeOptions) => {
  const binned = table.bins[leaf.column] ?? new Uint8Array();
  const isYes = (row: number) => (binned[row] ?? 0) <= leaf.bin;
  const yes = leaf.rows.filter(isYes);
  const no = leaf.rows.filter((row) => !isYes(row));
  const small = toHistogram(table, used, yes.length < no.length ? yes : no, options.bins + 1);
  const large = leaf.histogram.map((value, at) => value - (small[at] ?? 0));
  const [yesHistogram, noHistogram] = yes.length < no.length ? [small, large] : [large, small];
  return {
    yes: toLeaf(table, used, yes, yesHistogram, options),
    no: toLeaf(table, used, no, noHistogram, options),
  };
};

const growTree = (table: Table, used: readonly number[], rows: Int32Array, options: TreeOptions): Tree => {
  const first = toLeaf(table, used, rows, toHistogram(table, used, rows, options.bins + 1), options);
  const splits = new Map<Leaf, { readonly yes: Leaf; readonly no: Leaf }>();
  const open = new Set([first]);
  while (open.size < options.leaves) {
    const best = [...open].reduce((a, b) => (b.gain > a.gain ? b : a));
    if (best.gain <= 0) break;
    const halves = splitLeaf(table, used, best, options);
    splits.set(best, halves);
    open.delete(best);
    open.add(halves.yes).add(halves.no);
  }
  const toTree = (leaf: Leaf): Tree => {
    const halves = splits.get(leaf);
    if (halves === undefined)
      return { kind: 'leaf', value: (-options.rate * leaf.slope) / (leaf.curve + options.pull) };
    return {
      kind: 'split',
      column: leaf.column,
      threshold: table.edges[leaf.column]?.[leaf.bin] ?? 0,
      yes: toTree(halves.yes),
      no: toTree(halves.no),
    };
  };
  return toTree(first);
};

/** What a tree answers to a row of the columns. */
export const askTree = (tree: Tree, columns: readonly Float32Array[], row: number): number => {
  let at = tree;
  while (at.kind === 'split') at = (columns[at.column]?.[row] ?? 0) < at.threshold ? at.yes : at.no;
  return at.value;
};

/** Fits trees whose answers, added to the bias, are the log-odds of yes. */
export const fitTrees = (examples: Examples, options: TreeOptions): Boosted => {
  const { columns, labels, weights, groups } = examples;
  const random = buildRandom(options.seed);
  const edges = columns.map((column) => toEdges(column, options.bins));
  const slopes = new Float64Array(labels.length);
  const curves = new Float64Array(labels.length);
  const table = { edges, bins: columns.map((column, at) => toBins(column, edges[at] ?? [])), slopes, curves };
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const yes = weights.reduce((sum, weight, at) => sum + weight * (labels[at] ?? 0), 0);
  const bias = Math.log(yes / (total - yes));
  const scores = new Float64Array(labels.length).fill(bias);
  const groupCount = groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  const trees: Tree[] = [];
  while (trees.length < options.trees) {
    scores.forEach((score, row) => {
      const odds = 1 / (1 + Math.exp(-score));
      slopes[row] = (odds - (labels[row] ?? 0)) * (weights[row] ?? 0);
      curves[row] = Math.max(1e-6, odds * (1 - odds)) * (weights[row] ?? 0);
    });
    const drawn = Array.from({ length: groupCount }, () => random() < options.groupShare);
    const rows = Int32Array.from(labels.keys()).filter((row) => drawn[groups[row] ?? 0] === true);
    const used = [...columns.keys()].filter(() => random() < options.columnShare);
    const tree = growTree(table, used, rows, options);
    trees.push(tree);
    scores.forEach((score, row) => {
      scores[row] = score + askTree(tree, columns, row);
    });
  }
  return { bias, trees };
};
