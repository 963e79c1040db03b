import { type Kysely, sql } from 'kysely';

/** How far the stored items are tagged by which rules, and why a config is held back. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // One row a tagger that items were ever tagged by: its rules' hashes tell which tags another tagger must decide anew.
  // What is done is in items.tagged_by alone, in the transaction of the tags; the counts here are for people.
  `create table retaggings (
    tagger_hash text primary key,
    rules jsonb not null,
    revision integer not null,
    run bigint not null unique,
    begun_at timestamptz not null,
    total bigint not null,
    done bigint not null default 0,
    finished_at timestamptz
  )`,
  `create sequence retagging_runs`,
  // The config that was held back last, until it or another one is applied.
  `create table held_configs (
    slot smallint primary key default 1 check (slot = 1),
    hash text not null,
    reason text not null,
    held_at timestamptz not null
  )`,
];
