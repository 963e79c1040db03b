// Fits src/extract/weights.json on pages whose article text is known, by logistic regression in two stages.
//   npm exec tsx bench/fit-extract.ts -- --data DIR [--folds 4]
// DIR holds folders of gold pages (<id>.json with id, url, text beside <id>.html.gz): scrapinghub, news, fundus, wcxb.
// With --folds nothing is written: each part of the sites is extracted by weights fitted on the others.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type Block, isWithin, type Outline, toOutline } from '../src/extract/blocks.ts';
import { findBody } from '../src/extract/body.ts';
import { toContextFeatures } from '../src/extract/context.ts';
import { parseDocument } from '../src/extract/document.ts';
import { NEAR, type PageFacts, toPlaceFeatures, toTagKind, toTextFeatures } from '../src/extract/features.ts';
import { readHead } from '../src/extract/head.ts';
import { toText } from '../src/extract/render.ts';
import { toFacts, toRoot } from '../src/extract/root.ts';
import { buildScorer, type Weights } from '../src/extract/score.ts';
import { decodeBody } from '../src/text/charset.ts';

/** How much a page of each set counts: news pages are what the extractor is for, the blog set is the largest. */
const SETS: Readonly<Record<string, number>> = { scrapinghub: 3, news: 3, fundus: 2, wcxb: 1 };
/** A feature on fewer sites has no weight: it would speak of these sites. */
const LEAST_SITES = 30;
/** Strength of the pull to zero and the step of AdaGrad; the best of six pairs by four folds. */
const PULL = 3e-3;
const STEP = 0.1;
const ROUNDS = 6;
/** Weights nearer to zero are left out. */
const LEAST_WEIGHT = 0.05;
const LENIENCE = 2;

interface Page {
  readonly set: string;
  readonly site: string;
  readonly gold: string;
  readonly outline: Outline;
  readonly facts: PageFacts;
  readonly features: readonly (readonly string[])[];
  readonly labels: readonly number[];
  readonly sizes: readonly number[];
}
type Model = ReadonlyMap<string, number>;
interface Row {
  readonly features: readonly string[];
  readonly label: number;
  readonly weight: number;
}

const toWords = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** Whether a block's words are the gold's: most of its runs of four words, or, for less, a whole line of it. */
const buildLabel = (gold: string) => {
  const words = toWords(gold);
  const runs = new Set(words.map((_, at) => words.slice(at, at + 4).join(' ')));
  const lines = new Set(gold.split(/\n+/).map((line) => toWords(line).join(' ')));
  return (block: readonly string[]): number => {
    if (block.length < 4) return lines.has(block.join(' ')) ? 1 : 0;
    const found = block.slice(3).filter((_, at) => runs.has(block.slice(at, at + 4).join(' '))).length;
    return found > 0.5 * (block.length - 3) ? 1 : 0;
  };
};

const toFeatures = (block: Block, facts: PageFacts): readonly string[] => {
  const features = toTextFeatures(block, facts).map((name) => `text ${name}`);
  features.push(...block.tokens.map((name) => `span ${name}`));
  let step = 0;
  for (let at: Block['place'] | undefined = block.place; at !== undefined; at = at.parent) {
    const where = step < NEAR ? 'near' : 'far';
    features.push(...toPlaceFeatures(at).map((name) => `${where} ${name}`));
    step += 1;
  }
  return features;
};

const readPage = (folder: string, set: string, name: string): Page => {
  const gold = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
  const bytes = gunzipSync(readFileSync(`${folder}/${name.replace(/json$/, 'html.gz')}`));
  const document = parseDocument(decodeBody(bytes, undefined, 'html').text);
  const outline = toOutline(document);
  const facts = toFacts(readHead(document));
  const words = outline.blocks.map((block) => toWords(block.text));
  const label = buildLabel(gold.text);
  return {
    set,
    site: URL.canParse(gold.url) ? new URL(gold.url).host.replace(/^www\./, '') : gold.id,
    gold: gold.text,
    outline,
    facts,
    features: outline.blocks.map((block) => toFeatures(block, facts)),
    labels: words.map(label),
    sizes: words.map((list) => (list.length === 0 ? 0 : 3 + Math.min(60, list.length))),
  };
};

