import type { Outline, Place } from './blocks.ts';
import { isComments } from './clean.ts';
import { isHeading, type TextFacts } from './features.ts';

/** What the page's order and nesting say, whatever its blocks are worth; arrays go by place or by block. */
export interface Layout {
  /** By place: the place around it (the first is its own), and how deep it stands. */
  readonly up: Int32Array;
  readonly depth: Int32Array;
  /** By place: how many places stand directly in it. */
  readonly children: Int32Array;
  /** By place: 1 where it or one around it is named as no part of the article. */
  readonly discarded: Uint8Array;
  /** By place: 1 where it or one around it is named for comments of readers. */
  readonly comments: Uint8Array;
  /** By place: the share of links in the text inside. */
  readonly linked: Float64Array;
  /** By place: how many lists, and articles, it stands in; 4 at most. */
  readonly lists: Uint8Array;
  readonly articles: Uint8Array;
  /** By place: 1 in a header, 2 in a footer, 3 in both. */
  readonly frame: Uint8Array;
  /** By place: the article it stands in, counted from 1; 0 in none. */
  readonly article: Int32Array;
  /** By block: which of the page's kinds of places it stands in; places of one kind are named alike. */
  readonly sort: Int32Array;
  readonly sorts: number;
  /** By block: the heading before it, or -1. */
  readonly heading: Int32Array;
  /** The block that shows the title, or -1; by place, the steps from there up to the place that holds both, and down. */
  readonly title: number;
  readonly titleUp: Int32Array;
  readonly titleDown: Int32Array;
  /** By block: how often its text stands on the page. */
  readonly copies: Int32Array;
  /** By block: how many of the page begin with the same two words. */
  readonly alike: Int32Array;
  /** By block: 1 where a picture stands before it, 2 where that is in the same or the next place. */
  readonly picture: Uint8Array;
}

const MOST_NESTED = 4;

const nest = (places: readonly Place[], up: Int32Array) => {
  const count = places.length;
  const nesting = {
    depth: new Int32Array(count),
    children: new Int32Array(count),
    discarded: new Uint8Array(count),
    comments: new Uint8Array(count),
    lists: new Uint8Array(count),
    articles: new Uint8Array(count),
    frame: new Uint8Array(count),
    article: new Int32Array(count),
  };
  const { depth, children, discarded, comments, lists, articles, frame, article } = nesting;
  let found = 0;
  for (const place of places) {
    const { index, tag } = place;
    const outer = up[index] ?? 0;
    depth[index] = place.depth;
    if (place.parent !== undefined) children[outer] = (children[outer] ?? 0) + 1;
    discarded[index] = place.discarded ? 1 : (discarded[outer] ?? 0);
    comments[index] = isComments(place) ? 1 : (comments[outer] ?? 0);
    lists[index] = Math.min(MOST_NESTED, (lists[outer] ?? 0) + (tag === 'ul' || tag === 'ol' ? 1 : 0));
    articles[index] = Math.min(MOST_NESTED, (articles[outer] ?? 0) + (tag === 'article' ? 1 : 0));
    frame[index] = (frame[outer] ?? 0) | (tag === 'header' ? 1 : tag === 'footer' ? 2 : 0);
    if (tag === 'article') found += 1;
    article[index] = tag === 'article' ? found : (article[outer] ?? 0);
  }
  return nesting;
};

/** Numbers places so that those of one tag and the same words share a number; the root's parent is 0. */
const buildNumberOf = () => {
  const numbers = new Map<string, number>();
  // Most places of one name share their words: looked up by these first, so that few names are put together.
  const known = new Map<readonly string[], Map<string, number>>();
  return (place: Place | undefined): number => {
    if (place === undefined) return 0;
    const { tag, tokens } = place;
    const ofTokens = known.get(tokens) ?? new Map<string, number>();
    known.set(tokens, ofTokens);
    const before = ofTokens.get(tag);
    if (before !== undefined) return before;
    const name = `${tag}.${tokens.join('.')}`;
    const number = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, number);
    ofTokens.set(tag, number);
    return number;
  };
};

