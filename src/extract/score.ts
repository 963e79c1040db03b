import type { Block, Outline, Place } from './blocks.ts';
import {
  NEAR,
  type PageFacts,
  type TextFacts,
  toPlaceFeatures,
  toTextFacts,
  toTextFeatures,
} from './features.ts';
import { eachSignals, SIGNAL_NAMES } from './signals.ts';
import type { Rankings } from './survey.ts';
import treeTable from './trees.json' with { type: 'json' };
import { askForest, buildForest, type TreeTable } from './trees.ts';
import weights from './weights.json' with { type: 'json' };

type Table = Readonly<Record<string, readonly number[]>>;

/**
 * Log-odds by feature, fitted by logistic regression on pages with known text (bench/fit-extract.ts); features
 * seen on fewer than twenty sites have none, so that no weight speaks of one site. Three rankings: the text alone
 * (plain); the text and the names near it (named); these and the names of all that stands further out (full).
 */
export interface Weights {
  readonly bias: { readonly plain: number; readonly named: number; readonly full: number };
  /** For plain, named and full. */
  readonly text: Table;
  /** For named near a block; for full near it and far from it. */
  readonly place: Table;
  /** For named and full. */
  readonly span: Table;
}

/** The trees that judge a block by its signals, and the names of these in the trees' order. */
export interface Judgement extends TreeTable {
  readonly signals: readonly string[];
}

/** The weights ready for use; built once by whoever extracts many pages. Throws where trees and signals differ. */
export const buildScorer = (
  { bias, text, place, span }: Weights = weights,
  { signals, ...trees }: Judgement = treeTable,
) => {
  if (signals.join() !== SIGNAL_NAMES.join())
    throw new Error('trees.json was fitted for other signals: run bench/fit-extract.ts');
  return {
    bias,
    text: new Map(Object.entries(text)),
    place: new Map(Object.entries(place)),
    span: new Map(Object.entries(span)),
    forest: buildForest(trees),
  };
};
export type Scorer = ReturnType<typeof buildScorer>;
type RankingScorer = Omit<Scorer, 'forest'>;

const sumNear = (place: Place, values: Float64Array): number => {
  let total = 0;
  let at: Place | undefined = place;
  for (let step = 0; step < NEAR && at !== undefined; step += 1) {
    total += values[at.index] ?? 0;
    at = at.parent;
  }
  return total;
};

const takeFar = (place: Place, far: Float64Array): number => {
  let at: Place | undefined = place;
  for (let step = 0; step < NEAR && at !== undefined; step += 1) at = at.parent;
  return at === undefined ? 0 : (far[at.index] ?? 0);
};

const scorePlaces = (scorer: RankingScorer, { places }: Outline) => {
  const named = new Float64Array(places.length);
  const near = new Float64Array(places.length);
  const far = new Float64Array(places.length);
  for (const place of places) {
    const { index } = place;
    // All that stands further out counts too.
    if (place.parent !== undefined) far[index] = far[place.parent.index] ?? 0;
    for (const feature of toPlaceFeatures(place)) {
      const values = scorer.place.get(feature);
      if (values === undefined) continue;
      named[index] = (named[index] ?? 0) + (values[0] ?? 0);
      near[index] = (near[index] ?? 0) + (values[1] ?? 0);
      far[index] = (far[index] ?? 0) + (values[2] ?? 0);
    }
  }
  return { named, near, far };
};

/** Ranks every block by its text alone, by its text and the names near it, and by all of its names. */
export const rankBlocks = (
  scorer: RankingScorer,
  outline: Outline,
  texts: readonly TextFacts[],
): Rankings => {
  const places = scorePlaces(scorer, outline);
  const { bias } = scorer;
  const plain = new Float64Array(texts.length).fill(bias.plain);
  const named = new Float64Array(texts.length).fill(bias.named);
  const full = new Float64Array(texts.length).fill(bias.full);
  outline.blocks.forEach((block, at) => {
    const facts = texts[at];
    if (facts === undefined) return;
    let [ofPlain, ofNamed, ofFull] = [0, sumNear(block.place, places.named), 0];
    for (const feature of toTextFeatures(block, facts)) {
      const values = scorer.text.get(feature);
      ofPlain += values?.[0] ?? 0;
      ofNamed += values?.[1] ?? 0;
      ofFull += values?.[2] ?? 0;
    }
    for (const token of block.tokens) {
      const values = scorer.span.get(token);
      ofNamed += values?.[0] ?? 0;
      ofFull += values?.[1] ?? 0;
    }
    plain[at] = bias.plain + ofPlain;
    named[at] = bias.named + ofNamed;
    full[at] = bias.full + ofFull + sumNear(block.place, places.near) + takeFar(block.place, places.far);
  });
  return { plain, named, full };
};

/** Looking for every block in the stated body costs their product; 0.2 s for this much, 100 times a real page. */
const MOST_COMPARED_CHARS = 200_000_000;

/** Measures every block's text. */
export const measureTexts = ({ blocks }: Outline, facts: PageFacts): readonly TextFacts[] => {
  const cost = blocks.length * (facts.statedBody?.length ?? 0);
  const known = cost > MOST_COMPARED_CHARS ? { ...facts, statedBody: undefined } : facts;
  return blocks.map((block: Block) => toTextFacts(block, known));
};

/** Blocks that both rankings with names hold for frame this clearly are; of 209,602 a third, and no text was lost. */
const FRAME_FULL = -4;
const FRAME_NAMED = -2;

/** For each block the log-odds that it is text of the article. */
export const scoreBlocks = (scorer: Scorer, outline: Outline, facts: PageFacts): Float64Array => {
  const texts = measureTexts(outline, facts);
  const rankings = rankBlocks(scorer, outline, texts);
  const { full, named } = rankings;
  const scores = full.slice();
  const isAsked = (at: number) => (full[at] ?? 0) >= FRAME_FULL || (named[at] ?? 0) >= FRAME_NAMED;
  eachSignals(outline, texts, rankings, isAsked, (row, at) => {
    scores[at] = askForest(scorer.forest, row);
  });
  return scores;
};