/** One page's blocks as rows; text and frame of a page weigh the same, every page of a set too. */
const toRows = (page: Page, features: Page['features'], isUsed: (at: number) => boolean): readonly Row[] => {
  const totals: [number, number] = [0, 0];
  page.labels.forEach((label, at) => {
    if (isUsed(at)) totals[label === 1 ? 1 : 0] += page.sizes[at] ?? 0;
  });
  const text = totals[1] || 1;
  return page.labels.flatMap((label, at) => {
    const share = (page.sizes[at] ?? 0) / (label === 1 ? text : Math.max(text, totals[0]));
    const weight = isUsed(at) ? (SETS[page.set] ?? 1) * 10 * share : 0;
    return weight > 0 ? [{ features: features[at] ?? [], label, weight }] : [];
  });
};

const BIAS = 'bias';

/** Logistic regression by AdaGrad; the mean of the last two rounds. Seeded: two runs give the same weights. */
const fitRows = (rows: readonly Row[]): Model => {
  const weights = new Map<string, { value: number; squares: number; mean: number }>();
  const find = (name: string) => {
    const known = weights.get(name) ?? { value: 0, squares: 1e-3, mean: 0 };
    weights.set(name, known);
    return known;
  };
  const table = rows.map((row) => ({ ...row, cells: [...row.features.map(find), find(BIAS)] }));
  let seed = 7;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let at = table.length - 1; at > 0; at -= 1) {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      const other = Math.floor((seed / 0x7fffffff) * at);
      const [a, b] = [table[at], table[other]];
      if (a !== undefined && b !== undefined) [table[at], table[other]] = [b, a];
    }
    for (const { cells, label, weight } of table) {
      const score = cells.reduce((sum, cell) => sum + cell.value, 0);
      const slope = (1 / (1 + Math.exp(-score)) - label) * weight;
      for (const cell of cells) {
        const pull = slope + PULL * cell.value;
        cell.squares += pull * pull;
        cell.value -= (STEP * pull) / Math.sqrt(cell.squares);
      }
    }
    if (round >= ROUNDS - 2) for (const cell of weights.values()) cell.mean += cell.value / 2;
  }
  return new Map([...weights].map(([name, cell]) => [name, cell.mean]));
};

const predict = (model: Model, features: readonly string[]): number =>
  features.reduce((sum, name) => sum + (model.get(name) ?? 0), model.get(BIAS) ?? 0);

/** Features on enough sites. */
const toCommon = (pages: readonly Page[]): ReadonlySet<string> => {
  const sites = new Map<string, Set<string>>();
  for (const page of pages)
    for (const name of new Set(page.features.flat())) {
      const known = sites.get(name) ?? new Set();
      sites.set(name, known.add(page.site));
    }
  return new Set([...sites].filter(([, known]) => known.size >= LEAST_SITES).map(([name]) => name));
};

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, 0);

const fitRanking = (pages: readonly Page[], isUsed: (name: string) => boolean): Model =>
  fitRows(
    pages.flatMap((page) =>
      toRows(
        page,
        page.features.map((list) => list.filter(isUsed)),
        () => true,
      ),
    ),
  );

/** Rows of the filter: surroundings by both rankings; only blocks inside the root, as it is used. */
const toFilterRows = (
  page: Page,
  plain: Model,
  named: Model,
  common: ReadonlySet<string>,
): readonly Row[] => {
  const plains = page.features.map((list) => predict(plain, list));
  const nameds = page.features.map((list) => predict(named, list));
  const root = toRoot(
    page.outline,
    plains.map((score, at) => score + (nameds[at] ?? 0) + LENIENCE),
  );
  const contexts = [
    ['context', toContextFeatures(page.outline, nameds)],
    ['plainContext', toContextFeatures(page.outline, plains)],
  ] as const;
  const features = page.outline.blocks.map((block, at) => {
    const kind = toTagKind(block.place.tag);
    const around = contexts.flatMap(([table, names]) =>
      (names[at] ?? []).flatMap((name) => [`${table} ${name}`, `${table} ${kind} ${name}`]),
    );
    return [...around, ...(page.features[at] ?? []).filter((name) => common.has(name))];
  });
  const isUsed = (at: number) => {
    const block = page.outline.blocks[at];
    return block !== undefined && isWithin(block.place, root);
  };
  return toRows(page, features, isUsed);
};

