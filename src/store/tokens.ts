import { toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** A token as it is kept: never its secret. */
export interface StoredToken {
  readonly id: number;
  readonly name: string;
  /** Path and query of the one feed it opens; undefined opens everything. */
  readonly feed: string | undefined;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

/** What a request's token is judged by. */
export interface LiveToken {
  readonly id: number;
  readonly feed: string | undefined;
  /** SHA-256 of its secret, in hex. */
  readonly secretHash: string;
  readonly lastUsedAt: Date | undefined;
}

/** Keeps a new token by the hash of its secret and gives its number. */
export async function saveToken(
  db: Database,
  token: {
    readonly name: string;
    readonly feed: string | undefined;
    readonly secretHash: string;
    readonly now: Date;
  },
): Promise<number> {
  const { id } = await db
    .insertInto('access_tokens')
    .values({
      name: token.name,
      feed: token.feed ?? null,
      secret_hash: token.secretHash,
      created_at: token.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** All tokens, revoked ones too, in the order they were made. */
export async function listTokens(db: Database): Promise<readonly StoredToken[]> {
  const rows = await db
    .selectFrom('access_tokens')
    .select(['id', 'name', 'feed', 'created_at', 'last_used_at', 'revoked_at'])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    feed: toOptional(row.feed),
    createdAt: row.created_at,
    lastUsedAt: toOptional(row.last_used_at),
    revokedAt: toOptional(row.revoked_at),
  }));
}

/** Ends a token for good; false where there is no live one of this number. */
export async function revokeToken(db: Database, id: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('access_tokens')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The live token of a number; undefined where there is none or it was revoked. */
export async function findLiveToken(db: Database, id: number): Promise<LiveToken | undefined> {
  const row = await db
    .selectFrom('access_tokens')
    .select(['id', 'feed', 'secret_hash', 'last_used_at'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      feed: toOptional(row.feed),
      secretHash: row.secret_hash,
      lastUsedAt: toOptional(row.last_used_at),
    }
  );
}

/** Whether any token could open the server. */
export async function hasLiveToken(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('access_tokens')
    .select('id')
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const MINUTE_MS = 60_000;

/** Keeps that a token was used now, at most once a minute. */
export async function noteTokenUse(db: Database, token: LiveToken, now: Date): Promise<void> {
  const before = new Date(now.getTime() - MINUTE_MS);
  if (token.lastUsedAt !== undefined && token.lastUsedAt > before) return;
  await db
    .updateTable('access_tokens')
    .set({ last_used_at: now })
    .where('id', '=', token.id)
    .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', before)]))
    .execute();
}
