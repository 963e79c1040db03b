// Pages whose article text is known, made ready to learn from.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
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
import { decodeBody } from '../../src/text/charset.ts';

/** How much a page of each set counts: news pages are what the extractor is for, the blog set is the largest. */
const SETS: Readonly<Record<string, number>> = { scrapinghub: 3, news: 3, fundus: 2, wcxb: 1 };

/** A page with known text. */
export interface GoldPage {
  readonly set: string;
  readonly id: string;
  readonly site: string;
  readonly gold: string;
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
export const toWords = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

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
export const buildNumbers = () => {
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

const readPage = (
  folder: string,
  set: string,
  name: string,
  toNumber: (name: string) => number,
): GoldPage => {
  const gold = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
  const bytes = gunzipSync(readFileSync(`${folder}/${name.replace(/json$/, 'html.gz')}`));
  const document = parseDocument(decodeBody(bytes, undefined, 'html').text);
  const outline = toSlim(toOutline(document));
  const facts = toFacts(readHead(document));
  const texts = measureTexts(outline, facts);
  const words = outline.blocks.map((block) => toWords(block.text));
  const labels = Uint8Array.from(words, buildLabel(gold.text));
  return {
    ...{ set, id: gold.id, gold: gold.text, outline, facts, texts, labels },
    site: URL.canParse(gold.url) ? new URL(gold.url).host.replace(/^www\./, '') : gold.id,
    features: outline.blocks.map((block, at) => {
      const found = texts[at];
      return Int32Array.from(found === undefined ? [] : toFeatures(block, found), toNumber);
    }),
    weights: toWeights(words, labels, set),
  };
};

/** Reads the pages of all sets in a folder. */
export const readGoldPages = (data: string, toNumber: (name: string) => number): readonly GoldPage[] =>
  Object.keys(SETS).flatMap((set) =>
    readdirSync(`${data}/${set}`)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readPage(`${data}/${set}`, set, name, toNumber)),
  );
