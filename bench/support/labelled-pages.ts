// Pages whose article text is known, made ready to learn from.
import { Element } from 'domhandler';
import { type Block, type Outline, type Place, toOutline } from '../../src/extract/blocks.ts';
import { parseDocument } from '../../src/extract/document.ts';
import {
  NEAR,
  type PageFacts,
  type TextFacts,
  toPlaceFeatures,
  toTextFeatures,
} from '../../src/extract/features.ts';
import { readHead } from '../../src/extract/head.ts';
import { toFacts } from '../../src/extract/root.ts';
import { measureTexts } from '../../src/extract/score.ts';
import { readStored, type StoredPage, toSite } from './gold-files.ts';

/** How much a page of each set counts: news pages are what the extractor is for, the blog set is the largest. */
const SETS: Readonly<Record<string, number>> = { scrapinghub: 3, news: 3, fundus: 2, wcxb: 1 };

/** A page with known text. */
export interface LabelledPage {
  readonly set: string;
  readonly site: string;
  readonly outline: Outline;
  readonly facts: PageFacts;
  readonly texts: readonly TextFacts[];
  /** By block: the numbers of its features. */
  readonly features: readonly Int32Array[];
  /** By block: 1 where it is text of the article. */
  readonly labels: Uint8Array;
  /** By block: what it weighs in words, in a page without frame; frame beyond the article's size weighs less. */
  readonly weights: Float64Array;
}

/** The words of a text in lower case. */
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

/** Frame counts in words of the article until it is so many times as long. */
const MOST_FRAME = 4;

const toWeights = (words: readonly (readonly string[])[], labels: Uint8Array, set: string): Float64Array => {
  const sizes = words.map((list) => (list.length === 0 ? 0 : 3 + Math.min(60, list.length)));
  const totals: [number, number] = [0, 0];
  sizes.forEach((size, at) => {
    totals[labels[at] === 1 ? 1 : 0] += size;
  });
  const text = totals[1] || 1;
  const frame = Math.max(text, totals[0] / MOST_FRAME);
  const weight = 10 * (SETS[set] ?? 1);
  return Float64Array.from(sizes, (size, at) => (weight * size) / (labels[at] === 1 ? text : frame));
};

/** Numbers for names, given in the order in which they come. */
const buildNumbers = () => {
  const numbers = new Map<string, number>();
  return {
    numbers,
    toNumber: (name: string): number => {
      const known = numbers.get(name) ?? numbers.size;
      numbers.set(name, known);
      return known;
    },
  };
};

const toFeatures = (block: Block, facts: TextFacts): readonly string[] => {
  const features = toTextFeatures(block, facts).map((name) => `text ${name}`);
  features.push(...block.tokens.map((name) => `span ${name}`));
  let step = 0;
  for (let at: Place | undefined = block.place; at !== undefined; at = at.parent) {
    const where = step < NEAR ? 'near' : 'far';
    features.push(...toPlaceFeatures(at).map((name) => `${where} ${name}`));
    step += 1;
  }
  return features;
};

/** The page's tree is let go: with it, nine hundred pages fill the memory. Of elements the role alone is looked at. */
const toSlim = (outline: Outline): Outline => {
  const places: Place[] = [];
  for (const place of outline.places) {
    const role = place.element?.attribs['role'];
    places.push({
      ...place,
      parent: place.parent === undefined ? undefined : places[place.parent.index],
      element: role === undefined ? undefined : new Element(place.tag, { role }),
    });
  }
  const toPlace = (place: Place): Place => places[place.index] ?? place;
  return {
    places,
    blocks: outline.blocks.map((block) => ({ ...block, place: toPlace(block.place), nodes: [] })),
    pictures: outline.pictures.map(({ order, place }) => ({
      ...{ order, place: toPlace(place), element: new Element('img', {}) },
    })),
  };
};

const toLabelled = (
  set: string,
  { gold, html }: StoredPage,
  toNumber: (name: string) => number,
): LabelledPage => {
  const document = parseDocument(html);
  const outline = toSlim(toOutline(document));
  const facts = toFacts(readHead(document));
  const texts = measureTexts(outline, facts);
  const words = outline.blocks.map((block) => toWords(block.text));
  const labels = Uint8Array.from(words, buildLabel(gold.text ?? ''));
  return {
    ...{ set, site: toSite(gold), outline, facts, texts, labels },
    features: outline.blocks.map((block, at) => {
      const found = texts[at];
      return Int32Array.from(found === undefined ? [] : toFeatures(block, found), toNumber);
    }),
    weights: toWeights(words, labels, set),
  };
};

/** Pages of all sets in a folder, with the names of their features. */
export const readLabelledPages = (
  data: string,
): { readonly pages: readonly LabelledPage[]; readonly names: readonly string[] } => {
  const { numbers, toNumber } = buildNumbers();
  const pages = Object.keys(SETS).flatMap((set) =>
    Array.from(readStored(`${data}/${set}`), (page) => toLabelled(set, page, toNumber)),
  );
  return { pages, names: [...numbers.keys()] };
};

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, 0);

/** Which of so many parts a site belongs to; another shift parts them otherwise. */
export const toPart = (site: string, parts: number, shift = 0): number => (hash(site) >> shift) % parts;
