/** A stretch of two texts: all `same` and `removed` make the former, all `same` and `added` the latter. */
export interface Run {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/**
 * Changes (removed and added pieces) up to which a shortest way is looked for; beyond, what lies between is told as one
 * removal and one addition. The search takes time and memory by the square of it: 600 are some milliseconds and 3 MB.
 */
const MOST_CHANGES = 600;

/** The difference of two texts: by sentences, and by words where one sentence came in another's place. */
export function toDifference(former: string, latter: string): readonly Run[] {
  const runs = compare(toSentences(former), toSentences(latter));
  const refined = runs.flatMap((run, at) => {
    const next = runs[at + 1];
    if (run.kind === 'removed' && next?.kind === 'added') {
      const byWords = merge(compare(toWords(run.text), toWords(next.text)));
      return isReadable(byWords) ? byWords : [run, next];
    }
    const before = runs[at - 1];
    return run.kind === 'added' && before?.kind === 'removed' ? [] : [run];
  });
  return merge(refined);
}

/** Words in common are worth showing where they are a third of the text at least: below that it is another sentence. */
function isReadable(runs: readonly Run[]): boolean {
  const count = (same: boolean): number =>
    runs.reduce((sum, run) => sum + ((run.kind === 'same') === same ? run.text.length : 0), 0);
  return 2 * 2 * count(true) >= count(false);
}

/** Sentences and lines, each with the blanks after it. */
const toSentences = (text: string): readonly string[] =>
  text
    .match(/[^.!?…\n]*(?:[.!?…]+[»”"')\]]*(?=\s|$)|[.!?…]|\n|$)[ \t\n]*/gu)
    ?.filter((part) => part !== '') ?? [];
/** Words, signs and blanks. */
const toWords = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? [];

const toRuns = (kind: Run['kind'], pieces: readonly string[]): readonly Run[] =>
  pieces.length === 0 ? [] : [{ kind, text: pieces.join('') }];

function compare(former: readonly string[], latter: readonly string[]): readonly Run[] {
  let head = 0;
  while (head < former.length && head < latter.length && former[head] === latter[head]) head += 1;
  let tail = 0;
  const most = Math.min(former.length, latter.length) - head;
  while (tail < most && former.at(-1 - tail) === latter.at(-1 - tail)) tail += 1;
  return merge([
    ...toRuns('same', former.slice(0, head)),
    ...compareMiddles(former.slice(head, former.length - tail), latter.slice(head, latter.length - tail)),
    ...toRuns('same', former.slice(former.length - tail)),
  ]);
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the furthest points of each number of changes. */
function compareMiddles(former: readonly string[], latter: readonly string[]): readonly Run[] {
  const apart = [...toRuns('removed', former), ...toRuns('added', latter)];
  if (former.length === 0 || latter.length === 0) return apart;
  const most = Math.min(MOST_CHANGES, former.length + latter.length);
  const furthest = new Int32Array(2 * most + 3);
  const steps: Int32Array[] = [];
  for (let changes = 0; changes <= most; changes += 1) {
    steps.push(furthest.slice(most + 1 - changes, most + 2 + changes));
    for (let line = -changes; line <= changes; line += 2) {
      const below = furthest[most + line] ?? 0;
      const above = furthest[most + 2 + line] ?? 0;
      let at = line === -changes || (line !== changes && below < above) ? above : below + 1;
      while (at < former.length && at - line < latter.length && former[at] === latter[at - line]) at += 1;
      furthest[most + 1 + line] = at;
      if (at >= former.length && at - line >= latter.length) return walkBack(former, latter, steps);
    }
  }
  return apart;
}

/** The way that was found, from its end; `steps[n]` holds the furthest points before the change n, on lines -n to n. */
function walkBack(
  former: readonly string[],
  latter: readonly string[],
  steps: readonly Int32Array[],
): readonly Run[] {
  const runs: Run[] = [];
  let at = former.length;
  let other = latter.length;
  const take = (kind: Run['kind'], text = ''): void => void runs.push({ kind, text });
  for (let changes = steps.length - 1; changes >= 0; changes -= 1) {
    const points = steps[changes] ?? new Int32Array();
    const line = at - other;
    const below = points[changes + line - 1] ?? 0;
    const above = points[changes + line + 1] ?? 0;
    const isAddition = line === -changes || (line !== changes && below < above);
    const start = changes === 0 ? 0 : isAddition ? above : below;
    const startOther = changes === 0 ? 0 : start - (isAddition ? line + 1 : line - 1);
    while (at > start && other > startOther && former[at - 1] === latter[other - 1]) {
      take('same', former[at - 1]);
      [at, other] = [at - 1, other - 1];
    }
    if (changes === 0) break;
    if (isAddition) take('added', latter[other - 1]);
    else take('removed', former[at - 1]);
    [at, other] = [start, startOther];
  }
  return merge(runs.reverse());
}

/** Neighbours of one kind as one run; between two same ones, what was removed before what was added. */
function merge(runs: readonly Run[]): readonly Run[] {
  const merged: Run[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  let same: string[] = [];
  const endChange = (): void => {
    merged.push(...toRuns('removed', removed), ...toRuns('added', added));
    [removed, added] = [[], []];
  };
  for (const { kind, text } of runs) {
    if (kind === 'same') {
      if (removed.length + added.length > 0) endChange();
      same.push(text);
      continue;
    }
    merged.push(...toRuns('same', same));
    same = [];
    (kind === 'removed' ? removed : added).push(text);
  }
  endChange();
  return [...merged, ...toRuns('same', same)];
}
