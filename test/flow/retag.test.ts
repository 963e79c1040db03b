import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { TagId } from '../../src/model.ts';
import { type Applied, applyPlanned, planConfig } from '../../src/plan.ts';
import { buildRetag, type Retag } from '../../src/retag.ts';
import { toPartTagger, toTagger } from '../../src/rules.ts';
import { loadRetagProgress } from '../../src/store/retaggings.ts';
import { toItemId } from '../../src/store/rows.ts';
import { loadTagHistory } from '../../src/store/tag-history.ts';
import type { PartTagger } from '../../src/tag/changed.ts';
import type { Tagger } from '../../src/tag/compile.ts';
import { describeEachEngine } from '../support/database.ts';
import { GENERATED_TOPICS, storeItems } from '../support/generated-items.ts';
import { buildRandom } from '../support/random.ts';
import { readFiles } from '../support/read-files.ts';
import { listTags, listTagsAnew } from '../support/tag-lines.ts';

const ITEMS = 2_000;
const KILLS = 5;
const NOW = new Date('2026-03-01T12:00:00Z');
const LATER = new Date('2026-03-01T13:00:00Z');
const never = (): boolean => false;

const taggers = new Map<Config, Tagger>();
/** Compiling takes a second, and several on a busy machine: once a config is enough. */
function toKnownTagger(config: Config): Tagger {
  const tagger = taggers.get(config) ?? toTagger(config);
  taggers.set(config, tagger);
  return tagger;
}

const [before, after] = [readFiles(GENERATED_TOPICS.before), readFiles(GENERATED_TOPICS.after)];
const withCourts = readFiles({
  ...GENERATED_TOPICS.before,
  'topics/courts.yaml': GENERATED_TOPICS.after['topics/courts.yaml'],
});

