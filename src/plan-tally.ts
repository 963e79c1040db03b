import type { ItemId, TagId } from './model.ts';

/** What a change of rules would do to one tag. */
export interface TagPlan {
  readonly tag: TagId;
  /** Items that bear the tag, and that would. */
  readonly before: number;
  readonly after: number;
  readonly gains: number;
  readonly losses: number;
  /** The same among the newest items alone. */
  readonly recentBefore: number;
  readonly recentAfter: number;
  /** The newest of them. */
  readonly gainExamples: readonly Example[];
  readonly lossExamples: readonly Example[];
}

export interface Example {
  readonly id: ItemId;
  readonly title: string | undefined;
  readonly url: string | undefined;
}

/** Tries rules on items, newest first, and counts. */
export interface Tally {
  readonly add: (item: Example, borne: readonly TagId[], given: readonly TagId[]) => void;
  /** Items counted. */
  readonly items: () => number;
  /** In the order of the tags. */
  readonly plans: () => readonly TagPlan[];
}

/** Examples of each kind that a plan shows. */
const EXAMPLES = 10;
/** How many of the newest items say whether a topic matches too much. */
const RECENT = 10_000;
/** A topic that would match more than this share of them is held back. */
const MAX_SHARE = 1 / 5;
/** A topic that would lose more than this share of its items is held back. */
const MAX_LOSS = 1 / 2;
/** In a store with fewer items shares say little, and who begins changes much: nothing is held back. */
const MIN_ITEMS = 100;

/** Begins to count for these tags. */
export function buildTally(tags: readonly TagId[]): Tally {
  const rows = new Map(tags.map((tag) => [tag, toRow(tag)]));
  let items = 0;
  return {
    add: (item, borne, given) => {
      const recent = items < RECENT ? 1 : 0;
      items += 1;
      for (const tag of borne) {
        const row = rows.get(tag);
        if (row === undefined) continue;
        row.before += 1;
        row.recentBefore += recent;
        if (given.includes(tag)) continue;
        row.losses += 1;
        if (row.lossExamples.length < EXAMPLES) row.lossExamples.push(item);
      }
      for (const tag of given) {
        const row = rows.get(tag);
        if (row === undefined) continue;
        row.after += 1;
        row.recentAfter += recent;
        if (borne.includes(tag)) continue;
        row.gains += 1;
        if (row.gainExamples.length < EXAMPLES) row.gainExamples.push(item);
      }
    },
    items: () => items,
    plans: () => [...rows.values()],
  };
}

const toRow = (tag: TagId) => ({
  ...{ tag, before: 0, after: 0, gains: 0, losses: 0, recentBefore: 0, recentAfter: 0 },
  gainExamples: [] as Example[],
  lossExamples: [] as Example[],
});

/** Why a change is too far-reaching to be applied unasked, a reason a topic; empty where it is not. */
export function findReasons(plans: readonly TagPlan[], items: number): readonly string[] {
  if (items < MIN_ITEMS) return [];
  const recent = Math.min(items, RECENT);
  return plans.filter(isTopic).flatMap((plan) => {
    const { tag, before, losses, recentBefore, recentAfter } = plan;
    // A topic that is broad already may be edited: only one that grows so broad is held back.
    const isBroad = recentAfter > recent * MAX_SHARE && recentAfter > recentBefore;
    return [
      ...(isBroad
        ? [`topic ${tag} would match ${recentAfter} of the last ${recent} items, more than a fifth`]
        : []),
      ...(losses > before * MAX_LOSS
        ? [`topic ${tag} would lose ${losses} of the ${before} items that bear it, more than half`]
        : []),
    ];
  });
}

/** Whether the tag is a topic's: places and bodies have a kind before their name. */
export const isTopic = ({ tag }: Pick<TagPlan, 'tag'>): boolean => !tag.includes(':');
