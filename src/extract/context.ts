import { type Block, isWithin, type Outline, type Place } from './blocks.ts';
import { saysAlso, toLength } from './features.ts';

/** A block counts at most this many characters, so that one long block does not outvote the article. */
const MOST_CHARS = 400;

/** A block's own score turned into votes: words that speak for or against the article. */
const toVotes = (block: Block, score: number): number =>
  Math.tanh(score / 2) * Math.min(toLength(block.text), MOST_CHARS);

/** For each place the sum of a value over the blocks inside it. */
const sumUp = (outline: Outline, values: readonly number[]): Float64Array => {
  const sums = new Float64Array(outline.places.length);
  outline.blocks.forEach((block, at) => {
    sums[block.place.index] = (sums[block.place.index] ?? 0) + (values[at] ?? 0);
  });
  for (let at = outline.places.length - 1; at > 0; at -= 1) {
    const parent = outline.places[at]?.parent;
    if (parent !== undefined) sums[parent.index] = (sums[parent.index] ?? 0) + (sums[at] ?? 0);
  }
  return sums;
};

const toBest = (values: Float64Array): number => {
  let best = 0;
  // The later one of equals is the deeper one.
  values.forEach((value, at) => {
    if (value >= (values[best] ?? 0)) best = at;
  });
  return best;
};

/** A score's step, coarse: 0 for a clear no to 6 for a clear yes. */
const STEPS = [-3, -1.5, -0.5, 0.5, 1.5, 3];
const toStep = (value: number): number => {
  let step = 0;
  while (step < STEPS.length && value >= (STEPS[step] ?? 0)) step += 1;
  return step;
};

