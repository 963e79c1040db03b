// Trees that judge a block by the rankings of it and of its surroundings, on top of those rankings.
import type { Judgement, Weights } from '../../src/extract/score.ts';
import { eachSignals, SIGNAL_NAMES } from '../../src/extract/signals.ts';
import type { Rankings } from '../../src/extract/survey.ts';
import { type Examples, fitTrees, type Tree, type TreeOptions } from './boosted-trees.ts';
import { buildFit, rank, toTables } from './fit-rankings.ts';
import { type LabelledPage, toPart } from './labelled-pages.ts';

/** The trees learn from rankings of pages that those were not fitted on: the sites are parted so often. */
const PARTS = 4;
/** They are parted otherwise than for what is left out of all. */
const SHIFT = 6;
const TREES: TreeOptions = {
  ...{ trees: 100, leaves: 16, rate: 0.1, pull: 5, leastWeight: 5 },
  ...{ columnShare: 0.3, groupShare: 0.7, bins: 32, seed: 1 },
};
/** Of blocks that both rankings hold for frame, and rightly, one in so many is learnt from, for all of them. */
const SELDOM = 8;
const SELDOM_FULL = -3;
const SELDOM_NAMED = -1;

/** The signals of the pages' blocks, those of plain frame seldom. */
const toExamples = (pages: readonly LabelledPage[], rankings: readonly Rankings[]): Examples => {
  const rows: { readonly signals: Float32Array; label: number; weight: number; group: number }[] = [];
  pages.forEach((page, group) => {
    const ranking = rankings[group];
    if (ranking === undefined) return;
    const label = (at: number) => page.labels[at] ?? 0;
    const weight = (at: number) => page.weights[at] ?? 0;
    const isSeldom = (at: number) =>
      label(at) === 0 && (ranking.full[at] ?? 0) < SELDOM_FULL && (ranking.named[at] ?? 0) < SELDOM_NAMED;
    const isAsked = (at: number) => weight(at) > 0 && !(isSeldom(at) && at % SELDOM > 0);
    eachSignals(page.outline, page.texts, ranking, isAsked, (row, at) => {
      const times = isSeldom(at) ? SELDOM : 1;
      rows.push({ signals: Float32Array.from(row), label: label(at), group, weight: weight(at) * times });
    });
  });
  return {
    columns: SIGNAL_NAMES.map((_, column) => Float32Array.from(rows, (row) => row.signals[column] ?? 0)),
    labels: Uint8Array.from(rows, (row) => row.label),
    weights: Float64Array.from(rows, (row) => row.weight),
    groups: Int32Array.from(rows, (row) => row.group),
  };
};

const round = (value: number, digits: number): number => Number(value.toPrecision(digits));
const writeTree = (tree: Tree): string =>
  tree.kind === 'leaf'
    ? `=${round(tree.value, 3)}`
    : `${tree.column}:${round(tree.threshold, 5)} ${writeTree(tree.yes)} ${writeTree(tree.no)}`;

/** The weights and the trees, from these pages alone. */
export const fitExtractor = (
  pages: readonly LabelledPage[],
  names: readonly string[],
): { readonly weights: Weights; readonly judgement: Judgement } => {
  const fitModels = buildFit(pages, names);
  const others = Array.from({ length: PARTS }, (_, part) =>
    fitModels(pages.filter((page) => toPart(page.site, PARTS, SHIFT) !== part)),
  );
  const examples = toExamples(
    pages,
    pages.flatMap((page) => {
      const models = others[toPart(page.site, PARTS, SHIFT)];
      return models === undefined ? [] : [rank(page, models)];
    }),
  );
  const { bias, trees } = fitTrees(examples, TREES);
  const judgement: Judgement = { signals: SIGNAL_NAMES, bias: round(bias, 5), trees: trees.map(writeTree) };
  return { weights: toTables(names, fitModels(pages)), judgement };
};
