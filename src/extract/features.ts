import type { Block, Place } from './blocks.ts';
import { foldText } from './fold.ts';
import { PHRASE_NAMES, toPhrases } from './phrases.ts';

/** What is known of the page beside its blocks; texts are folded by `foldText`. */
export interface PageFacts {
  readonly titles: ReadonlySet<string>;
  readonly description: string | undefined;
  /** Whether the page says that it is in another language than English: its lead then is the article's beginning. */
  readonly hasLead: boolean;
  /** The article's body as the page's JSON-LD states it. */
  readonly statedBody: string | undefined;
}

const CHAR_STEPS = [12, 25, 50, 100, 200, 400];
const LINK_STEPS = [0.001, 0.15, 0.4, 0.85];
const toStep = (value: number, steps: readonly number[]): number => {
  const at = steps.findIndex((step) => value < step);
  return at < 0 ? steps.length : at;
};

const KINDS: Readonly<Record<string, string>> = {
  p: 'p',
  li: 'li',
  h1: 'h1',
  h2: 'h2',
  h3: 'h2',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
  td: 'td',
  th: 'td',
  blockquote: 'quote',
  pre: 'pre',
  figcaption: 'caption',
  button: 'button',
  label: 'button',
  dt: 'dt',
  dd: 'dt',
  time: 'time',
};

/** What kind of block an element makes; those that say nothing are a `div`. */
export const toTagKind = (tag: string): string => KINDS[tag] ?? 'div';

const HEADINGS = new Set(['h1', 'h2', 'h4']);
/** Whether a kind of block is a heading. */
export const isHeading = (kind: string): boolean => HEADINGS.has(kind);

/** Every kind there is. */
export const TAG_KINDS: readonly string[] = [...new Set([...Object.values(KINDS), 'div'])];

const ENDS_SENTENCE = /[.!?…。؟।][)\]"'”’»›]*$/u;

/** Whether a text ends as a sentence does. */
export const endsSentence = (text: string): boolean => ENDS_SENTENCE.test(text);

const MOST_CAPITALS = 200;
/** Whether a line has capitals and no small letters. */
export const isCapitals = (text: string): boolean =>
  text.length < MOST_CAPITALS && text === text.toUpperCase() && text !== text.toLowerCase();

/** What a block's own text says, measured once. */
export interface TextFacts {
  /** In Latin characters. */
  readonly length: number;
  readonly kind: string;
  /** Shares of the text, 0 to 1. */
  readonly linked: number;
  readonly strong: number;
  readonly digits: number;
  readonly links: number;
  /** 0 open, 1 with a colon, 2 as a sentence does. */
  readonly end: number;
  /** Sentence marks and commas, ten at most. */
  readonly stops: number;
  readonly commas: number;
  /** Names of the phrases of a frame in it. */
  readonly says: readonly string[];
  readonly isTitle: boolean;
  readonly isDescription: boolean;
  /** 2 where it is the description, 1 where one of the two holds the other (a cut one, one with a prefix), else 0. */
  readonly describes: number;
  /** Whether the stated body holds it; undefined where the page states none. */
  readonly isStated: boolean | undefined;
}

const NO_NAMES: readonly string[] = [];
/** Sentence marks and commas beyond so many say nothing more. */
const MOST_MARKS = 10;

/** Digits, sentence marks and commas of a text, in one pass. */
const countMarks = (text: string) => {
  let [digits, stops, commas] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 63 && code < 0x600) continue;
    if (code >= 48 && code <= 57) digits += 1;
    else if (code === 46 || code === 33 || code === 63 || code === 0x2026 || code === 0x3002) stops += 1;
    else if (code === 44 || code === 59 || code === 0x60c || code === 0x3001) commas += 1;
  }
  return { digits, stops, commas };
};

const isAlmost = (folded: string, description: string | undefined): boolean =>
  description !== undefined &&
  folded.length > 30 &&
  description.length > 30 &&
  (description.includes(folded) || folded.startsWith(description));

/** So many characters tell most texts from all that the page says of itself; the rest needs no folding. */
const START_CHARS = 24;

/** The beginning of a text, folded: the words within START_CHARS and the one that ends after them. */
const foldStart = (text: string): string => {
  const end = text.indexOf(' ', START_CHARS);
  return foldText(end < 0 ? text : text.slice(0, end));
};

const isToldFrom = (start: string, { titles, description, statedBody }: PageFacts): boolean => {
  for (const title of titles) if (title.startsWith(start)) return true;
  if (description !== undefined && (description.includes(start) || start.startsWith(description)))
    return true;
  return statedBody?.includes(start) === true;
};

const compare = (text: string, facts: PageFacts) => {
  const { titles, description, statedBody } = facts;
  if (!isToldFrom(foldStart(text), facts)) {
    const isStated = statedBody === undefined ? undefined : false;
    return { isTitle: false, isDescription: false, describes: 0, isStated };
  }
  const folded = foldText(text);
  const isDescription = folded.length > 20 && description === folded;
  return {
    isDescription,
    describes: isDescription ? 2 : isAlmost(folded, description) ? 1 : 0,
    isTitle: titles.has(folded),
    isStated: statedBody === undefined ? undefined : folded.length > 0 && statedBody.includes(folded),
  };
};

