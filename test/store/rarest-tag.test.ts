import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { parseTagId } from '../../src/model.ts';
import { findRarest } from '../../src/store/rarest-tag.ts';
import { sure } from '../serve/catalog.ts';
import { type News, saveNews } from '../serve/news.ts';
import { describeEachEngine } from '../support/database.ts';

const toTags = (...tags: readonly string[]) => tags.map((tag) => sure(parseTagId(tag)));

describeEachEngine('the rarest of some tags', (engine) => {
  /** So many items of each group of tags. */
  const save = (...groups: readonly (readonly [count: number, ...tags: readonly string[]])[]) =>
    saveNews(
      engine.db,
      groups.flatMap(([count, ...tags]) =>
        Array.from(
          { length: count },
          (_, minute): News => ({
            ...{ title: 'Item', publisher: 'p', feeds: [], language: 'en' },
            at: `2026-03-10T10:${String(minute).padStart(2, '0')}:00Z`,
            tags: Object.fromEntries(tags.map((tag) => [tag, [['Item', 'item']] as const])),
          }),
        ),
      ),
    );
  const find = (...tags: readonly string[]) => findRarest(engine.db.withTables(), toTags(...tags));

  it('is the one that the fewest items bear', async () => {
    await save([5, 'politics', 'place:UA'], [2, 'politics', 'defence']);
    expect(await find('politics', 'place:UA')).toBe('place:UA');
    expect(await find('politics', 'place:UA', 'defence')).toBe('defence');
    expect(await find('defence', 'sport')).toBe('sport');
  });

  it('is the only one, and none of none', async () => {
    expect(await find('politics')).toBe('politics');
    expect(await find()).toBeUndefined();
  });

  it('is chosen by numbers that are kept a while', async () => {
    await save([3, 'politics'], [5, 'defence']);
    const db = engine.db.withTables();
    const asked = toTags('defence', 'politics');
    expect(await findRarest(db, asked)).toBe('politics');
    await sql`update item_tags set until = now() where tag = 'defence'`.execute(engine.db);
    expect(await findRarest(db, asked)).toBe('politics');
    expect(await find('politics', 'defence')).toBe('defence');
  });
});
