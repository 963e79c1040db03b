import { type ConfigChanges, compareRevisions, isUnchanged } from './config/compare.ts';
import type { Config } from './config/config.ts';
import { toRevision } from './config/revision.ts';
import type { TagId } from './model.ts';
import { buildTally, findReasons, isTopic, type TagPlan, type Tally } from './plan-tally.ts';
import { findChangedRules, toPartTagger } from './rules.ts';
import { countTagged, type ItemPosition, readPage } from './store/retag.ts';
import { loadRetagProgress, type RetagProgress } from './store/retaggings.ts';
import { loadLatestRevisionId, saveHeld, saveRevision } from './store/revisions.ts';
import type { Database } from './store/schema.ts';

/** A config with the number it was applied as. */
export interface Applied {
  readonly revision: number;
  readonly config: Config;
}

/** What applying a config would change, in the config and in the tags of the stored items. */
export interface Plan {
  /** What it is compared with; undefined where nothing is applied. */
  readonly revision: number | undefined;
  readonly changes: ConfigChanges;
  readonly isEmpty: boolean;
  /** Items that the changed rules were tried on. */
  readonly items: number;
  /** Every changed topic, and other tags that items gain or lose. */
  readonly tags: readonly TagPlan[];
  /** Why it would be held back. */
  readonly held: readonly string[];
  /** While the tags it counts by are still being brought up to date. */
  readonly retagging: RetagProgress | undefined;
}

export interface PlanOptions {
  readonly applied: Applied | undefined;
  readonly config: Config;
  /** Asked between two pages. */
  readonly shouldStop: () => boolean;
}

/** Items tried between two turns of the event loop: some tens of milliseconds. */
const PAGE = 50;
/** From so many stored items on, trying changed rules takes more than a moment. */
const MANY_ITEMS = 100;

/** Says what applying would do, and writes nothing; undefined where it was stopped. */
export async function planConfig(db: Database, options: PlanOptions): Promise<Plan | undefined> {
  const { applied, config } = options;
  const before = applied === undefined ? {} : toRevision(applied.config).json;
  const changes = compareRevisions(before, toRevision(config).json);
  const tally = await tryRules(db, options, findChangedRules(applied?.config, config));
  if (tally === undefined) return undefined;
  const tags = tally.plans().filter((plan) => isTopic(plan) || plan.gains + plan.losses > 0);
  return {
    revision: applied?.revision,
    changes,
    isEmpty: isUnchanged(changes),
    items: tally.items(),
    tags,
    // What is applied first is what the operator begins with: there is nothing yet to be afraid for.
    held: applied === undefined ? [] : findReasons(tags, tally.items()),
    retagging: await loadRetagProgress(db),
  };
}

/** Whether applying means trying changed rules on so many items that nobody should wait for it. */
export async function isLongToPlan(
  db: Database,
  { applied, config }: Pick<PlanOptions, 'applied' | 'config'>,
): Promise<boolean> {
  return (
    findChangedRules(applied?.config, config).length > 0 && (await countTagged(db, MANY_ITEMS)) >= MANY_ITEMS
  );
}

async function tryRules(
  db: Database,
  { config, shouldStop }: PlanOptions,
  scope: readonly TagId[],
): Promise<Tally | undefined> {
  const tally = buildTally(scope);
  if (scope.length === 0 || (await countTagged(db, 1)) === 0) return tally;
  const tagger = toPartTagger(config, scope);
  for (let after: ItemPosition | undefined; ; ) {
    if (shouldStop()) return undefined;
    const { items, next } = await readPage(db, { tags: scope, after, limit: PAGE });
    for (const { id, title, url, taggable, borne } of items)
      tally.add(
        { id, title, url },
        borne,
        tagger.toTags(taggable).map(({ tag }) => tag),
      );
    if (next === undefined) return tally;
    after = next;
  }
}

export interface ApplyOptions extends PlanOptions {
  /** `forced` is the operator's word that a far-reaching change is meant. */
  readonly mode: 'judged' | 'forced';
  readonly now: () => Date;
}

/** What became of a config that was to be applied. */
export type ApplyOutcome =
  | {
      readonly kind: 'applied';
      readonly revision: number;
      readonly before: number | undefined;
      /** What it was judged by; undefined where it was forced. */
      readonly plan: Plan | undefined;
    }
  | { readonly kind: 'held'; readonly plan: Plan }
  | { readonly kind: 'stopped' };

/** Applies a config, or holds it back whole where a topic would change too much. */
export async function applyPlanned(db: Database, options: ApplyOptions): Promise<ApplyOutcome> {
  const plan = options.mode === 'forced' ? undefined : await planConfig(db, options);
  if (options.mode === 'judged' && plan === undefined) return { kind: 'stopped' };
  if (plan !== undefined && plan.held.length > 0) {
    const { hash } = toRevision(options.config);
    await saveHeld(db, { hash, reason: plan.held.join('\n') }, options.now());
    return { kind: 'held', plan };
  }
  const before = await loadLatestRevisionId(db);
  const revision = await applyConfig(db, options.config, options.now());
  return { kind: 'applied', revision, before, plan };
}

/** Makes the config the applied one and gives its revision; the same config again changes nothing. */
export function applyConfig(db: Database, config: Config, now: Date): Promise<number> {
  const { hash, json } = toRevision(config);
  const intervalSeconds = config.settings.fetch.defaultIntervalMinutes * 60;
  return saveRevision(db, { hash, config: json, feeds: config.feeds, intervalSeconds }, now);
}
