import type { Block, Outline } from './blocks.ts';
import { isCapitals, isHeading, TAG_KINDS, type TextFacts } from './features.ts';
import { type Layout, toLayout } from './layout.ts';
import { type Rankings, type Survey, toSize, toSurvey } from './survey.ts';

/** All that is known of a page when its blocks are judged one by one. */
interface View {
  readonly blocks: readonly Block[];
  readonly texts: readonly TextFacts[];
  readonly layout: Layout;
  readonly rankings: Rankings;
  /** By block: the place it stands in. */
  readonly place: Int32Array;
  /** Surveys by the fullest ranking and by the text alone. */
  readonly full: Survey;
  readonly plain: Survey;
  /** By heading + 1: votes and characters from there to the next heading. */
  readonly regionVotes: Float64Array;
  readonly regionSizes: Float64Array;
}

/** A number that says something of block `at`. */
type Signal = (view: View, at: number) => number;

const share = (value: number | undefined, of: number | undefined): number =>
  (value ?? 0) / Math.max(1, of ?? 0);
const clamp = (value: number): number => Math.max(-30, Math.min(30, value));
/** What stands for a mean of nothing; no mean of votes is that low. */
const NOTHING = -2;
const OUTSIDE_SCORE = -6;

const outer = ({ layout, place }: View, at: number, levels: number): number => {
  let found = place[at] ?? 0;
  for (let level = 0; level < levels; level += 1) found = layout.up[found] ?? 0;
  return found;
};

const ofText =
  (read: (facts: TextFacts) => number, step = 0, none = -1): Signal =>
  ({ texts }, at) => {
    const facts = texts[at + step];
    return facts === undefined ? none : read(facts);
  };

const ofPlace =
  (read: (layout: Layout) => ArrayLike<number>): Signal =>
  (view, at) =>
    read(view.layout)[view.place[at] ?? 0] ?? 0;

const toKind = (facts: TextFacts): number => TAG_KINDS.indexOf(facts.kind);

const ofHeading =
  (read: (facts: TextFacts) => number): Signal =>
  ({ layout, texts }, at) => {
    const facts = texts[layout.heading[at] ?? -1];
    return facts === undefined ? -1 : read(facts);
  };

const saysRelated = (says: readonly string[]): boolean => says.includes('also') || says.includes('promo');
const saysAny = (facts: TextFacts): number => (facts.says.length > 0 ? 1 : 0);

/** The mean vote of what stands around a block, this many places up. */
const around =
  (survey: Survey, level: number): Signal =>
  (view, at) => {
    const place = outer(view, at, level);
    const size = view.texts[at] === undefined ? 0 : toSize(view.texts[at]);
    const weight = (survey.weight[place] ?? 0) - size;
    return weight <= 0 ? NOTHING : ((survey.inside[place] ?? 0) - (survey.votes[at] ?? 0)) / weight;
  };

/** The mean vote of the other blocks in places that are named alike. */
const alike = (survey: Survey, view: View, at: number): number => {
  const sort = view.layout.sort[at] ?? 0;
  const size = view.texts[at] === undefined ? 0 : toSize(view.texts[at]);
  const weight = (survey.sortSizes[sort] ?? 0) - size;
  return weight <= 0 ? NOTHING : ((survey.sortVotes[sort] ?? 0) - (survey.votes[at] ?? 0)) / weight;
};

type Reading = 'full' | 'plain';

/** What one survey says of a block. */
const toSurveySignals = (by: Reading): readonly (readonly [string, Signal])[] => {
  const named = (name: string, signal: (survey: Survey, view: View, at: number) => number) =>
    [`${by} ${name}`, (view: View, at: number) => signal(view[by], view, at)] as const;
  const levels = [1, 2, 3];
  return [
    named('root', (survey, view, at) => survey.inRoot[view.place[at] ?? 0] ?? 0),
    named('body', (survey, view, at) => survey.inBody[view.place[at] ?? 0] ?? 0),
    named('distance', (survey, view, at) => survey.distance[view.place[at] ?? 0] ?? 0),
    named('join', (survey, view, at) => survey.join[view.place[at] ?? 0] ?? 0),
    named('direct', (survey, view, at) =>
      share(survey.direct[outer(view, at, 1)], survey.direct[survey.body]),
    ),
    ...levels.map((level) => named(`around ${level}`, (survey, view, at) => around(survey, level)(view, at))),
    ...levels.map((level) =>
      named(`share ${level}`, (survey, view, at) =>
        share(survey.inside[outer(view, at, level)], survey.total),
      ),
    ),
    ...[-2, -1, 1, 2].map((step) =>
      named(`score ${step}`, (survey, _, at) => survey.scores[at + step] ?? OUTSIDE_SCORE),
    ),
    named('before', (survey, _, at) => survey.before[at] ?? 0),
    named('after', (survey, _, at) => survey.after[at] ?? 0),
    named('long before', (survey, _, at) => survey.longBefore[at] ?? 0),
    named('long after', (survey, _, at) => survey.longAfter[at] ?? 0),
    named('first', (survey, _, at) => (survey.first < 0 ? -30 : clamp(at - survey.first))),
    named('last', (survey, _, at) => (survey.last < 0 ? 30 : clamp(at - survey.last))),
    named('passed', (survey, _, at) => survey.passed[at] ?? 0),
    named('alike', alike),
    named('alike share', (survey, view, at) =>
      share(survey.sortVotes[view.layout.sort[at] ?? 0], survey.total),
    ),
  ];
};