const toTable = (model: Model, table: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...model]
      .filter(([name, value]) => name.startsWith(`${table} `) && Math.abs(value) >= LEAST_WEIGHT)
      .map(([name, value]) => [name.slice(table.length + 1), Math.round(value * 100) / 100] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const fitAll = (pages: readonly Page[]): Weights => {
  const common = toCommon(pages);
  const isPlain = (name: string) => name.startsWith('text ') && common.has(name);
  const isNamed = (name: string) => !name.startsWith('far ') && common.has(name);
  const plain = fitRanking(pages, isPlain);
  const named = fitRanking(pages, isNamed);
  // The filter learns from rankings of pages that those were not fitted on.
  const halves = [0, 1].map((half) => pages.filter((page) => (hash(page.site) >> 4) % 2 === half));
  const rows = halves.flatMap((half, at) => {
    const other = fitRanking(halves[1 - at] ?? [], isNamed);
    return half.flatMap((page) => toFilterRows(page, plain, other, common));
  });
  const filter = fitRows(rows);
  const bias = (model: Model) => Math.round((model.get(BIAS) ?? 0) * 100) / 100;
  return {
    plain: { bias: bias(plain), text: toTable(plain, 'text') },
    named: {
      bias: bias(named),
      text: toTable(named, 'text'),
      near: toTable(named, 'near'),
      span: toTable(named, 'span'),
    },
    filter: {
      bias: bias(filter),
      context: toTable(filter, 'context'),
      plainContext: toTable(filter, 'plainContext'),
      text: toTable(filter, 'text'),
      near: toTable(filter, 'near'),
      far: toTable(filter, 'far'),
      span: toTable(filter, 'span'),
    },
  };
};

/** Mean F1 over words of pages by weights fitted on other sites. */
const crossValidate = (pages: readonly Page[], folds: number): void => {
  const scores = new Map<string, number[]>();
  for (let fold = 0; fold < folds; fold += 1) {
    const scorer = buildScorer(fitAll(pages.filter((page) => hash(page.site) % folds !== fold)));
    for (const page of pages.filter((one) => hash(one.site) % folds === fold)) {
      const text = toWords(toText(findBody(scorer, page.outline, page.facts).blocks));
      scores.set(page.set, [...(scores.get(page.set) ?? []), toF1(toWords(page.gold), text)]);
    }
  }
  for (const [set, list] of scores)
    console.log(
      `${set}\t${list.length} pages\tword F1 ${(list.reduce((a, b) => a + b, 0) / list.length).toFixed(4)}`,
    );
};

const toF1 = (gold: readonly string[], text: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let same = 0;
  for (const word of text) {
    const count = left.get(word) ?? 0;
    if (count > 0) same += 1;
    left.set(word, count - 1);
  }
  return (2 * same) / (gold.length + text.length || 1);
};

const { values } = parseArgs({ options: { data: { type: 'string' }, folds: { type: 'string' } } });
if (values.data === undefined) throw new Error('usage: fit-extract.ts --data DIR [--folds N]');
const { data } = values;
const pages = Object.keys(SETS).flatMap((set) =>
  readdirSync(`${data}/${set}`)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readPage(`${data}/${set}`, set, name)),
);
if (values.folds !== undefined) crossValidate(pages, Number(values.folds));
else {
  const target = new URL('../src/extract/weights.json', import.meta.url);
  writeFileSync(target, `${JSON.stringify(fitAll(pages), null, 2)}\n`);
  console.log(`weights of ${pages.length} pages written to ${target.pathname}`);
}
