import type { CompiledTerm } from './compile.ts';
import type { Hit } from './hits.ts';
import type { TextField } from './reading.ts';

type Terms = readonly CompiledTerm[];

const order = (field: TextField): number => (field === 'title' ? 0 : 1);
const byPlace = (a: Hit, b: Hit): number => order(a.field) - order(b.field) || a.start - b.start;
/** Of equal spans the more particular term counts: кіберспорт* before кібер*, a word before a prefix. */
const byLength = (terms: Terms, a: Hit, b: Hit): number => {
  const byUnits = b.end - b.start - (a.end - a.start) || byPlace(a, b);
  if (byUnits !== 0) return byUnits;
  const [one, other] = [terms[a.term], terms[b.term]];
  return (
    Number(one?.prefix) - Number(other?.prefix) || (other?.written.length ?? 0) - (one?.written.length ?? 0)
  );
};

/** Whether the hits stand in reading order and no two of them overlap, as most do. */
const areApart = (hits: readonly Hit[]): boolean => {
  for (let at = 1; at < hits.length; at += 1) {
    const [before, hit] = [hits[at - 1], hits[at]];
    if (before === undefined || hit === undefined) return false;
    if (before.field === hit.field ? hit.start < before.end : hit.field === 'title') return false;
  }
  return true;
};

const toReadingOrder = (hits: readonly Hit[]): readonly Hit[] => {
  for (let at = 1; at < hits.length; at += 1) {
    const [before, hit] = [hits[at - 1], hits[at]];
    if (before !== undefined && hit !== undefined && byPlace(before, hit) > 0) return [...hits].sort(byPlace);
  }
  return hits;
};

/** The longest hits first; what they cover, in part or whole, falls away. The rest stands in reading order. */
export const toLongest = (terms: Terms, hits: readonly Hit[]): readonly Hit[] => {
  if (hits.length < 2 || areApart(hits)) return hits;
  const sorted = toReadingOrder(hits);
  const kept: Hit[] = [];
  // Most hits stand alone: only those that overlap one another have to be compared.
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from];
    let end = first?.end ?? 0;
    let to = from + 1;
    for (; to < sorted.length; to += 1) {
      const next = sorted[to];
      if (next === undefined || next.field !== first?.field || next.start >= end) break;
      end = Math.max(end, next.end);
    }
    if (to === from + 1 && first !== undefined) kept.push(first);
    else keepLongest(terms, sorted.slice(from, to), kept);
    from = to;
  }
  return kept;
};

/** Hits up to which it takes less to compare each two of them than to note what covers each unit. */
const FEW = 8;

/** Adds to `kept` the longest of hits that overlap one another in one field, in reading order. */
const keepLongest = (terms: Terms, hits: readonly Hit[], kept: Hit[]): void => {
  const sorted = [...hits].sort((a, b) => byLength(terms, a, b));
  const longest = sorted.length <= FEW ? keepFew(terms, sorted) : keepMany(terms, sorted);
  kept.push(...longest.sort(byPlace));
};

const keepFew = (terms: Terms, sorted: readonly Hit[]): Hit[] => {
  const longest: Hit[] = [];
  for (const hit of sorted) if (!isCovered(terms, hit, longest)) longest.push(hit);
  return longest;
};

const keepMany = (terms: Terms, sorted: readonly Hit[]): Hit[] => {
  const units = new Map<number, Hit[]>();
  const longest: Hit[] = [];
  for (const hit of sorted) {
    // What was kept before is at least as long: where it overlaps this hit, it holds its first or its last unit.
    if (isCovered(terms, hit, units.get(hit.start)) || isCovered(terms, hit, units.get(hit.end - 1)))
      continue;
    longest.push(hit);
    const here = [...(units.get(hit.start) ?? []), hit];
    for (let at = hit.start; at < hit.end; at += 1) units.set(at, here);
  }
  return longest;
};

/** Whether a longer hit overlaps this one. Two places may share one name: Korea, Congo. */
const isCovered = (terms: Terms, hit: Hit, others: readonly Hit[] = []): boolean =>
  others.some(
    ({ start, end, term }) =>
      start < hit.end &&
      hit.start < end &&
      (start !== hit.start || end !== hit.end || terms[term]?.rule === terms[hit.term]?.rule),
  );
