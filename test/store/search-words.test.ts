import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { parseItemQuery } from '../../src/serve/query.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { queryItems } from '../../src/store/search.ts';
import { sure } from '../serve/catalog.ts';
import { NOW, saveNews } from '../serve/news.ts';
import { FOUND, SAYINGS } from '../serve/sayings.ts';
import { describeEachEngine } from '../support/database.ts';

describeEachEngine('a search by words', (engine) => {
  it('finds what a reader expects', async () => {
    const news = SAYINGS.map((saying) => ({
      ...saying,
      ...{ publisher: 'p', feeds: [], at: '2026-03-10T10:00:00Z' },
    }));
    const ids: readonly number[] = await saveNews(engine.db, news);
    const answers = await Promise.all(
      FOUND.map(async ([q]) => {
        const asked = parseItemQuery(new URLSearchParams({ q }), NOW);
        if (asked.kind === 'problem') throw new Error(asked.problem.detail);
        const { items } = await queryItems(engine.db, asked.query);
        return [q, items.map(({ id }) => ids.indexOf(id)).toSorted((a, b) => a - b)];
      }),
    );
    expect(answers).toEqual(FOUND);
  });

  it('finds what an older version stored, which is no change to a consumer', async () => {
    const item = { language: 'az', title: 'Müdafiə', publisher: 'p', feeds: [], at: '2026-03-10T10:00:00Z' };
    await saveNews(engine.db, [item]);
    await sql`update items set search = to_tsvector('simple', title)`.execute(engine.db);
    const changes = await engine.db.selectFrom('item_changes').selectAll().execute();
    const asked = parseItemQuery(new URLSearchParams({ q: 'mudafie' }), NOW);
    if (asked.kind === 'problem') throw new Error(asked.problem.detail);
    expect((await queryItems(engine.db, asked.query)).items).toEqual([]);
    await sure(MIGRATIONS['0006-search']).up(engine.db);
    expect((await queryItems(engine.db, asked.query)).items).toHaveLength(1);
    expect(await engine.db.selectFrom('item_changes').selectAll().execute()).toEqual(changes);
  });
});