const toNames = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix} ${at}`);

// Names are made once: a page has hundreds of blocks and a block a dozen names.
const IN_OUT = ['out', 'in'];
const FAR = toNames('far', 6);
const BODY_FAR = toNames('body', 6);
const ASIDE_FAR = toNames('aside', 6);
const WHERE = ['before', 'after', 'between'].flatMap((where) =>
  ['out aside', 'out body', 'in aside', 'in body'].map((what) => `${where} ${what}`),
);
const BEFORE = toNames('before', 5);
const AFTER = toNames('after', 7);
const SCORE = toNames('score', 7);
const PREVIOUS = toNames('previous', 7);
const PREVIOUS2 = toNames('previous2', 7);
const NEXT = toNames('next', 7);
const NEXT2 = toNames('next2', 7);
const BOTH = toNames('both', 49);
const AROUND = [1, 2, 3].map((level) => toNames(`around ${level}`, 6));
const PASSED = toNames('passed', 5);
const AGAIN = 'again';
const AFTER_ALSO = 'after also';

const toDistance = (place: Place, inner: ReadonlySet<number>): number => {
  let at: Place | undefined = place;
  let steps = 0;
  while (at !== undefined && !inner.has(at.index)) {
    at = at.parent;
    steps += 1;
  }
  return steps;
};

const toAncestors = (place: Place | undefined): ReadonlySet<number> => {
  const found = new Set<number>();
  for (let at = place; at !== undefined; at = at.parent) found.add(at.index);
  return found;
};

/** Blocks that follow a line such as "Read also" and read like the links it promises. */
const markAfterAlso = (blocks: readonly Block[]): readonly boolean[] => {
  let open = false;
  return blocks.map((block) => {
    const isLink =
      block.linkChars > 0.5 * block.text.length || (block.text.length < 100 && !/[.!?]$/.test(block.text));
    const marked = open && isLink;
    open = block.text.length < 60 && saysAlso(block.text) ? true : marked;
    return marked;
  });
};

/** What is found once for a page, before its blocks are looked at one by one. */
interface Survey {
  readonly votes: readonly number[];
  readonly sizes: readonly number[];
  readonly steps: readonly number[];
  /** By place: votes and characters of all blocks inside. */
  readonly inside: Float64Array;
  readonly weight: Float64Array;
  /** The place where the votes sum up highest, and in it the one that directly holds most of the good text. */
  readonly root: number;
  readonly body: number;
  readonly bodyPath: ReadonlySet<number>;
  /** The first and the last block that surely is text. */
  readonly first: number;
  readonly last: number;
  readonly afterAlso: readonly boolean[];
  readonly again: readonly boolean[];
  /** By block: the share of the page's good text that stands before it. */
  readonly passed: readonly number[];
}

const markAgain = (blocks: readonly Block[]): readonly boolean[] => {
  const seen = new Set<string>();
  return blocks.map(({ text }) => {
    const known = seen.has(text);
    seen.add(text);
    return known;
  });
};

const toPassed = (votes: readonly number[]): readonly number[] => {
  const total = Math.max(
    1,
    votes.reduce((sum, vote) => sum + Math.max(0, vote), 0),
  );
  let passed = 0;
  return votes.map((vote) => {
    const share = passed / total;
    passed += Math.max(0, vote);
    return share;
  });
};

const toSurvey = (outline: Outline, scores: readonly number[]): Survey => {
  const { blocks, places } = outline;
  const votes = blocks.map((block, at) => toVotes(block, scores[at] ?? 0));
  const sizes = blocks.map((block) => Math.min(toLength(block.text), MOST_CHARS));
  const inside = sumUp(outline, votes);
  const root = toBest(inside);
  const direct = new Float64Array(places.length);
  blocks.forEach((block, at) => {
    const holder = block.place.parent ?? block.place;
    const vote = votes[at] ?? 0;
    if (vote > 0 && isWithin(block.place, root)) direct[holder.index] = (direct[holder.index] ?? 0) + vote;
  });
  const body = toBest(direct);
  const isSure = blocks.map(
    (block, at) => (scores[at] ?? 0) > 1 && toLength(block.text) >= 80 && isWithin(block.place, root),
  );
  return {
    votes,
    sizes,
    steps: scores.map(toStep),
    inside,
    weight: sumUp(outline, sizes),
    root,
    body,
    bodyPath: toAncestors(places[body]),
    first: isSure.indexOf(true),
    last: isSure.lastIndexOf(true),
    afterAlso: markAfterAlso(blocks),
    again: markAgain(blocks),
    passed: toPassed(votes),
  };
};

/** How much of what stands around a block, one to three places up, speaks for the article. */
const nameAround = (block: Block, at: number, survey: Survey): readonly (string | undefined)[] => {
  const names: (string | undefined)[] = [];
  let up: Place | undefined = block.place;
  for (let level = 0; level < AROUND.length && up !== undefined; level += 1) {
    const around = (survey.weight[up.index] ?? 0) - (survey.sizes[at] ?? 0);
    const mean = ((survey.inside[up.index] ?? 0) - (survey.votes[at] ?? 0)) / around;
    const step = around <= 0 ? 0 : mean < -0.6 ? 1 : mean < -0.2 ? 2 : mean < 0.2 ? 3 : mean < 0.6 ? 4 : 5;
    names.push(AROUND[level]?.[step]);
    up = up.parent;
  }
  return names;
};

const nameBlock = (block: Block, at: number, survey: Survey): readonly string[] => {
  const { first, last, steps } = survey;
  const stepAt = (index: number): number => steps[index] ?? 0;
  const within = isWithin(block.place, survey.root) ? 1 : 0;
  const inBody = isWithin(block.place, survey.body) ? 1 : 0;
  const distance = Math.min(toDistance(block.place, survey.bodyPath), FAR.length - 1);
  const where = at < first ? 0 : at > last ? 1 : 2;
  const passed = survey.passed[at] ?? 0;
  const names = [
    IN_OUT[within],
    FAR[distance],
    (inBody === 1 ? BODY_FAR : ASIDE_FAR)[distance],
    WHERE[4 * where + 2 * within + inBody],
    at < first ? BEFORE[Math.min(first - at, 4)] : undefined,
    at > last ? AFTER[Math.min(at - last, 6)] : undefined,
    SCORE[stepAt(at)],
    PREVIOUS[stepAt(at - 1)],
    PREVIOUS2[stepAt(at - 2)],
    NEXT[stepAt(at + 1)],
    NEXT2[stepAt(at + 2)],
    BOTH[7 * stepAt(at - 1) + stepAt(at + 1)],
    ...nameAround(block, at, survey),
    PASSED[passed < 0.02 ? 0 : passed < 0.2 ? 1 : passed < 0.8 ? 2 : passed < 0.98 ? 3 : 4],
    survey.again[at] === true ? AGAIN : undefined,
    survey.afterAlso[at] === true ? AFTER_ALSO : undefined,
  ];
  return names.filter((name) => name !== undefined);
};

/** What the surroundings of each block say, given every block's own score, as names of features. */
export const toContextFeatures = (
  outline: Outline,
  scores: readonly number[],
): readonly (readonly string[])[] => {
  const survey = toSurvey(outline, scores);
  return outline.blocks.map((block, at) => nameBlock(block, at, survey));
};
