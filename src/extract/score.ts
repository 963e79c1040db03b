import type { Block, Outline, Place } from './blocks.ts';
import { toContextFeatures } from './context.ts';
import { NEAR, type PageFacts, TAG_KINDS, toPlaceFeatures, toTagKind, toTextFeatures } from './features.ts';
import weights from './weights.json' with { type: 'json' };

type Table = Readonly<Record<string, number>>;

/**
 * Log-odds by feature, fitted by logistic regression on pages with known text (bench/fit-extract.ts); features
 * seen on fewer than thirty sites have none, so that no weight speaks of one site.
 */
export interface Weights {
  /** The first ranking: the text alone. */
  readonly plain: { readonly bias: number; readonly text: Table };
  /** The second ranking: the text and what the places near it are called. */
  readonly named: { readonly bias: number; readonly text: Table; readonly near: Table; readonly span: Table };
  /** The filter: both rankings of a block and of its surroundings, its text and all its places. */
  readonly filter: {
    readonly bias: number;
    readonly context: Table;
    readonly plainContext: Table;
    readonly text: Table;
    readonly near: Table;
    readonly far: Table;
    readonly span: Table;
  };
}

const toMap = (table: Table): ReadonlyMap<string, number> => new Map(Object.entries(table));

/** Weights of a surrounding's name: alone, and together with the kind of the block (`p far 2`), by kind. */
const toCrossed = (table: Table): ReadonlyMap<string, Readonly<Record<string, number>>> => {
  const crossed = new Map<string, Record<string, number>>();
  const names = new Set(Object.keys(table).map((key) => key.replace(KIND_PREFIX, '')));
  for (const name of names)
    crossed.set(
      name,
      Object.fromEntries(
        TAG_KINDS.map((kind) => [kind, (table[name] ?? 0) + (table[`${kind} ${name}`] ?? 0)]),
      ),
    );
  return crossed;
};
const KIND_PREFIX = new RegExp(`^(?:${TAG_KINDS.join('|')}) (?!$)`);

interface PlaceWeights {
  readonly named: number;
  readonly near: number;
  readonly far: number;
}

const toPlaceTable = (named: Table, near: Table, far: Table): ReadonlyMap<string, PlaceWeights> =>
  new Map(
    [...new Set([...Object.keys(named), ...Object.keys(near), ...Object.keys(far)])].map((name) => [
      name,
      { named: named[name] ?? 0, near: near[name] ?? 0, far: far[name] ?? 0 },
    ]),
  );

/** The weights ready for use; built once by whoever extracts many pages. */
export const buildScorer = ({ plain, named, filter }: Weights = weights) => ({
  plainBias: plain.bias,
  namedBias: named.bias,
  filterBias: filter.bias,
  plainText: toMap(plain.text),
  namedText: toMap(named.text),
  namedSpan: toMap(named.span),
  places: toPlaceTable(named.near, filter.near, filter.far),
  context: toCrossed(filter.context),
  plainContext: toCrossed(filter.plainContext),
  filterText: toMap(filter.text),
  filterSpan: toMap(filter.span),
});
export type Scorer = ReturnType<typeof buildScorer>;

const sum = (features: readonly string[], table: ReadonlyMap<string, number>): number => {
  let total = 0;
  for (const feature of features) total += table.get(feature) ?? 0;
  return total;
};

const sumCrossed = (
  names: readonly string[],
  kind: string,
  table: ReadonlyMap<string, Readonly<Record<string, number>>>,
): number => {
  let total = 0;
  for (const name of names) total += table.get(name)?.[kind] ?? 0;
  return total;
};

/** Two rankings of every block, independent of each other but for the text both read. */
export interface Rankings {
  readonly plain: readonly number[];
  readonly named: readonly number[];
  readonly features: readonly (readonly string[])[];
  /** What each place says to the filter of blocks near it, and of blocks far inside it. */
  readonly near: Float64Array;
  readonly far: Float64Array;
}

const sumNear = (place: Place, values: Float64Array): number => {
  let total = 0;
  let at: Place | undefined = place;
  for (let step = 0; step < NEAR && at !== undefined; step += 1) {
    total += values[at.index] ?? 0;
    at = at.parent;
  }
  return total;
};

const scorePlaces = (scorer: Scorer, outline: Outline) => {
  const { length } = outline.places;
  const scores = {
    named: new Float64Array(length),
    near: new Float64Array(length),
    far: new Float64Array(length),
  };
  for (const place of outline.places) {
    let [named, near, far] = [0, 0, 0];
    for (const feature of toPlaceFeatures(place)) {
      const weight = scorer.places.get(feature);
      if (weight === undefined) continue;
      named += weight.named;
      near += weight.near;
      far += weight.far;
    }
    scores.named[place.index] = named;
    scores.near[place.index] = near;
    // All that stands further out counts too.
    scores.far[place.index] = far + (place.parent === undefined ? 0 : (scores.far[place.parent.index] ?? 0));
  }
  return scores;
};

/** Looking for every block in the stated body costs their product; 0.2 s for this much, 100 times a real page. */
const MOST_COMPARED_CHARS = 200_000_000;

/** Ranks every block by its text alone, and by its text and the names of what it stands in. */
export const rankBlocks = (scorer: Scorer, outline: Outline, facts: PageFacts): Rankings => {
  const { named, near, far } = scorePlaces(scorer, outline);
  const cost = outline.blocks.length * (facts.statedBody?.length ?? 0);
  const known = cost > MOST_COMPARED_CHARS ? { ...facts, statedBody: undefined } : facts;
  const features = outline.blocks.map((block) => toTextFeatures(block, known));
  return {
    features,
    near,
    far,
    plain: features.map((names) => scorer.plainBias + sum(names, scorer.plainText)),
    named: outline.blocks.map(
      (block, at) =>
        scorer.namedBias +
        sum(features[at] ?? [], scorer.namedText) +
        sum(block.tokens, scorer.namedSpan) +
        sumNear(block.place, named),
    ),
  };
};

const takeFar = (block: Block, far: Float64Array): number => {
  let at: Place | undefined = block.place;
  for (let step = 0; step < NEAR && at !== undefined; step += 1) at = at.parent;
  return at === undefined ? 0 : (far[at.index] ?? 0);
};

/** For each block the log-odds that it is text of the article. */
export const scoreBlocks = (scorer: Scorer, outline: Outline, rankings: Rankings): readonly number[] => {
  const context = toContextFeatures(outline, rankings.named);
  const plainContext = toContextFeatures(outline, rankings.plain);
  return outline.blocks.map((block, at) => {
    const kind = toTagKind(block.place.tag);
    return (
      scorer.filterBias +
      sumCrossed(context[at] ?? [], kind, scorer.context) +
      sumCrossed(plainContext[at] ?? [], kind, scorer.plainContext) +
      sum(rankings.features[at] ?? [], scorer.filterText) +
      sum(block.tokens, scorer.filterSpan) +
      sumNear(block.place, rankings.near) +
      takeFar(block, rankings.far)
    );
  });
};
