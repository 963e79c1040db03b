import { sql } from 'kysely';
import { z } from 'zod';
import { parseTagId, type TagId } from '../model.ts';
import { toJsonText } from './json-text.ts';
import { countToRetag } from './retag.ts';
import type { Database } from './schema.ts';

/** Rules that items are to be tagged by. */
export interface NewRetagging {
  readonly taggerHash: string;
  /** The hash of each tag's rule. */
  readonly rules: ReadonlyMap<TagId, string>;
  readonly revision: number;
}

/** How far the newest retagging is, for people. */
export interface RetagProgress {
  /** Items still to be tagged, about: what is read meanwhile is tagged by the way. */
  readonly toDo: number;
  readonly done: number;
  readonly since: Date;
}

/** Two that begin at once do it one after the other. */
const RETAGGING_LOCK = 7_210_004;

/**
 * Notes the rules of a tagger and what there is to do by them, once: who comes later joins. Nothing where a newer
 * revision is applied or tagged by.
 */
export async function beginRetagging(db: Database, retagging: NewRetagging, now: Date): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${RETAGGING_LOCK})`.execute(transaction);
    const newest = await loadNewest(transaction);
    const { taggerHash, revision } = retagging;
    if (newest !== undefined && (newest.tagger_hash === taggerHash || newest.revision > revision)) return;
    const total = await countToRetag(transaction, taggerHash);
    await sql`insert into retaggings (tagger_hash, rules, revision, run, begun_at, total, finished_at)
      values (${taggerHash}, ${toJsonText(Object.fromEntries(retagging.rules))}::jsonb, ${revision},
        nextval('retagging_runs'), ${now}, ${total}, ${total === 0 ? now : null})
      on conflict (tagger_hash) do update set revision = excluded.revision, run = excluded.run,
        begun_at = excluded.begun_at, total = excluded.total, done = 0, finished_at = excluded.finished_at`.execute(
      transaction,
    );
  });
}

/** Notes that all is done, where it is: false while others have items in hand. Reads every item once. */
export async function finishRetagging(db: Database, taggerHash: string, now: Date): Promise<boolean> {
  if ((await countToRetag(db, taggerHash)) > 0) return false;
  await sql`update retaggings set finished_at = ${now}
    where tagger_hash = ${taggerHash} and finished_at is null`.execute(db);
  return true;
}

/** The newest retagging while it is under way. */
export async function loadRetagProgress(db: Database): Promise<RetagProgress | undefined> {
  const newest = await loadNewest(db);
  if (newest === undefined || newest.finished_at !== null) return undefined;
  const { total, done, begun_at: since } = newest;
  return { toDo: Math.max(0, total - done), done, since };
}

const RULES = z.record(z.string(), z.string());

/** The rules of a tagger that tagged items once; undefined where it is not known. */
export async function loadTaggerRules(
  db: Database,
  taggerHash: string,
): Promise<ReadonlyMap<TagId, string> | undefined> {
  const { rows } = await sql<{ rules: unknown }>`select rules from retaggings
    where tagger_hash = ${taggerHash}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return new Map(
    Object.entries(RULES.parse(row.rules)).flatMap(([id, hash]) => {
      const tag = parseTagId(id);
      return tag === undefined ? [] : [[tag, hash] as const];
    }),
  );
}

interface Newest {
  readonly tagger_hash: string;
  readonly revision: number;
  readonly begun_at: Date;
  readonly total: number;
  readonly done: number;
  readonly finished_at: Date | null;
}

async function loadNewest(db: Database): Promise<Newest | undefined> {
  const { rows } = await sql<Newest>`select tagger_hash, revision, begun_at, total, done, finished_at
    from retaggings order by run desc limit 1`.execute(db);
  return rows[0];
}
