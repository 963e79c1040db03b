import type { Hono } from 'hono';
import * as z from 'zod';
import type { Database } from '../../store/schema.ts';
import { listTokens, revokeToken, type StoredToken, saveToken } from '../../store/tokens.ts';
import type { Answered } from '../answered.ts';
import { parseFeedScope, toFeedPath } from './feed-scope.ts';
import { hashSecret, toTokenText } from './token.ts';

/** What the operator may do with tokens. */
export interface TokenCalls {
  /** Makes a token for everything, or for one feed as a person writes it; its text is in this answer alone. */
  readonly create: (name: string, feed: string | undefined) => Promise<Answered>;
  readonly list: () => Promise<readonly object[]>;
  readonly revoke: (id: number) => Promise<Answered>;
}

export interface TokenOptions {
  readonly db: Database;
  /** Tells whether there is such a feed. */
  readonly web: Hono;
  readonly basePath: string;
  readonly now: () => Date;
  /** 32 random bytes as base64url. */
  readonly makeSecret: () => string;
}

const PROBLEM = z.object({ detail: z.string() });

/** The operator's calls over this store. */
export function buildTokenCalls({ db, web, basePath, now, makeSecret }: TokenOptions): TokenCalls {
  const findFault = async (scope: string): Promise<string | undefined> => {
    const answer = await web.request(toFeedPath(scope, 'json'));
    return answer.status === 200 ? undefined : PROBLEM.parse(await answer.json()).detail;
  };
  return {
    create: async (name, feed) => {
      const scope = feed === undefined ? undefined : parseFeedScope(feed, basePath);
      const fault = scope === undefined ? undefined : await findFault(scope);
      if (feed !== undefined && (scope === undefined || fault !== undefined))
        return { kind: 'refused', detail: `${feed}: ${fault ?? 'expected the path of a feed'}` };
      const secret = makeSecret();
      const id = await saveToken(db, { name, feed: scope, secretHash: hashSecret(secret), now: now() });
      return {
        kind: 'answered',
        json: { id, name, feed: scope ?? null, token: toTokenText({ id, secret }) },
      };
    },
    list: async () => (await listTokens(db)).map(toTokenJson),
    revoke: async (id) =>
      (await revokeToken(db, id, now()))
        ? { kind: 'answered', json: { id } }
        : { kind: 'refused', detail: `${id}: there is no token of this number, or it was revoked before` },
  };
}

const toTokenJson = ({ id, name, feed, createdAt, lastUsedAt, revokedAt }: StoredToken): object => ({
  id,
  name,
  feed: feed ?? null,
  created_at: createdAt.toISOString(),
  last_used_at: lastUsedAt?.toISOString() ?? null,
  revoked_at: revokedAt?.toISOString() ?? null,
});
