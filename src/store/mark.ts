import { sql } from 'kysely';
import type { Database } from './schema.ts';

interface Seen {
  readonly snapshot: string;
  /** A restored server counts its transactions anew, but it has started since. */
  readonly started: string;
}

/**
 * Gives a function that tells by a mark whether the items changed: while it gives the same text, no transaction has
 * changed an item or its tags and feeds, and every question for items has the answer it had. By the changes that are
 * noted (`migrations/0002-changes.ts`) and were not seen by PostgreSQL's snapshot of the time before. One call at a time.
 */
export function watchItems(db: Database): () => Promise<string> {
  let former: Seen | undefined;
  let mark = '';
  return async () => {
    const changed =
      former === undefined
        ? sql`true`
        : sql`exists (select from item_changes
            where change >= pg_snapshot_xmin(${former.snapshot}::pg_snapshot)
              and not pg_visible_in_snapshot(change, ${former.snapshot}::pg_snapshot))`;
    const { rows } = await sql<Seen & { changed: boolean }>`
      select pg_current_snapshot()::text as snapshot, pg_postmaster_start_time()::text as started,
        ${changed} as changed`.execute(db);
    const [seen] = rows;
    if (seen === undefined) throw new Error('the store gave no snapshot');
    if (seen.changed || seen.started !== former?.started) mark = `${seen.snapshot} ${seen.started}`;
    former = seen;
    return mark;
  };
}
