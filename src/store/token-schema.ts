import type { ColumnType, Generated } from 'kysely';

/** A token that opens the server to readers on other machines. */
export interface AccessTokensTable {
  readonly id: Generated<number>;
  readonly name: string;
  /** The one feed it opens, as path and query; NULL opens everything. */
  readonly feed: ColumnType<string | null, string | null, never>;
  /** SHA-256 of its secret, in hex. */
  readonly secret_hash: string;
  readonly created_at: Date;
  /** To the minute. */
  readonly last_used_at: ColumnType<Date | null, never, Date>;
  readonly revoked_at: ColumnType<Date | null, never, Date>;
}