describeEachEngine('retagging a store', (engine) => {
  /** A worker that has just started: it knows nothing but what is in the store. */
  function startRetag(
    { config, revision }: Applied,
    now: Date,
    compile: (scope: readonly TagId[]) => PartTagger = (scope) => toPartTagger(config, scope),
  ): Retag {
    const rules = { revision, tagger: toKnownTagger(config), compile };
    return buildRetag({
      db: engine.db,
      rules: () => rules,
      now: () => now,
      log: pino({ level: 'silent' }),
      limit: 50,
    });
  }

  async function apply(config: Config, applied: Applied | undefined, now: Date) {
    const options = { applied, config, mode: 'judged' as const, now: () => now, shouldStop: never };
    const outcome = await applyPlanned(engine.db, options);
    if (outcome.kind !== 'applied') throw new Error(`the config is ${outcome.kind}`);
    return { applied: { config, revision: outcome.revision }, plan: outcome.plan };
  }

  async function finish(retag: Retag): Promise<void> {
    while (await retag.next());
  }

  /** A store of items tagged by the config before the change. */
  async function fill(count: number): Promise<Applied> {
    await storeItems(engine.db, count);
    const { applied } = await apply(before, undefined, NOW);
    await finish(startRetag(applied, NOW));
    return applied;
  }

  const countTag = async (tag: string) => {
    const { rows } = await sql<{ gained: number; lost: number }>`select
        count(*) filter (where until is null and not exists (select from item_tags former
          where former.item_id = item_tags.item_id and former.tag = item_tags.tag and former.until = ${LATER})
          and since = ${LATER}) as gained,
        count(*) filter (where until = ${LATER} and not exists (select from item_tags latter
          where latter.item_id = item_tags.item_id and latter.tag = item_tags.tag and latter.until is null)) as lost
      from item_tags where tag = ${tag}`.execute(engine.db);
    return rows[0];
  };

  test('gives the counts of the plan and, killed five times, the tags of a clean run', async () => {
    const first = await fill(ITEMS);
    const plan = await planConfig(engine.db, { applied: first, config: after, shouldStop: never });
    expect(plan).toMatchObject({ isEmpty: false, items: ITEMS, revision: first.revision });
    expect(plan?.tags.map(({ tag }) => tag)).toEqual([
      'courts',
      'energy',
      'fuel-exports',
      'ports',
      'transport',
      'weather',
    ]);
    expect(plan?.held.map((reason) => reason.replace(/\d+/g, 'n'))).toEqual(
      ['energy', 'fuel-exports', 'weather'].map(
        (topic) => `topic ${topic} would lose n of the n items that bear it, more than half`,
      ),
    );
    const options = { applied: first, config: after, now: () => LATER, shouldStop: never };
    const held = await applyPlanned(engine.db, { ...options, mode: 'judged' });
    expect(held.kind === 'held' && held.plan.tags).toEqual(plan?.tags);
    const forced = await applyPlanned(engine.db, { ...options, mode: 'forced' });
    const second = { config: after, revision: forced.kind === 'applied' ? forced.revision : 0 };

    const random = buildRandom(5);
    let walked = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      let left = 20 + Math.floor(random() * 300);
      const retag = startRetag(second, LATER, (scope) => {
        expect(scope).not.toContain('football');
        const part = toPartTagger(after, scope);
        return {
          scope,
          toTags: (item) => {
            left -= 1;
            if (left < 0) throw new Error('killed');
            walked += 1;
            return part.toTags(item);
          },
        };
      });
      await expect(finish(retag)).rejects.toThrow('killed');
    }
    const progress = await loadRetagProgress(engine.db);
    expect(progress?.toDo).toBeLessThan(ITEMS);
    expect((progress?.toDo ?? 0) + (progress?.done ?? 0)).toBe(ITEMS);
    expect(walked - (progress?.done ?? 0)).toBeLessThan(KILLS * 50);
    await finish(startRetag(second, LATER));

    expect(await loadRetagProgress(engine.db)).toBeUndefined();
    expect(await listTags(engine.db)).toEqual(await listTagsAnew(engine.db, toKnownTagger(after), ITEMS));
    for (const { tag, gains, losses } of plan?.tags ?? [])
      expect([tag, await countTag(tag)]).toEqual([tag, { gained: gains, lost: losses }]);
    const again = await planConfig(engine.db, { applied: second, config: after, shouldStop: never });
    expect(again).toMatchObject({ isEmpty: true, items: 0, tags: [], held: [], retagging: undefined });
  }, 120_000);

  test('leaves the tags of unchanged rules alone, and says by which rule from when an item bore a tag', async () => {
    const first = await fill(200);
    const { applied: second } = await apply(
      readFiles({
        ...GENERATED_TOPICS.before,
        'topics/energy.yaml': GENERATED_TOPICS.after['topics/energy.yaml'],
      }),
      first,
      LATER,
    );
    await finish(startRetag(second, LATER));
    const { rows } = await sql<{ tag: string }>`select distinct tag from item_tags
      where since = ${LATER} or until is not null order by tag`.execute(engine.db);
    expect(rows.map(({ tag }) => tag)).toEqual(['energy', 'fuel-exports']);
    const kept = await sql<{ item_id: number }>`select item_id from item_tags where tag = 'energy'
      group by item_id having count(*) = 2 order by item_id limit 1`.execute(engine.db);
    const [id] = (
      await engine.db
        .selectFrom('items')
        .select('id')
        .where('id', '=', kept.rows[0]?.item_id ?? 0)
        .execute()
    ).map((row) => toItemId(row.id));
    const spans = (await loadTagHistory(engine.db, id ?? toItemId(1))).filter(({ tag }) => tag === 'energy');
    expect(spans).toMatchObject([
      { since: LATER, until: undefined },
      { since: NOW, until: LATER },
    ]);
    expect(spans[0]?.ruleHash).not.toBe(spans[1]?.ruleHash);
  });

  test('lets a worker that is behind undo nothing', async () => {
    const first = await fill(120);
    const { applied: second } = await apply(withCourts, first, LATER);
    const behind = startRetag(first, NOW);
    await finish(startRetag(second, LATER));
    const tags = await listTags(engine.db);
    await finish(behind);
    expect(await listTags(engine.db)).toEqual(tags);
  });

  test('shares the work among several, each item once', async () => {
    const first = await fill(400);
    const { applied: second } = await apply(withCourts, first, LATER);
    let tagged = 0;
    const compile = (scope: readonly TagId[]): PartTagger => {
      const part = toPartTagger(second.config, scope);
      return {
        scope,
        toTags: (item) => {
          tagged += 1;
          return part.toTags(item);
        },
      };
    };
    const workers = [1, 2, 3].map(() => startRetag(second, LATER, compile));
    await Promise.all(workers.map(finish));
    await Promise.all(workers.map(finish));
    expect(tagged).toBe(400);
    expect(await loadRetagProgress(engine.db)).toBeUndefined();
  });
});
