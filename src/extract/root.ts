import { toPlainText } from '../text/html.ts';
import type { Block, Outline } from './blocks.ts';
import type { PageFacts } from './features.ts';
import { foldText } from './fold.ts';
import { firstMeta, type Head } from './head.ts';
import { toKnownTitles } from './title.ts';

/** A stated body shorter than this is a teaser (of 160 real pages with one, none under it was the text). */
const LEAST_STATED_CHARS = 300;
/** A longer one is not compared block by block. */
const MOST_STATED_CHARS = 200_000;

/** What the page says of itself, made ready to compare blocks with. */
export const toFacts = (head: Head): PageFacts => {
  const body = head.article?.body;
  const stated =
    body === undefined || body.length > MOST_STATED_CHARS
      ? ''
      : foldText(/[<&]/.test(body) ? toPlainText(body) : body);
  const description =
    firstMeta(head, 'og:description', 'description', 'twitter:description') ?? head.article?.description;
  return {
    titles: toKnownTitles(head),
    description: description === undefined ? undefined : foldText(description),
    hasLead: head.language !== undefined && !/^en\b/i.test(head.language.trim()),
    statedBody: stated.length < LEAST_STATED_CHARS ? undefined : stated,
  };
};

/** A vote counts at most this many characters, so that one long block does not outvote the article. */
const MOST_VOTE_CHARS = 400;

/** How much a block of this score speaks for the place it stands in, in characters. */
const toVote = (block: Block, score: number): number =>
  Math.tanh(score / 2) * Math.min(block.length, MOST_VOTE_CHARS);

/** The place where the votes of the blocks in it sum up highest; of equals the deepest. */
export const toRoot = (outline: Outline, scores: Float64Array): number => {
  const sums = new Float64Array(outline.places.length);
  outline.blocks.forEach((block, at) => {
    sums[block.place.index] = (sums[block.place.index] ?? 0) + toVote(block, scores[at] ?? 0);
  });
  for (let at = sums.length - 1; at > 0; at -= 1) {
    const parent = outline.places[at]?.parent;
    if (parent !== undefined) sums[parent.index] = (sums[parent.index] ?? 0) + (sums[at] ?? 0);
  }
  let best = 0;
  sums.forEach((value, at) => {
    if (value >= (sums[best] ?? 0)) best = at;
  });
  return best;
};
