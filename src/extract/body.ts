import { dropAsides } from './asides.ts';
import { type Block, isWithin, type Outline, type Place } from './blocks.ts';
import { isComments } from './clean.ts';
import { endsSentence, isHeading, type PageFacts, toTagKind } from './features.ts';
import { foldText } from './fold.ts';
import { toRoot } from './root.ts';
import { type Scorer, scoreBlocks } from './score.ts';

/** The article's blocks in order and how sure that is. */
export interface Body {
  readonly blocks: readonly Block[];
  /** 0 to 1. */
  readonly confidence: number;
}

/** What a block outside the root needs more, in log-odds. */
const OUTSIDE = 1;
/** What the lead needs less, in log-odds, inside the root or not. */
const LEAD = 1;
/** Characters below which a text is taken for a part of one; the shortest of 193 news articles has 310. */
const SHORT_CHARS = 250;
/** How much less a block needs, in log-odds, at each try to make a text that is short longer. */
const LOOSER = [0, 1, 2, 3.5];
/** A block repeated word for word is a card or a second layout; shorter ones only beside such a one. */
const REPEATED_CHARS = 120;
/** What a block that was taken out says of the place it stands in. */
const DISCARDED_SCORE = -1;
/** A part with more than this share of the page's prose is the article, whatever it is called. */
const MOST_DISCARDED_SHARE = 0.4;
/** Hidden text that is more than this share of the prose is shown by script: it is the article. */
const MOST_HIDDEN_SHARE = 0.5;

const countChars = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + block.text.length, 0);

const isProse = (block: Block): boolean =>
  block.text.length >= 80 && block.linkChars < 0.4 * block.text.length;

const isTitle = (block: Block, facts: PageFacts): boolean => facts.titles.has(foldText(block.text));

/** Without copies of what stood elsewhere before; a list that repeats itself (recipes, timetables) stays whole. */
const dropRepeated = (blocks: readonly Block[]): readonly Block[] => {
  const first = new Map<string, Place | undefined>();
  const isKnown = blocks.map(({ text, place }) => {
    const known = first.has(text) && first.get(text) !== place.parent;
    if (!first.has(text)) first.set(text, place.parent);
    return known;
  });
  const isCopy = (at: number) => isKnown[at] === true && (blocks[at]?.text.length ?? 0) >= REPEATED_CHARS;
  return blocks.filter(
    (_, at) => !isCopy(at) && !(isKnown[at] === true && (isCopy(at - 1) || isCopy(at + 1))),
  );
};

/** Without headings that nothing follows and without the page's title at the start. */
const trimEdges = (blocks: readonly Block[], facts: PageFacts): readonly Block[] => {
  const from = blocks.findIndex((block) => !isTitle(block, facts));
  const to = blocks.findLastIndex((block) => !isHeading(toTagKind(block.place.tag)));
  return from < 0 || to < from ? blocks : blocks.slice(from, to + 1);
};

const isHidden = (place: Place): boolean => {
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) if (at.hidden) return true;
  return false;
};

/** Without what no reader sees, unless that is most of the text. */
const dropHidden = (blocks: readonly Block[]): readonly Block[] => {
  const shown = blocks.filter((block) => !isHidden(block.place));
  const prose = countChars(blocks.filter(isProse));
  return prose - countChars(shown.filter(isProse)) > MOST_HIDDEN_SHARE * prose ? blocks : shown;
};

/** The places in which the page's title stands as a heading. */
const toTitlePlaces = (blocks: readonly Block[], facts: PageFacts): ReadonlySet<Place> => {
  const places = new Set<Place>();
  const headings = blocks.filter(({ place }) => isHeading(toTagKind(place.tag)));
  for (const heading of headings.filter((block) => isTitle(block, facts)))
    for (let at: Place | undefined = heading.place; at !== undefined; at = at.parent) places.add(at);
  return places;
};

/** Without what readers wrote, however much of it there is; a part that bears the title is the page itself. */
const dropComments = (outline: Outline, blocks: readonly Block[], facts: PageFacts): readonly Block[] => {
  if (!outline.places.some(isComments)) return blocks;
  const titled = toTitlePlaces(blocks, facts);
  const dropped = new Set<Place>();
  for (const place of outline.places)
    if (
      (place.parent !== undefined && dropped.has(place.parent)) ||
      (isComments(place) && !titled.has(place))
    )
      dropped.add(place);
  return blocks.filter((block) => !dropped.has(block.place));
};

/**
 * Without what is named as no part of the article; a part that holds much of the page's prose is named wrongly
 * and stays.
 */
const dropDiscarded = (outline: Outline, blocks: readonly Block[]): readonly Block[] => {
  const topmost = new Map<Place, Place | undefined>();
  // Places come parents first.
  for (const place of outline.places) {
    const outer = place.parent === undefined ? undefined : topmost.get(place.parent);
    topmost.set(place, outer ?? (place.discarded ? place : undefined));
  }
  const prose = new Map<Place, number>();
  let total = 0;
  for (const block of blocks.filter(isProse)) {
    const top = topmost.get(block.place);
    total += block.text.length;
    if (top !== undefined) prose.set(top, (prose.get(top) ?? 0) + block.text.length);
  }
  return blocks.filter((block) => {
    const top = topmost.get(block.place);
    return top === undefined || (prose.get(top) ?? 0) > MOST_DISCARDED_SHARE * total;
  });
};

/**
 * The probability a block needs, so that the choice as a whole is expected to meet the article best: that where twice
 * the words rightly chosen, over the words chosen and those of the article, are the most (F1).
 */