const toSorts = ({ blocks, places }: Outline) => {
  const numberOf = buildNumberOf();
  const sorts = new Map<number, number>();
  const sort = Int32Array.from(blocks, ({ place }) => {
    // There are fewer numbers than places.
    const pair = numberOf(place) * (places.length + 1) + numberOf(place.parent);
    const known = sorts.get(pair) ?? sorts.size;
    sorts.set(pair, known);
    return known;
  });
  return { sort, sorts: sorts.size };
};

const toHeadings = (texts: readonly TextFacts[]): Int32Array => {
  let last = -1;
  return Int32Array.from(texts, (facts, at) => {
    const before = last;
    if (isHeading(facts.kind)) last = at;
    return before;
  });
};

/** The first heading that is the title, else the first block that is. */
const findTitle = (texts: readonly TextFacts[]): number => {
  const heading = texts.findIndex((facts) => facts.isTitle && isHeading(facts.kind));
  return heading >= 0 ? heading : texts.findIndex((facts) => facts.isTitle);
};

const measureTitle = (outline: Outline, up: Int32Array, title: number) => {
  const titleUp = new Int32Array(up.length).fill(-1);
  const titleDown = new Int32Array(up.length);
  const own = outline.blocks[title]?.place;
  for (let at = own; at !== undefined; at = at.parent) titleUp[at.index] = (own?.depth ?? 0) - at.depth;
  outline.places.forEach(({ index }) => {
    const outer = up[index] ?? 0;
    const isAbove = titleUp[index] !== -1;
    titleDown[index] = isAbove ? 0 : (titleDown[outer] ?? 0) + 1;
    if (!isAbove) titleUp[index] = titleUp[outer] ?? -1;
  });
  return { title, titleUp, titleDown };
};

const countCopies = ({ blocks }: Outline): Int32Array => {
  const counts = new Map<string, number>();
  for (const { text } of blocks) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Int32Array.from(blocks, ({ text }) => counts.get(text) ?? 1);
};

const BEGINNING = /^\S+\s+\S+/;
const countAlike = ({ blocks }: Outline): Int32Array => {
  const beginnings = blocks.map(({ text }) => BEGINNING.exec(text)?.[0]);
  const counts = new Map<string, number>();
  for (const beginning of beginnings)
    if (beginning !== undefined) counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
  return Int32Array.from(beginnings, (beginning) =>
    beginning === undefined ? 0 : Math.min(10, counts.get(beginning) ?? 0),
  );
};

const toLinked = (outline: Outline, up: Int32Array): Float64Array => {
  const links = new Float64Array(up.length);
  const all = new Float64Array(up.length);
  for (const { place, text, linkChars } of outline.blocks) {
    links[place.index] = (links[place.index] ?? 0) + linkChars;
    all[place.index] = (all[place.index] ?? 0) + text.length;
  }
  for (let at = up.length - 1; at > 0; at -= 1) {
    const outer = up[at] ?? 0;
    links[outer] = (links[outer] ?? 0) + (links[at] ?? 0);
    all[outer] = (all[outer] ?? 0) + (all[at] ?? 0);
  }
  return links.map((value, at) => value / Math.max(1, all[at] ?? 0));
};

const markPictures = (outline: Outline, up: Int32Array): Uint8Array => {
  const marks = new Uint8Array(outline.blocks.length);
  for (const { order, place } of outline.pictures) {
    const own = outline.blocks[order]?.place.index;
    if (own === undefined) continue;
    const outer = up[own] ?? 0;
    const over = up[place.index] ?? 0;
    const isNear =
      place.index === own || over === outer || place.index === outer || over === own || up[over] === outer;
    marks[order] = Math.max(marks[order] ?? 0, isNear ? 2 : 1);
  }
  return marks;
};

/** Lays out a page; one pass each over its places and blocks. */
export const toLayout = (outline: Outline, texts: readonly TextFacts[]): Layout => {
  const up = Int32Array.from(outline.places, ({ parent }) => parent?.index ?? 0);
  return {
    up,
    ...nest(outline.places, up),
    ...toSorts(outline),
    heading: toHeadings(texts),
    ...measureTitle(outline, up, findTitle(texts)),
    copies: countCopies(outline),
    alike: countAlike(outline),
    linked: toLinked(outline, up),
    picture: markPictures(outline, up),
  };
};
