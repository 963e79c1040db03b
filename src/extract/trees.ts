/** Decision trees whose answers add up to log-odds, as they are written in a file. */
export interface TreeTable {
  readonly bias: number;
  /**
   * A tree a line, outer nodes first: `12:0.35` asks whether signal 12 is under 0.35, then come all nodes for yes and
   * all for no; `=-0.12` is an answer.
   */
  readonly trees: readonly string[];
}

/** Trees made ready to be asked many times: node by node in typed arrays. */
export interface Forest {
  readonly bias: number;
  readonly roots: Int32Array;
  /** The signal a node asks for, or -1 where it is an answer. */
  readonly signals: Int16Array;
  /** The threshold, or the answer. */
  readonly values: Float64Array;
  /** The node for no; the one for yes follows the question. */
  readonly others: Int32Array;
}

/** Reads trees as a file holds them; throws for a node that is none, for the files are ours. */
export const buildForest = ({ bias, trees }: TreeTable): Forest => {
  const lines = trees.map((line) => line.split(' '));
  const count = lines.reduce((sum, nodes) => sum + nodes.length, 0);
  const signals = new Int16Array(count);
  const values = new Float64Array(count);
  const others = new Int32Array(count);
  const roots = new Int32Array(lines.length);
  let next = 0;
  const read = (nodes: readonly string[], at: number): number => {
    const here = next;
    next += 1;
    const [signal = '', value = ''] = (nodes[at] ?? '').split(/[:=]/);
    if (value === '') throw new Error(`trees: "${nodes[at]}" is neither a question nor an answer`);
    signals[here] = signal === '' ? -1 : Number(signal);
    values[here] = Number(value);
    if (signal === '') return at + 1;
    const end = read(nodes, at + 1);
    others[here] = next;
    return read(nodes, end);
  };
  lines.forEach((nodes, at) => {
    roots[at] = next;
    read(nodes, 0);
  });
  return { bias, roots, signals, values, others };
};

/** The log-odds that the trees give a row of signals. */
export const askForest = ({ bias, roots, signals, values, others }: Forest, row: Float64Array): number => {
  let total = bias;
  for (let tree = 0; tree < roots.length; tree += 1) {
    let at = roots[tree] ?? 0;
    for (let signal = signals[at] ?? -1; signal >= 0; signal = signals[at] ?? -1)
      at = (row[signal] ?? 0) < (values[at] ?? 0) ? at + 1 : (others[at] ?? 0);
    total += values[at] ?? 0;
  }
  return total;
};
