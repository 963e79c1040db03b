// Fits src/extract/weights.json and trees.json on pages whose article text is known: three rankings of a page's blocks
// by logistic regression, and trees that judge a block by the rankings of it and of its surroundings.
//   npm exec tsx bench/fit-extract.ts -- --data DIR [--folds 4 --out DIR]
// DIR holds folders of gold pages (<id>.json with id, url, text beside <id>.html.gz): scrapinghub, news, fundus, wcxb.
// With --folds no weights are written: each part of the sites is extracted by those fitted on the others, and the
// texts go to --out, a file <set>.ndjson a set.
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findBody } from '../src/extract/body.ts';
import { toText } from '../src/extract/render.ts';
import { buildScorer, type Judgement, type Weights } from '../src/extract/score.ts';
import { eachSignals, SIGNAL_NAMES } from '../src/extract/signals.ts';
import type { Rankings } from '../src/extract/survey.ts';
import { type Examples, fitTrees, type Tree, type TreeOptions } from './support/boosted-trees.ts';
import { buildNumbers, type GoldPage, readGoldPages } from './support/labelled-pages.ts';
import { askRegression, fitRegression } from './support/regression.ts';

/** A feature on fewer sites has no weight: it would speak of these sites. */
const LEAST_SITES = 20;
/** Weights nearer to zero are left out. */
const LEAST_WEIGHT = 0.05;
/** The trees learn from rankings of pages that those were not fitted on: the sites are parted so often. */
const PARTS = 4;
const TREES: TreeOptions = {
  ...{ trees: 100, leaves: 16, rate: 0.1, pull: 5, leastWeight: 5 },
  ...{ columnShare: 0.3, groupShare: 0.7, bins: 32, seed: 1 },
};
/** Of blocks that both rankings hold for frame, and rightly, one in so many is learnt from, for all of them. */
const SELDOM = 8;
const SELDOM_FULL = -3;
const SELDOM_NAMED = -1;

const READINGS = { plain: /^text /, named: /^(?:text|near|span) /, full: /^/ } as const;
type Reading = keyof typeof READINGS;
interface Model {
  readonly values: Float64Array;
  readonly inUse: Uint8Array;
}
type Models = Readonly<Record<Reading, Model>>;

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, 0);
const toPart = (page: GoldPage): number => (hash(page.site) >> 6) % PARTS;

/** By feature: on how many sites it is. */
const countSites = (pages: readonly GoldPage[], count: number): readonly number[] => {
  const sites = Array.from({ length: count }, () => new Set<string>());
  for (const page of pages)
    for (const feature of new Set(page.features.flatMap((list) => [...list]))) sites[feature]?.add(page.site);
  return sites.map((known) => known.size);
};

const fitModel = (pages: readonly GoldPage[], inUse: Uint8Array): Model => {
  const rows = pages.flatMap((page) =>
    page.features.map((features, at) => ({
      ...{ features, label: page.labels[at] ?? 0, weight: page.weights[at] ?? 0 },
    })),
  );
  const used = rows.filter((row) => row.weight > 0);
  return {
    inUse,
    values: fitRegression(
      {
        features: used.map((row) => row.features),
        labels: Uint8Array.from(used, (row) => row.label),
        weights: Float64Array.from(used, (row) => row.weight),
      },
      inUse,
    ),
  };
};

type FitModels = (pages: readonly GoldPage[]) => Models;

const buildFit = (names: readonly string[], isCommon: readonly boolean[]): FitModels => {
  const inUse = (reading: Reading) =>
    Uint8Array.from(names, (name, at) => (isCommon[at] === true && READINGS[reading].test(name) ? 1 : 0));
  const masks = { plain: inUse('plain'), named: inUse('named'), full: inUse('full') };
  return (pages) => ({
    plain: fitModel(pages, masks.plain),
    named: fitModel(pages, masks.named),
    full: fitModel(pages, masks.full),
  });
};

const rank = (page: GoldPage, models: Models): Rankings => {
  const ask = ({ values, inUse }: Model) =>
    Float64Array.from(page.features, (list) => askRegression(values, inUse, list));
  return { plain: ask(models.plain), named: ask(models.named), full: ask(models.full) };
};

