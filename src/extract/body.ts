import { type Block, isWithin, type Outline, type Place } from './blocks.ts';
import { isDiscarded } from './clean.ts';
import { endsSentence, foldText, type PageFacts, toTagKind } from './features.ts';
import { toRoot, toVote } from './root.ts';
import { rankBlocks, type Scorer, scoreBlocks } from './score.ts';

/** The article's blocks in order, where they stand, and how sure that is. */
export interface Body {
  readonly blocks: readonly Block[];
  readonly root: Place | undefined;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Log-odds a block needs; the looser ones are tried in turn where the stricter leave too little. */
const THRESHOLDS = [0, -1, -2, -3.5];
/** Characters below which a text is taken for a part of one; the shortest of 193 news articles has 310. */
const SHORT_CHARS = 250;
/** A text of fewer characters that is less than LEAST_SHARE of the root's prose was filtered too hard. */
const MIDDLE_CHARS = 800;
const LEAST_SHARE = 0.35;
/** A block repeated word for word is a card or a second layout; shorter ones only beside such a one. */
const REPEATED_CHARS = 120;
/** Added to the sum of both rankings: the root is to hold the whole article, the filter takes out the rest. */
const LENIENCE = 2;
/** A sentence that stands among the article's paragraphs needs that much less. */
const SIBLING_LENIENCE = 2;
const SENTENCE_CHARS = 60;
/** What a block that was taken out says of the place it stands in. */
const DISCARDED_SCORE = -1;
/** How much more text another root must give before it is taken instead of the rankings' own. */
const CLEARLY_MORE = 1.15;
/** A part with more than this share of the page's prose is the article, whatever it is called. */
const MOST_DISCARDED_SHARE = 0.4;
/** Hidden text that is more than this share of the prose is shown by script: it is the article. */
const MOST_HIDDEN_SHARE = 0.5;

const countChars = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + block.text.length, 0);

const isProse = (block: Block): boolean =>
  block.text.length >= 80 && block.linkChars < 0.4 * block.text.length;

const isHeading = (block: Block): boolean => ['h1', 'h2', 'h4'].includes(toTagKind(block.place.tag));

const dropRepeated = (blocks: readonly Block[]): readonly Block[] => {
  const seen = new Set<string>();
  const isKnown = blocks.map(({ text }) => {
    const known = seen.has(text);
    seen.add(text);
    return known;
  });
  const isCopy = (at: number) => isKnown[at] === true && (blocks[at]?.text.length ?? 0) >= REPEATED_CHARS;
  return blocks.filter(
    (_, at) => !isCopy(at) && !(isKnown[at] === true && (isCopy(at - 1) || isCopy(at + 1))),
  );
};

/** Without headings that nothing follows and without the page's title at the start. */
const trimEdges = (blocks: readonly Block[], facts: PageFacts): readonly Block[] => {
  const from = blocks.findIndex((block) => !facts.titles.has(foldText(block.text)));
  const to = blocks.findLastIndex((block) => !isHeading(block));
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

/**
 * Without what is named as no part of the article; a part that holds much of the page's prose is named wrongly
 * and stays.
 */
const dropDiscarded = (outline: Outline, blocks: readonly Block[]): readonly Block[] => {
  const topmost = new Map<Place, Place | undefined>();
  // Places come parents first.
  for (const place of outline.places) {
    const outer = place.parent === undefined ? undefined : topmost.get(place.parent);
    topmost.set(place, outer ?? (isDiscarded(place) ? place : undefined));
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

/** The place whose direct paragraphs make up most of the text that passed. */
const toHolder = (blocks: readonly Block[]): Place | undefined => {
  const chars = new Map<Place, number>();
  let holder: Place | undefined;
  for (const block of blocks) {
    const place = holderOf(block);
    chars.set(place, (chars.get(place) ?? 0) + block.text.length);
    if (holder === undefined || (chars.get(place) ?? 0) > (chars.get(holder) ?? 0)) holder = place;
  }
  return holder;
};
const holderOf = (block: Block): Place =>
  block.place.tag === 'p' ? (block.place.parent ?? block.place) : block.place;

/** A sentence among the article's paragraphs, without links to speak of. */
const isSentence = (block: Block): boolean =>
  block.text.length >= SENTENCE_CHARS &&
  block.linkChars < 0.3 * block.text.length &&
  endsSentence(block.text);

/** The root's blocks that pass the filter, the filter loosened where it leaves too little. */
const filterBlocks = (
  inside: readonly Block[],
  scores: readonly number[],
  facts: PageFacts,
): readonly Block[] => {
  const prose = countChars(dropRepeated(inside.filter(isProse)));
  let blocks: readonly Block[] = [];
  for (const threshold of THRESHOLDS) {
    const passing = inside.filter((block) => (scores[block.order] ?? 0) > threshold);
    const holder = toHolder(passing);
    const joined = inside.filter((block) => {
      const isSibling = holderOf(block) === holder && isSentence(block);
      return (scores[block.order] ?? 0) > (isSibling ? threshold - SIBLING_LENIENCE : threshold);
    });
    blocks = trimEdges(dropRepeated(joined), facts);
    const chars = countChars(blocks);
    if (chars >= MIDDLE_CHARS || (chars >= SHORT_CHARS && chars >= LEAST_SHARE * prose)) break;
  }
  return blocks;
};

/**
 * Finds the article's text: two rankings of the page's blocks, the root where they agree it stands, and a filter
 * inside it; where the filter's own scores lead to a root that holds clearly more of it, that one.
 */
export const findBody = (scorer: Scorer, outline: Outline, facts: PageFacts): Body => {
  const rankings = rankBlocks(scorer, outline, facts);
  const scores = scoreBlocks(scorer, outline, rankings);
  const blocks = dropDiscarded(outline, dropHidden(outline.blocks));
  const usable = new Set(blocks);
  const passing = (root: number) =>
    blocks.filter((block) => (scores[block.order] ?? 0) > 0 && isWithin(block.place, root));
  const weigh = (root: number) =>
    passing(root).reduce((sum, block) => sum + toVote(block, scores[block.order] ?? 0), 0);
  const agreed = toRoot(
    outline,
    outline.blocks.map((block, at) =>
      usable.has(block) ? (rankings.plain[at] ?? 0) + (rankings.named[at] ?? 0) + LENIENCE : DISCARDED_SCORE,
    ),
  );
  const filtered = toRoot(
    outline,
    outline.blocks.map((block, at) => (usable.has(block) ? (scores[at] ?? 0) : DISCARDED_SCORE)),
  );
  const root = weigh(filtered) > CLEARLY_MORE * weigh(agreed) ? filtered : agreed;
  const inside = blocks.filter((block) => isWithin(block.place, root));
  const kept = filterBlocks(inside, scores, facts);
  return { blocks: kept, root: outline.places[root], confidence: toConfidence(kept, scores) };
};

/** The mean certainty of the blocks kept, by their length. */
const toConfidence = (blocks: readonly Block[], scores: readonly number[]): number => {
  const chars = countChars(blocks);
  if (chars === 0) return 0;
  const sure = blocks.reduce(
    (sum, block) => sum + block.text.length / (1 + Math.exp(-(scores[block.order] ?? 0))),
    0,
  );
  return (sure / chars) * Math.min(1, 0.4 + chars / 1_000);
};