const toThreshold = (blocks: readonly Block[], chances: Float64Array): number => {
  const ranked = blocks.toSorted((a, b) => (chances[b.order] ?? 0) - (chances[a.order] ?? 0));
  const expect = (block: Block) => (chances[block.order] ?? 0) * block.text.length;
  const article = ranked.reduce((sum, block) => sum + expect(block), 0);
  let [right, chosen, best, threshold] = [0, 0, 0, 1];
  for (const block of ranked) {
    right += expect(block);
    chosen += block.text.length;
    const score = (2 * right) / (chosen + article);
    if (score < best) continue;
    best = score;
    threshold = chances[block.order] ?? 0;
  }
  return threshold;
};

/**
 * The first sentence within a few blocks after the heading that is the title: the lead, often set apart from the text.
 * It is part of the article in most languages; in English it is a summary beside it (of leads that were in doubt, people
 * and publishers' parsers counted 30 of 33 in the former, 4 of 12 in the latter).
 */
const findLead = (blocks: readonly Block[], facts: PageFacts): Block | undefined => {
  if (!facts.hasLead) return undefined;
  const title = blocks.findLastIndex((block) => block.place.tag === 'h1' && isTitle(block, facts));
  if (title < 0) return undefined;
  return blocks.slice(title + 1, title + 1 + LEAD_WITHIN).find(isSentence);
};
const LEAD_WITHIN = 6;
const SENTENCE_CHARS = 60;
const isSentence = ({ text, linkChars }: Block): boolean =>
  text.length >= SENTENCE_CHARS && linkChars < 0.3 * text.length && endsSentence(text);

/** The `article` element in which the title stands with much prose. */
const findOwnArticle = (blocks: readonly Block[], titled: ReadonlySet<Place>): Place | undefined => {
  const own = [...titled].findLast(({ tag }) => tag === 'article');
  if (own === undefined) return undefined;
  const text = blocks.filter((block) => isProse(block) && isWithin(block.place, own.index));
  return countChars(text) >= LEAST_OWN_CHARS ? own : undefined;
};
const LEAST_OWN_CHARS = 400;

/**
 * Without other posts, where the page's own stands in an `article` element: those in elements of the same kind, beside
 * it, with a heading that links to where they are whole.
 */
const dropOthers = (blocks: readonly Block[], facts: PageFacts): readonly Block[] => {
  const own = findOwnArticle(blocks, toTitlePlaces(blocks, facts));
  if (own === undefined) return blocks;
  const toArticle = ({ place }: Block): Place | undefined => {
    let at: Place | undefined = place;
    while (at !== undefined && at.tag !== 'article') at = at.parent;
    return at;
  };
  const others = new Set<Place>();
  for (const block of blocks) {
    const article = toArticle(block);
    const isLinked = block.linkChars > 0.9 * block.text.length && isHeading(toTagKind(block.place.tag));
    if (article !== undefined && isLinked && !isAlong(article, own)) others.add(article);
  }
  return others.size === 0 ? blocks : blocks.filter((block) => !isIn(block.place, others));
};
/** Whether one of the two places holds the other. */
const isAlong = (place: Place, other: Place): boolean =>
  isWithin(place, other.index) || isWithin(other, place.index);
const isIn = (place: Place, places: ReadonlySet<Place>): boolean => {
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) if (places.has(at)) return true;
  return false;
};

/** The article's text by a judgement of each of the page's blocks (log-odds), and where on the page they lead. */
export const chooseBody = (outline: Outline, facts: PageFacts, scores: Float64Array): Body => {
  const shown = dropComments(outline, dropHidden(outline.blocks), facts);
  const usable = dropOthers(dropDiscarded(outline, shown), facts);
  const judged = new Float64Array(scores.length).fill(DISCARDED_SCORE);
  for (const { order } of usable) judged[order] = scores[order] ?? 0;
  const lead = findLead(usable, facts);
  const root = toRoot(outline, judged);
  for (const block of usable) {
    const { order, place } = block;
    if (block === lead) judged[order] = (judged[order] ?? 0) + LEAD;
    else if (!isWithin(place, root)) judged[order] = (judged[order] ?? 0) - OUTSIDE;
  }
  const chances = judged.map((score) => 1 / (1 + Math.exp(-score)));
  const strict = toThreshold(usable, chances);
  const odds = Math.log(strict / (1 - strict));
  let blocks: readonly Block[] = [];
  for (const looser of LOOSER) {
    const passing = usable.filter((block) => (judged[block.order] ?? 0) >= odds - looser - ROUNDING);
    blocks = trimEdges(dropAsides(dropRepeated(passing), facts), facts);
    if (countChars(blocks) >= SHORT_CHARS) break;
  }
  return { blocks, confidence: toConfidence(blocks, chances) };
};
/** The threshold is a block's own score, but for what computing it back and forth adds. */
const ROUNDING = 1e-9;

/** Finds the article's text. */
export const findBody = (scorer: Scorer, outline: Outline, facts: PageFacts): Body =>
  chooseBody(outline, facts, scoreBlocks(scorer, outline, facts));

/** The mean certainty of the blocks kept, by their length. */
const toConfidence = (blocks: readonly Block[], chances: Float64Array): number => {
  const chars = countChars(blocks);
  if (chars === 0) return 0;
  const sure = blocks.reduce((sum, block) => sum + block.text.length * (chances[block.order] ?? 0), 0);
  return (sure / chars) * Math.min(1, 0.4 + chars / 1_000);
};