/** The signals of the pages' blocks, those of plain frame seldom. */
const toExamples = (pages: readonly GoldPage[], rankings: readonly Rankings[]): Examples => {
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
const toCents = (value: number): number => Math.round(value * 100) / 100;

const writeTree = (tree: Tree): string =>
  tree.kind === 'leaf'
    ? `=${round(tree.value, 3)}`
    : `${tree.column}:${round(tree.threshold, 5)} ${writeTree(tree.yes)} ${writeTree(tree.no)}`;

const toTables = (names: readonly string[], { plain, named, full }: Models): Weights => {
  const byName = new Map(names.map((name, at) => [name, at]));
  const read = (model: Model, name: string) => {
    const at = byName.get(name);
    const value = at === undefined || model.inUse[at] !== 1 ? 0 : toCents(model.values[at] ?? 0);
    return Math.abs(value) >= LEAST_WEIGHT ? value : 0;
  };
  const bias = (model: Model) => toCents(model.values.at(-1) ?? 0);
  const toTable = (prefixes: readonly string[], readings: readonly (readonly [Model, string])[]) => {
    const keys = new Set(
      names.flatMap((name) => {
        const prefix = prefixes.find((one) => name.startsWith(one));
        return prefix === undefined ? [] : [name.slice(prefix.length)];
      }),
    );
    const rows = [...keys]
      .sort()
      .map((key) => [key, readings.map(([model, prefix]) => read(model, prefix + key))] as const);
    return Object.fromEntries(rows.filter(([, values]) => values.some((value) => value !== 0)));
  };
  return {
    bias: { plain: bias(plain), named: bias(named), full: bias(full) },
    text: toTable(
      ['text '],
      [
        [plain, 'text '],
        [named, 'text '],
        [full, 'text '],
      ],
    ),
    place: toTable(
      ['near ', 'far '],
      [
        [named, 'near '],
        [full, 'near '],
        [full, 'far '],
      ],
    ),
    span: toTable(
      ['span '],
      [
        [named, 'span '],
        [full, 'span '],
      ],
    ),
  };
};

/** Everything, from these pages alone. */
const fitAll = (pages: readonly GoldPage[], names: readonly string[]) => {
  const fitModels = buildFit(
    names,
    countSites(pages, names.length).map((count) => count >= LEAST_SITES),
  );
  const others = Array.from({ length: PARTS }, (_, part) =>
    fitModels(pages.filter((page) => toPart(page) !== part)),
  );
  const examples = toExamples(
    pages,
    pages.flatMap((page) => {
      const models = others[toPart(page)];
      return models === undefined ? [] : [rank(page, models)];
    }),
  );
  const { bias, trees } = fitTrees(examples, TREES);
  const judgement: Judgement = { signals: SIGNAL_NAMES, bias: round(bias, 5), trees: trees.map(writeTree) };
  return { weights: toTables(names, fitModels(pages)), judgement };
};

/** Extracts every page by weights fitted on other sites. */
const crossValidate = (pages: readonly GoldPage[], names: readonly string[], folds: number, out: string) => {
  mkdirSync(out, { recursive: true });
  for (const set of new Set(pages.map((page) => page.set))) rmSync(`${out}/${set}.ndjson`, { force: true });
  for (let fold = 0; fold < folds; fold += 1) {
    const fitted = fitAll(
      pages.filter((page) => hash(page.site) % folds !== fold),
      names,
    );
    const scorer = buildScorer(fitted.weights, fitted.judgement);
    for (const page of pages.filter((one) => hash(one.site) % folds === fold)) {
      const text = toText(findBody(scorer, page.outline, page.facts).blocks);
      appendFileSync(`${out}/${page.set}.ndjson`, `${JSON.stringify({ id: page.id, text })}\n`);
    }
    console.log(`fold ${fold + 1} of ${folds} done`);
  }
};

const { values } = parseArgs({
  options: { data: { type: 'string' }, folds: { type: 'string' }, out: { type: 'string' } },
});
if (values.data === undefined || (values.folds !== undefined && values.out === undefined))
  throw new Error('usage: fit-extract.ts --data DIR [--folds N --out DIR]');
const { numbers, toNumber } = buildNumbers();
const pages = readGoldPages(values.data, toNumber);
const names = [...numbers.keys()];
if (values.folds !== undefined) crossValidate(pages, names, Number(values.folds), values.out ?? '');
else {
  const { weights, judgement } = fitAll(pages, names);
  const write = (name: string, value: unknown) =>
    writeFileSync(new URL(`../src/extract/${name}`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);
  write('weights.json', weights);
  write('trees.json', judgement);
  console.log(`weights and trees of ${pages.length} pages written: biome format --write src/extract/*.json`);
}
