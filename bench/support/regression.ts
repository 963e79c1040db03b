// Logistic regression over features that are there or not, by AdaGrad.

/** What a regression learns from, row by row. */
export interface Rows {
  /** By row: the numbers of its features. */
  readonly features: readonly Int32Array[];
  /** 1 for yes. */
  readonly labels: Uint8Array;
  readonly weights: Float64Array;
}

/** Strength of the pull to zero and the step; the best of six pairs by four folds. */
const PULL = 3e-3;
const STEP = 0.1;
const ROUNDS = 6;

/** Changes the order of numbers; seeded, so that two runs give the same weights. */
const buildShuffle = () => {
  let seed = 7;
  return (order: Int32Array): void => {
    for (let at = order.length - 1; at > 0; at -= 1) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      const other = Math.floor((seed / 0x7fffffff) * at);
      const kept = order[at] ?? 0;
      order[at] = order[other] ?? 0;
      order[other] = kept;
    }
  };
};

/** Log-odds by feature, of those in use, and last the bias: the mean of the last two rounds. */
export const fitRegression = (rows: Rows, inUse: Uint8Array): Float64Array => {
  const bias = inUse.length;
  const values = new Float64Array(bias + 1);
  const squares = new Float64Array(bias + 1).fill(1e-3);
  const means = new Float64Array(bias + 1);
  const cells = rows.features.map((list) =>
    Int32Array.from([...list.filter((feature) => inUse[feature] === 1), bias]),
  );
  const order = Int32Array.from(cells.keys());
  const shuffle = buildShuffle();
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order);
    for (const row of order) {
      const list = cells[row] ?? new Int32Array();
      let score = 0;
      for (const cell of list) score += values[cell] ?? 0;
      const slope = (1 / (1 + Math.exp(-score)) - (rows.labels[row] ?? 0)) * (rows.weights[row] ?? 0);
      for (const cell of list) {
        const value = values[cell] ?? 0;
        const pull = slope + PULL * value;
        const square = (squares[cell] ?? 0) + pull * pull;
        squares[cell] = square;
        values[cell] = value - (STEP * pull) / Math.sqrt(square);
      }
    }
    if (round >= ROUNDS - 2)
      for (let cell = 0; cell <= bias; cell += 1) means[cell] = (means[cell] ?? 0) + (values[cell] ?? 0) / 2;
  }
  return means;
};

/** The log-odds of a row with these features. */
export const askRegression = (values: Float64Array, inUse: Uint8Array, features: Int32Array): number => {
  let score = values[inUse.length] ?? 0;
  for (const feature of features) if (inUse[feature] === 1) score += values[feature] ?? 0;
  return score;
};