const TEXT_SIGNALS: readonly (readonly [string, Signal])[] = [
  ['length', ofText((facts) => facts.length)],
  ['linked', ofText((facts) => facts.linked)],
  ['links', ofText((facts) => facts.links)],
  ['strong', ofText((facts) => facts.strong)],
  ['digits', ofText((facts) => facts.digits)],
  ['end', ofText((facts) => facts.end)],
  ['stops', ofText((facts) => facts.stops)],
  ['commas', ofText((facts) => facts.commas)],
  ['kind', ofText(toKind)],
  ['list entry', ofText((facts) => (facts.kind === 'li' ? 1 : 0))],
  ['paragraph', ofText((facts) => (facts.kind === 'p' ? 1 : 0))],
  ['title', ofText((facts) => (facts.isTitle ? 1 : 0))],
  ['description', ofText((facts) => facts.describes)],
  ['stated', ofText((facts) => (facts.isStated === undefined ? 0 : facts.isStated ? 1 : -1))],
  ...[-1, 1].map((step) => [`end ${step}`, ofText((facts) => facts.end, step)] as const),
  ...[-1, 1].map((step) => [`says any ${step}`, ofText(saysAny, step)] as const),
  ['capitals', ({ blocks }, at) => (isCapitals(blocks[at]?.text ?? '') ? 1 : 0)],
  ['says any', ofText(saysAny)],
  ...[-2, -1, 1, 2].flatMap(
    (step) =>
      [
        [`length ${step}`, ofText((facts) => facts.length, step)],
        [`linked ${step}`, ofText((facts) => facts.linked, step)],
        [`kind ${step}`, ofText(toKind, step)],
      ] as const,
  ),
];

const RANKING_SIGNALS: readonly (readonly [string, Signal])[] = [
  ['plain', ({ rankings }, at) => rankings.plain[at] ?? 0],
  ['named', ({ rankings }, at) => rankings.named[at] ?? 0],
  ['full', ({ rankings }, at) => rankings.full[at] ?? 0],
  ['names', ({ rankings }, at) => (rankings.named[at] ?? 0) - (rankings.plain[at] ?? 0)],
  ['far names', ({ rankings }, at) => (rankings.full[at] ?? 0) - (rankings.named[at] ?? 0)],
  ['total', ({ full }) => full.total],
];

const LAYOUT_SIGNALS: readonly (readonly [string, Signal])[] = [
  ['discarded', ofPlace((layout) => layout.discarded)],
  ['comments', ofPlace((layout) => layout.comments)],
  ['linked inside', (view, at) => view.layout.linked[outer(view, at, 1)] ?? 0],
  ['linked around', (view, at) => view.layout.linked[outer(view, at, 2)] ?? 0],
  ['begins alike', ({ layout }, at) => layout.alike[at] ?? 0],
  [
    'body article',
    (view, at) => (view.layout.article[view.place[at] ?? 0] === view.layout.article[view.full.body] ? 1 : 0),
  ],
  ['lists', ofPlace((layout) => layout.lists)],
  ['articles', ofPlace((layout) => layout.articles)],
  ['frame', ofPlace((layout) => layout.frame)],
  ['depth', ofPlace((layout) => layout.depth)],
  [
    'from body',
    (view, at) => (view.layout.depth[view.place[at] ?? 0] ?? 0) - (view.layout.depth[view.full.body] ?? 0),
  ],
  ['siblings', (view, at) => view.layout.children[outer(view, at, 1)] ?? 0],
  ['title up', ofPlace((layout) => layout.titleUp)],
  ['title down', ofPlace((layout) => layout.titleDown)],
  ['from title', ({ layout }, at) => (layout.title < 0 ? -30 : clamp(at - layout.title))],
  [
    'title article',
    (view, at) => {
      const { article, title } = view.layout;
      if (title < 0) return -1;
      return article[view.place[at] ?? 0] === article[view.place[title] ?? 0] ? 1 : 0;
    },
  ],
  ['article', (view, at) => Math.min(10, view.layout.article[view.place[at] ?? 0] ?? 0)],
  ['copies', ({ layout }, at) => layout.copies[at] ?? 1],
  ['picture', ({ layout }, at) => layout.picture[at] ?? 0],
  ['position', ({ blocks }, at) => at / blocks.length],
  ['blocks', ({ blocks }) => blocks.length],
];

