// Three rankings of a page's blocks, by logistic regression over what their texts and the names around them say.
import type { Weights } from '../../src/extract/score.ts';
import type { Rankings } from '../../src/extract/survey.ts';
import type { LabelledPage } from './labelled-pages.ts';
import { askRegression, fitRegression } from './regression.ts';

/** A feature on fewer sites has no weight: it would speak of these sites. */
const LEAST_SITES = 20;
/** Weights nearer to zero are left out. */
const LEAST_WEIGHT = 0.05;

const READINGS = { plain: /^text /, named: /^(?:text|near|span) /, full: /^/ } as const;
type Reading = keyof typeof READINGS;
interface Model {
  readonly values: Float64Array;
  readonly inUse: Uint8Array;
}
export type Models = Readonly<Record<Reading, Model>>;

/** By feature: on how many sites it is. */
const countSites = (pages: readonly LabelledPage[], count: number): readonly number[] => {
  const sites = Array.from({ length: count }, () => new Set<string>());
  for (const page of pages)
    for (const feature of new Set(page.features.flatMap((list) => [...list]))) sites[feature]?.add(page.site);
  return sites.map((known) => known.size);
};

const fitModel = (pages: readonly LabelledPage[], inUse: Uint8Array): Model => {
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

/** Fits the three to some of the pages; which features may have a weight is settled by all of them. */
export const buildFit = (all: readonly LabelledPage[], names: readonly string[]) => {
  const sites = countSites(all, names.length);
  const inUse = (reading: Reading) =>
    Uint8Array.from(names, (name, at) =>
      (sites[at] ?? 0) >= LEAST_SITES && READINGS[reading].test(name) ? 1 : 0,
    );
  const masks = { plain: inUse('plain'), named: inUse('named'), full: inUse('full') };
  return (pages: readonly LabelledPage[]): Models => ({
    plain: fitModel(pages, masks.plain),
    named: fitModel(pages, masks.named),
    full: fitModel(pages, masks.full),
  });
};

/** The rankings of a page's blocks. */
export const rank = (page: LabelledPage, models: Models): Rankings => {
  const ask = ({ values, inUse }: Model) =>
    Float64Array.from(page.features, (list) => askRegression(values, inUse, list));
  return { plain: ask(models.plain), named: ask(models.named), full: ask(models.full) };
};

const toCents = (value: number): number => Math.round(value * 100) / 100;

/** The weights as the extractor reads them. */
export const toTables = (names: readonly string[], { plain, named, full }: Models): Weights => {
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
