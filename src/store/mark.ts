import { sql } from 'kysely';
import type { Database } from './schema.ts';

/**
 * What of the store can be seen now, as text: while it is the same, no transaction has changed anything, and every
 * question has the answer it had. By PostgreSQL's snapshot, and the server's start, since a restored one counts anew.
 */
export async function readMark(db: Database): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text as mark`.execute(db);
  const mark = rows[0]?.mark;
  if (mark === undefined) throw new Error('the store gave no snapshot');
  return mark;
}
