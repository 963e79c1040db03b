/** How two readings of one page differ in their text. */
export interface TextDifference {
  /** Share of words in common, 0 to 1: twice the shared ones among the words of both. */
  readonly shared: number;
  /** Paragraphs that the other reading has in none of its own. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

const toWords = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const squash = (text: string): string => text.replace(/\s+/g, ' ');

const countShared = (first: readonly string[], second: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const word of first) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of second) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return shared;
};

const findOnly = (text: string, other: string): readonly string[] => {
  const whole = squash(other);
  return text.split('\n\n').filter((paragraph) => paragraph !== '' && !whole.includes(squash(paragraph)));
};

/** Compares two texts, paragraphs parted by a blank line; two empty ones share all. */
export const compareTexts = (first: string, second: string): TextDifference => {
  const [a, b] = [toWords(first), toWords(second)];
  return {
    shared: a.length + b.length === 0 ? 1 : (2 * countShared(a, b)) / (a.length + b.length),
    onlyFirst: findOnly(first, second),
    onlySecond: findOnly(second, first),
  };
};
