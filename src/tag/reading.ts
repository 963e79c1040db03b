import type { Taggable } from '../model.ts';

/** Units between these two are seen. */
const [SPACE, DELETE] = [0x20, 0x7f];

/** A field that terms are looked for in. */
export type TextField = 'title' | 'text';

/** A field of an item. */
export const textOf = ({ title, text }: Taggable, field: TextField): string =>
  field === 'title' ? title : text;

/**
 * What a hit weighs by where it stands. An agency's headline says what the item is about, its lead says it once more,
 * and what only the rest mentions is background. Fitted on labelled items in four languages.
 */
const TITLE_WEIGHT = 2;
const LEAD_WEIGHT = 1.5;
const REST_WEIGHT = 0.7;
/** A headline without a text, or the lead of a post without a headline, is all there is to go by. */
const ALONE_WEIGHT = 3;
/** Longest lead in characters: an agency's first paragraph is one or two sentences; longer ones are undivided texts. */
const MAX_LEAD = 500;
/**
 * Characters from which a text is long enough to say what it is about in several words. Flashes and single sentences are
 * shorter, an agency's shortest reports longer.
 */
const SUPPORTED_CHARS = 440;
/** Part of the points taken for each different term that a longer text lacks. Fitted as the weights above. */
const LACK_OF_A_TERM = 0.4;
/** Part of the points that is left where it holds one alone: a word that nothing else bears out is mostly said in passing. */
const ALONE_SHARE = 0.25;
/** A term's repeats count half, and at most three of its hits count: a long text is not more about a thing for its length. */
export const REPEAT_WEIGHT = 0.5;
/** Hits of a term that count. */
export const MAX_REPEATS = 3;

/** What all hits of a term that count weigh where each stands where the best does. */
const ALL_REPEATS = 1 + REPEAT_WEIGHT * (MAX_REPEATS - 1);
/** The most a term of weight 1 can bring: all its hits that count, in a headline that stands alone. */
export const MOST_OF_A_TERM = ALONE_WEIGHT * ALL_REPEATS;

/** How one item's fields weigh. */
export interface Reading {
  readonly title: number;
  readonly lead: number;
  /** Where the lead ends and the rest of the text begins. */
  readonly leadEnd: number;
  /** Whether the text is so long that a topic of it is spoken of in several words. */
  readonly isLong: boolean;
}

/** How many spaces and line ends a field begins with. */
const countBlanks = (field: string): number => {
  const first = field.charCodeAt(0);
  return first > SPACE && first < DELETE ? 0 : field.length - field.trimStart().length;
};

/** What the lead of a text without a headline weighs. */
const weighAlone = (text: string): number =>
  text.length <= MAX_LEAD || text.trim().length <= MAX_LEAD ? ALONE_WEIGHT : TITLE_WEIGHT;

/** How an item is to be read: what its headline and lead weigh, and where the lead ends. */
export const readFields = ({ title, text }: Taggable): Reading => {
  const begin = countBlanks(text);
  const lead = text.slice(0, begin + MAX_LEAD);
  const newline = lead.indexOf('\n', begin);
  return {
    title: begin === text.length ? ALONE_WEIGHT : TITLE_WEIGHT,
    lead: countBlanks(title) === title.length ? weighAlone(text) : LEAD_WEIGHT,
    leadEnd: newline < 0 ? lead.length : newline,
    isLong: text.length > SUPPORTED_CHARS,
  };
};

/** Part of its points that a rule keeps which found so many different terms and wants `minTerms` of them. */
export const weighSupport = ({ isLong }: Reading, terms: number, minTerms: number): number => {
  if (!isLong || terms >= minTerms) return 1;
  return terms === 1 ? ALONE_SHARE : Math.max(ALONE_SHARE, 1 - (minTerms - terms) * LACK_OF_A_TERM);
};

/** What a hit weighs that begins there. */
export const weighPlace = ({ title, lead, leadEnd }: Reading, field: TextField, start: number): number => {
  if (field === 'title') return title;
  return start >= leadEnd ? REST_WEIGHT : lead;
};

/** The most a term of weight 1 can bring in this item. */
export const weighMost = ({ title, lead }: Reading): number => Math.max(title, lead) * ALL_REPEATS;
