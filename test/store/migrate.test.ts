import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { migrate, NewerSchemaError, readSchemaNumber } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { createServerDatabase, describeEachEngine } from '../support/database.ts';

const NEWEST = Math.max(...Object.keys(MIGRATIONS).map((name) => Number.parseInt(name, 10)));

describeEachEngine('migrate', (engine) => {
  test('does nothing the second time', async () => {
    expect(await migrate(engine.db)).toEqual({ from: NEWEST, to: NEWEST });
  });

  test('refuses a newer schema and names both numbers', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('0099-later', '')`.execute(engine.db);
    try {
      await expect(migrate(engine.db)).rejects.toThrow(NewerSchemaError);
      await expect(migrate(engine.db)).rejects.toThrow(`schema 99, this Topicwire knows schema ${NEWEST}`);
    } finally {
      await sql`delete from kysely_migration where name = '0099-later'`.execute(engine.db);
    }
    expect(await readSchemaNumber(engine.db)).toBe(NEWEST);
  });

  test('leaves nothing of a migration that fails', async () => {
    const broken = {
      up: async () => {
        throw new Error('no such table');
      },
    };
    await expect(migrate(engine.db, { ...MIGRATIONS, '0098-broken': broken })).rejects.toThrow(
      `from ${NEWEST} to 98`,
    );
    expect(await readSchemaNumber(engine.db)).toBe(NEWEST);
  });

  test('gives bigint as numbers and text[] as arrays', async () => {
    const { rows } =
      await sql`select 5::bigint as id, array['a', 'b,"c"']::text[] as words, count(*) as n`.execute(
        engine.db,
      );
    expect(rows).toEqual([{ id: 5, words: ['a', 'b,"c"'], n: 1 }]);
  });
});

test('migrates once when several processes start at once', async ({ skip }) => {
  const created = await createServerDatabase();
  if (created === undefined) return skip('no server');
  const url = created.url;
  const opened = await Promise.all(
    [1, 2, 3, 4].map(() => openDatabase({ kind: 'server', url, poolSize: 2 })),
  );
  try {
    const results = await Promise.all(opened.map(({ db }) => migrate(db)));
    expect(results.filter((result) => result.from === 0)).toHaveLength(1);
    expect(results.every((result) => result.to === NEWEST)).toBe(true);
  } finally {
    await Promise.all(opened.map((one) => one.close()));
    await created.drop();
  }
});