const HEADING_SIGNALS: readonly (readonly [string, Signal])[] = [
  [
    'heading distance',
    ({ layout }, at) => {
      const heading = layout.heading[at] ?? -1;
      return heading < 0 ? -1 : Math.min(30, at - heading);
    },
  ],
  ['heading linked', ofHeading((facts) => facts.linked)],
  ['heading length', ofHeading((facts) => facts.length)],
  ['heading kind', ofHeading(toKind)],
  ['heading score', ({ layout, rankings }, at) => rankings.full[layout.heading[at] ?? -1] ?? 0],
  [
    'heading says',
    ({ layout, texts }, at) => (saysRelated(texts[layout.heading[at] ?? -1]?.says ?? []) ? 1 : 0),
  ],
  [
    'region',
    ({ layout, regionVotes, regionSizes }, at) => {
      const heading = layout.heading[at] ?? -1;
      return heading < 0 ? 0 : share(regionVotes[heading + 1], regionSizes[heading + 1]);
    },
  ],
  [
    'own region',
    ({ texts, regionVotes, regionSizes }, at) => {
      if (!isHeading(texts[at]?.kind ?? '')) return NOTHING - 1;
      const size = regionSizes[at + 1] ?? 0;
      return size > 0 ? (regionVotes[at + 1] ?? 0) / size : NOTHING;
    },
  ],
  [
    'own region size',
    ({ texts, regionSizes }, at) => (isHeading(texts[at]?.kind ?? '') ? (regionSizes[at + 1] ?? 0) : -1),
  ],
];

const SIGNALS: readonly (readonly [string, Signal])[] = [
  ...TEXT_SIGNALS,
  ...RANKING_SIGNALS,
  ...LAYOUT_SIGNALS,
  ...HEADING_SIGNALS,
  ...toSurveySignals('full'),
  ...toSurveySignals('plain'),
];

/** What the signals of a block say, in their order; the trees ask for them by number. */
export const SIGNAL_NAMES: readonly string[] = SIGNALS.map(([name]) => name);

const toView = (outline: Outline, texts: readonly TextFacts[], rankings: Rankings): View => {
  const layout = toLayout(outline, texts);
  const full = toSurvey(outline, layout, texts, rankings.full);
  const regionVotes = new Float64Array(texts.length + 1);
  const regionSizes = new Float64Array(texts.length + 1);
  texts.forEach((facts, at) => {
    const region = (layout.heading[at] ?? -1) + 1;
    regionVotes[region] = (regionVotes[region] ?? 0) + (full.votes[at] ?? 0);
    regionSizes[region] = (regionSizes[region] ?? 0) + toSize(facts);
  });
  return {
    ...{ blocks: outline.blocks, texts, layout, rankings, full, regionVotes, regionSizes },
    place: Int32Array.from(outline.blocks, (block) => block.place.index),
    plain: toSurvey(outline, layout, texts, rankings.plain),
  };
};

/** Blocks whose signals are measured together: one signal over many blocks is quicker than all of one block. */
const TOGETHER = 256;

/** Hands the signals of each block that is asked for to `use`, in order; the row is written anew for later ones. */
export const eachSignals = (
  outline: Outline,
  texts: readonly TextFacts[],
  rankings: Rankings,
  isAsked: (at: number) => boolean,
  use: (row: Float64Array, at: number) => void,
): void => {
  const view = toView(outline, texts, rankings);
  const asked = outline.blocks.map(({ order }) => order).filter(isAsked);
  const rows = Array.from(
    { length: Math.min(TOGETHER, asked.length) },
    () => new Float64Array(SIGNALS.length),
  );
  for (let from = 0; from < asked.length; from += TOGETHER) {
    const part = asked.slice(from, from + TOGETHER);
    SIGNALS.forEach(([, signal], index) => {
      measure(view, signal, index, part, rows);
    });
    part.forEach((at, row) => {
      const signals = rows[row];
      if (signals !== undefined) use(signals, at);
    });
  }
};

const measure = (
  view: View,
  signal: Signal,
  index: number,
  part: readonly number[],
  rows: readonly Float64Array[],
): void => {
  for (let row = 0; row < part.length; row += 1) {
    const signals = rows[row];
    if (signals !== undefined) signals[index] = signal(view, part[row] ?? 0);
  }
};
