/** The candidate that a mistyped word most likely meant, or undefined where none is near. */
export const findNearest = (word: string, candidates: readonly string[]): string | undefined => {
  const typed = word.toLowerCase();
  // A third of the letters wrong is still a slip; more is another word.
  const limit = Math.max(1, Math.floor(typed.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: countEdits(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
};

/** The end of a message: ` (did you mean "x"?)`, or nothing where no candidate is near. */
export const suggestNearest = (word: string, candidates: readonly string[]): string => {
  const nearest = findNearest(word, candidates);
  return nearest === undefined ? '' : ` (did you mean ${JSON.stringify(nearest)}?)`;
};

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment); long words count as far. */
const countEdits = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > 8 || a.length > 80) return Number.POSITIVE_INFINITY;
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
};
