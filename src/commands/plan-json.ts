import * as z from 'zod';
import type { ConfigChanges, EntryChanges, KeyChange } from '../config/compare.ts';
import type { ApplyOutcome, Plan } from '../plan.ts';
import type { Example, TagPlan } from '../plan-tally.ts';
import { toRetaggingJson } from '../serve/retagging-json.ts';
import { RETAGGING } from './retagging-line.ts';

const KEY = z.object({ key: z.string(), from: z.unknown(), to: z.unknown() });
const ENTRY = z.looseObject({ id: z.string() });
const ENTRIES = z.object({
  added: z.array(ENTRY),
  changed: z.array(z.object({ id: z.string(), keys: z.array(KEY) })),
  removed: z.array(ENTRY),
});
const EXAMPLE = z.object({ id: z.number(), title: z.string().nullable(), url: z.string().nullable() });
const TAG = z.object({
  tag: z.string(),
  before: z.number(),
  after: z.number(),
  gains: z.number(),
  losses: z.number(),
  gain_examples: z.array(EXAMPLE),
  loss_examples: z.array(EXAMPLE),
});

/** A plan as `--json` prints it. */
export const PLAN = z.object({
  /** Whether there is anything to apply. */
  changed: z.boolean(),
  /** The applied revision it is compared with; null where there is none. */
  revision: z.number().nullable(),
  feeds: z.object({ added: z.array(ENTRY), changed: ENTRIES.shape.changed, archived: z.array(ENTRY) }),
  publishers: ENTRIES,
  topics: ENTRIES,
  searches: ENTRIES,
  settings: z.array(KEY),
  /** Stored items that the changed rules were tried on. */
  items: z.number(),
  /** What of them would gain or lose which tag. */
  tags: z.array(TAG),
  /** Why it would be held back; empty where it would not. */
  held: z.array(z.string()),
  retagging: RETAGGING.nullable(),
});
export type PlanJson = z.infer<typeof PLAN>;

/** What applying came to, as `--json` prints it. */
export const APPLIED = z.object({
  kind: z.enum(['applied', 'held']),
  /** The applied revision; null where none is. */
  revision: z.number().nullable(),
  before: z.number().nullable(),
  /** null where it was forced: then nothing was tried. */
  plan: PLAN.nullable(),
});
export type ApplyJson = z.infer<typeof APPLIED>;

/** Writes a plan for a command. */
export function toPlanJson(plan: Plan, now: Date): PlanJson {
  const { feeds, publishers, topics, searches, settings } = plan.changes;
  const { added, changed, archived } = { ...toEntries(feeds), archived: [...feeds.removed] };
  return {
    changed: !plan.isEmpty,
    revision: plan.revision ?? null,
    feeds: { added, changed, archived },
    publishers: toEntries(publishers),
    topics: toTopics(topics),
    searches: toEntries(searches),
    settings: toKeys(settings),
    items: plan.items,
    tags: plan.tags.map(toTagJson),
    held: [...plan.held],
    retagging: plan.retagging === undefined ? null : toRetaggingJson(plan.retagging, now),
  };
}

/** Writes what became of a config for a command. */
export function toApplyJson(outcome: ApplyOutcome, now: Date): ApplyJson {
  switch (outcome.kind) {
    case 'applied': {
      const { kind, revision, before, plan } = outcome;
      return {
        ...{ kind, revision, before: before ?? null },
        plan: plan === undefined ? null : toPlanJson(plan, now),
      };
    }
    case 'held': {
      const revision = outcome.plan.revision ?? null;
      return { kind: 'held', revision, before: revision, plan: toPlanJson(outcome.plan, now) };
    }
    case 'stopped':
      throw new Error('the process ended before the config was tried');
    default:
      return outcome satisfies never;
  }
}

const toKeys = (keys: readonly KeyChange[]): PlanJson['settings'] =>
  keys.map(({ key, from, to }) => ({ key, from: from ?? null, to: to ?? null }));

const toEntries = ({ added, changed, removed }: EntryChanges): PlanJson['publishers'] => ({
  added: [...added],
  changed: changed.map(({ id, keys }) => ({ id, keys: toKeys(keys) })),
  removed: [...removed],
});

/** Whole topics are long: an added or removed one is named alone, its words stand in the file. */
const toTopics = (topics: ConfigChanges['topics']): PlanJson['topics'] => {
  const { added, changed, removed } = toEntries(topics);
  const name = ({ id }: { readonly id: string }) => ({ id });
  return { added: added.map(name), changed, removed: removed.map(name) };
};

const toTagJson = (plan: TagPlan): PlanJson['tags'][number] => ({
  ...{ tag: plan.tag, before: plan.before, after: plan.after, gains: plan.gains, losses: plan.losses },
  gain_examples: plan.gainExamples.map(toExampleJson),
  loss_examples: plan.lossExamples.map(toExampleJson),
});

const toExampleJson = ({ id, title, url }: Example) => ({ id, title: title ?? null, url: url ?? null });
