import { type Kysely, sql } from 'kysely';

/** Who may read the server from other machines. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(TOKENS).execute(db);
}

// A token's secret is random and long, so that its plain SHA-256 cannot be guessed back. A revoked one stays, so that the
// list can show it.
const TOKENS = `create table access_tokens (
  id bigint generated always as identity primary key,
  name text not null,
  feed text,
  secret_hash text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
)`;