/** Measures a block's text. */
export const toTextFacts = (block: Block, facts: PageFacts): TextFacts => {
  const { text, length } = block;
  const counts = countMarks(text);
  return {
    length,
    kind: toTagKind(block.place.tag),
    linked: block.linkChars / text.length,
    strong: block.strongChars / text.length,
    digits: counts.digits / text.length,
    links: block.links,
    end: ENDS_SENTENCE.test(text) ? 2 : text.endsWith(':') ? 1 : 0,
    stops: Math.min(MOST_MARKS, counts.stops),
    commas: Math.min(MOST_MARKS, counts.commas),
    says: length < 300 ? toPhrases(text) : NO_NAMES,
    ...compare(text, facts),
  };
};

/** Names are made once, so that looking up their weights neither builds nor hashes a string. */
const LENGTHS = ['short', 'middle', 'long'];
const byLength = (start: string): readonly string[] => LENGTHS.map((long) => `${start} ${long}`);
const count = (start: string, steps: number): readonly string[] =>
  Array.from({ length: steps }, (_, at) => `${start} ${at}`);
const ENDS = ['open', 'colon', 'stop'];
const SIZES = count('size', CHAR_STEPS.length + 1);
const LINKS = count('links', LINK_STEPS.length + 1).map(byLength);
const ENDS_LONG = ENDS.map((end) => byLength(`end ${end}`));
const OF_KIND: ReadonlyMap<string, KindNames> = new Map(
  TAG_KINDS.map((kind) => [
    kind,
    {
      tag: `tag ${kind}`,
      sizes: count(`${kind} size`, CHAR_STEPS.length + 1),
      links: count(`${kind} links`, LINK_STEPS.length + 1),
      ends: ENDS.map((end) => `${kind} end ${end}`),
    },
  ]),
);
interface KindNames {
  readonly tag: string;
  readonly sizes: readonly string[];
  readonly links: readonly string[];
  readonly ends: readonly string[];
}
const STRONG = byLength('strong');
const MANY_LINKS = byLength('many links');
const CODE = byLength('code');
const STATED = { yes: byLength('stated yes'), no: byLength('stated no') };
const SAYS: ReadonlyMap<string, readonly string[]> = new Map(
  PHRASE_NAMES.map((name) => [name, byLength(`says ${name}`)]),
);

/** What a block's own text says, as names of features; each is there or not. */
export const toTextFeatures = ({ text, links: linkCount }: Block, facts: TextFacts): readonly string[] => {
  const { length } = facts;
  const features: string[] = [];
  const add = (name: string | undefined): void => {
    if (name !== undefined) features.push(name);
  };
  const size = toStep(length, CHAR_STEPS);
  const links = toStep(facts.linked, LINK_STEPS);
  const long = length < 60 ? 0 : length < 180 ? 1 : 2;
  const ofKind = OF_KIND.get(facts.kind);
  add(ofKind?.tag);
  add(SIZES[size]);
  add(ofKind?.sizes[size]);
  add(LINKS[links]?.[long]);
  add(ofKind?.links[links]);
  add(ENDS_LONG[facts.end]?.[long]);
  add(ofKind?.ends[facts.end]);
  if (facts.strong >= 0.8) add(STRONG[long]);
  if (linkCount > 1 && links > 1) add(MANY_LINKS[long]);
  if (text.includes('\n')) add('breaks');
  if (/^\p{Ll}/u.test(text)) add('starts low');
  if (!/\p{Ll}/u.test(text) && /\p{Lu}{2}/u.test(text)) add('capitals');
  if (!/\p{L}/u.test(text)) add('no letters');
  if (length < 120 && /[|•·»›→]/.test(text)) add('marks');
  if (/[{}<>]|function|https?:\/\/|@/.test(text)) add(CODE[long]);
  for (const name of facts.says) add(SAYS.get(name)?.[long]);
  if (facts.isTitle) add('is title');
  if (facts.isDescription) add('is description');
  if (facts.isStated !== undefined) add(STATED[facts.isStated ? 'yes' : 'no'][long]);
  return features;
};

/** Elements that say what their content is; the others (div, span …) say nothing. */
const SPEAKING = new Set(
  'nav aside footer header form article main section figure figcaption table ul ol dl blockquote button details address label dialog menu center summary time'.split(
    ' ',
  ),
);

/** What a place says of the blocks near it and further inside. */
export const toPlaceFeatures = (place: Place): string[] => {
  const features: string[] = [];
  if (SPEAKING.has(place.tag)) features.push(`<${place.tag}>`);
  if (place.hidden) features.push('hidden');
  // A word that the outer place bears already (`post` in `post > post-body`) says nothing new.
  const outer = place.parent?.tokens;
  for (const token of place.tokens) if (!outer?.includes(token)) features.push(token);
  return features;
};

/** Places this near a block speak of it most: itself, its parent and that one's parent. */
export const NEAR = 3;
