import type { Taggable } from '../model.ts';
import { toWords } from '../text/words.ts';
import type { CompiledNear } from './compile.ts';
import type { Hit, Signal } from './hits.ts';

/** Words between two spans of a text, zero when they touch or overlap. */
const wordsBetween = (text: string, from: number, to: number): number =>
  to <= from ? 0 : toWords(text.slice(from, to)).length;

/** Most characters a word takes with its space, so that far hits need no counting. */
const MAX_WORD = 40;

/** The hits that end within two places, as the ends of a slice; hits come in the order of their ends. */
const toWindow = (hits: readonly Hit[], from: number, to: number): readonly [number, number] => {
  const firstEndingAt = (place: number): number => {
    let [low, high] = [0, hits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hits[middle]?.end ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [firstEndingAt(from), firstEndingAt(to + MAX_TERM)];
};

/** No term's hit is longer: a hit that begins within reach ends so much later at most. */
const MAX_TERM = 500;

/** The nearest hit of each other entry to `anchor`, all within the words allowed; undefined if one lacks. */
const gather = (
  anchor: Hit,
  entries: readonly (readonly Hit[])[],
  near: CompiledNear,
  text: string,
): readonly Hit[] | undefined => {
  const chosen: Hit[] = [anchor];
  const reach = near.within * MAX_WORD;
  for (const hits of entries) {
    const found = hits.slice(...toWindow(hits, anchor.start - reach, anchor.end + reach)).find((hit) => {
      if (hit.start < anchor.end && anchor.start < hit.end) return false;
      const [from, to] = hit.start < anchor.start ? [hit.end, anchor.start] : [anchor.end, hit.start];
      return to - from <= reach && wordsBetween(text, from, to) < near.within;
    });
    if (found === undefined) return undefined;
    chosen.push(found);
  }
  return chosen;
};

const NO_ENTRIES = { count: Number.POSITIVE_INFINITY, written: '' };

const findOne = (near: CompiledNear, hits: readonly Hit[], input: Taggable): readonly Signal[] => {
  const signals: Signal[] = [];
  if (hits.length < 2) return signals;
  for (const language of new Set(hits.map((hit) => hit.language))) {
    const { count, written } = near.entries.get(language) ?? NO_ENTRIES;
    if (hits.length < count) continue;
    for (const field of ['title', 'text'] as const) {
      const here = hits.filter((hit) => hit.language === language && hit.field === field);
      if (here.length < count) continue;
      const byEntry = Array.from({ length: count }, (_, entry) =>
        here.filter((hit) => hit.term.role.kind === 'near' && hit.term.role.entry === entry),
      );
      const [first, ...others] = byEntry;
      if (first === undefined || byEntry.some((list) => list.length === 0)) continue;
      let last = -1;
      for (const anchor of first) {
        const chosen = gather(anchor, others, near, input[field]);
        if (chosen === undefined) continue;
        const start = Math.min(...chosen.map((hit) => hit.start));
        const end = Math.max(...chosen.map((hit) => hit.end));
        if (start < last) continue;
        last = end;
        signals.push({ rule: written, field, start, end, weight: near.weight });
      }
    }
  }
  return signals;
};

/** Where all entries of a near rule stand within its number of words of the first entry; spans of one rule do not overlap. */
export const findNear = (
  rules: readonly CompiledNear[],
  hits: readonly Hit[],
  input: Taggable,
): readonly Signal[] => {
  const own = hits.filter((hit) => hit.term.role.kind === 'near');
  if (own.length < 2) return [];
  return rules.flatMap((near, index) =>
    findOne(
      near,
      own.filter((hit) => hit.term.role.kind === 'near' && hit.term.role.index === index),
      input,
    ),
  );
};
