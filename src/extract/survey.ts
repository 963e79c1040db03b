import type { Outline } from './blocks.ts';
import type { TextFacts } from './features.ts';
import type { Layout } from './layout.ts';

/** A block counts at most this many characters, so that one long block does not outvote the article. */
const MOST_CHARS = 400;

/** A block's characters as far as they count. */
export const toSize = (facts: TextFacts): number => Math.min(facts.length, MOST_CHARS);

/** Rankings of every block: log-odds that it is text of the article. */
export interface Rankings {
  readonly plain: Float64Array;
  readonly named: Float64Array;
  readonly full: Float64Array;
}

/** What a ranking of the blocks says of the page; arrays go by place or by block. */
export interface Survey {
  readonly scores: Float64Array;
  /** By block: characters that speak for the article, or, below zero, against it. */
  readonly votes: Float64Array;
  /** By place: the votes and the characters of all blocks inside. */
  readonly inside: Float64Array;
  readonly weight: Float64Array;
  /** By place: the votes for the article of what stands directly in it. */
  readonly direct: Float64Array;
  /** All votes for the article. */
  readonly total: number;
  /** The place that directly holds most of the text. */
  readonly body: number;
  /** By place: 1 inside the place where the votes sum up highest, and inside the body. */
  readonly inRoot: Uint8Array;
  readonly inBody: Uint8Array;
  /** By place: steps up to the place that holds it and the body, and from there down to the body. */
  readonly distance: Int32Array;
  readonly join: Int32Array;
  /** The first and the last block that surely is text, or -1. */
  readonly first: number;
  readonly last: number;
  /** By block: the share of the text that stands before it. */
  readonly passed: Float64Array;
  /** By kind of place: votes and characters. */
  readonly sortVotes: Float64Array;
  readonly sortSizes: Float64Array;
  /** By block: what the blocks before it, and after it, say; the near ones most. */
  readonly before: Float64Array;
  readonly longBefore: Float64Array;
  readonly after: Float64Array;
  readonly longAfter: Float64Array;
}

const sumUp = (outline: Outline, layout: Layout, values: Float64Array): Float64Array => {
  const sums = new Float64Array(outline.places.length);
  for (const { place, order } of outline.blocks)
    sums[place.index] = (sums[place.index] ?? 0) + (values[order] ?? 0);
  for (let at = sums.length - 1; at > 0; at -= 1) {
    const outer = layout.up[at] ?? 0;
    sums[outer] = (sums[outer] ?? 0) + (sums[at] ?? 0);
  }
  return sums;
};

const toBest = (values: Float64Array): number => {
  let best = 0;
  // The later one of equals is the deeper one.
  for (let at = 0; at < values.length; at += 1) if ((values[at] ?? 0) >= (values[best] ?? 0)) best = at;
  return best;
};

const markInside = ({ up }: Layout, outer: number): Uint8Array => {
  const marks = new Uint8Array(up.length);
  for (let at = outer; at < up.length; at += 1)
    marks[at] = at === outer ? 1 : at === 0 ? 0 : (marks[up[at] ?? 0] ?? 0);
  return marks;
};

const measureBody = ({ up, depth }: Layout, body: number) => {
  const distance = new Int32Array(up.length);
  const join = new Int32Array(up.length);
  const isAbove = new Uint8Array(up.length);
  for (let at = body; at > 0; at = up[at] ?? 0) isAbove[at] = 1;
  isAbove[0] = 1;
  for (let at = 0; at < up.length; at += 1) {
    const outer = up[at] ?? 0;
    distance[at] = isAbove[at] === 1 ? 0 : (distance[outer] ?? 0) + 1;
    join[at] = isAbove[at] === 1 ? (depth[body] ?? 0) - (depth[at] ?? 0) : (join[outer] ?? 0);
  }
  return { distance, join };
};

const toPassed = (votes: Float64Array): { readonly passed: Float64Array; readonly total: number } => {
  const passed = new Float64Array(votes.length);
  let total = 0;
  votes.forEach((vote, at) => {
    passed[at] = total;
    total += Math.max(0, vote);
  });
  for (let at = 0; at < passed.length; at += 1) passed[at] = (passed[at] ?? 0) / Math.max(1, total);
  return { passed, total };
};

/** A mean of the votes before (or after) each block in which a step away counts `keep` times as much. */
const fade = (votes: Float64Array, sizes: Float64Array, keep: number, from: 'start' | 'end') => {
  const means = new Float64Array(votes.length);
  let [vote, size] = [0, 0];
  for (let step = 0; step < votes.length; step += 1) {
    const at = from === 'start' ? step : votes.length - 1 - step;
    means[at] = size > 0 ? vote / size : 0;
    vote = vote * keep + (votes[at] ?? 0);
    size = size * keep + (sizes[at] ?? 0);
  }
  return means;
};

const sumBySort = ({ sort, sorts }: Layout, values: Float64Array): Float64Array => {
  const sums = new Float64Array(sorts);
  values.forEach((value, at) => {
    const key = sort[at] ?? 0;
    sums[key] = (sums[key] ?? 0) + value;
  });
  return sums;
};

const SURE_SCORE = 1;
const SURE_CHARS = 80;

const findSure = (
  outline: Outline,
  texts: readonly TextFacts[],
  scores: Float64Array,
  inRoot: Uint8Array,
) => {
  let [first, last] = [-1, -1];
  for (const { order, place } of outline.blocks) {
    const isSure = (scores[order] ?? 0) > SURE_SCORE && (texts[order]?.length ?? 0) >= SURE_CHARS;
    if (!isSure || inRoot[place.index] !== 1) continue;
    if (first < 0) first = order;
    last = order;
  }
  return { first, last };
};

/** Surveys a page by a ranking of its blocks (log-odds); linear in its size. */
export const toSurvey = (
  outline: Outline,
  layout: Layout,
  texts: readonly TextFacts[],
  scores: Float64Array,
): Survey => {
  const sizes = Float64Array.from(texts, toSize);
  const votes = scores.map((score, at) => Math.tanh(score / 2) * (sizes[at] ?? 0));
  const inside = sumUp(outline, layout, votes);
  const inRoot = markInside(layout, toBest(inside));
  const direct = new Float64Array(layout.up.length);
  for (const { order, place } of outline.blocks) {
    const holder = layout.up[place.index] ?? 0;
    const vote = votes[order] ?? 0;
    if (vote > 0 && inRoot[place.index] === 1) direct[holder] = (direct[holder] ?? 0) + vote;
  }
  const body = toBest(direct);
  return {
    ...{ scores, votes, inside, direct, body, inRoot },
    weight: sumUp(outline, layout, sizes),
    inBody: markInside(layout, body),
    ...measureBody(layout, body),
    ...findSure(outline, texts, scores, inRoot),
    ...toPassed(votes),
    sortVotes: sumBySort(layout, votes),
    sortSizes: sumBySort(layout, sizes),
    before: fade(votes, sizes, 0.5, 'start'),
    longBefore: fade(votes, sizes, 0.85, 'start'),
    after: fade(votes, sizes, 0.5, 'end'),
    longAfter: fade(votes, sizes, 0.85, 'end'),
  };
};
