import { setImmediate as turn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, type KyselyPlugin, PostgresDialect } from 'kysely';
import pg from 'pg';
import { openEmbedded } from './embedded.ts';
import type { Lock } from './lock.ts';
import type { Database, Schema } from './schema.ts';

/** Where the store is: in the directory a lock was taken of, on a PostgreSQL server, or (tests) in memory. */
export type Place =
  | { readonly kind: 'embedded'; readonly lock: Lock }
  | { readonly kind: 'server'; readonly url: string; readonly poolSize: number }
  | {
      readonly kind: 'memory';
      /** The data of a store as PGlite packs it, to begin with in place of an empty one. */
      readonly image?: Blob;
    };

export interface OpenDatabase {
  readonly db: Database;
  readonly engine: 'embedded' | 'server';
  /** Waits for what is under way, then lets go of the connections or the directory (not of its lock). */
  readonly close: () => Promise<void>;
}

/** A server that does not answer in this time is down; the caller's message beats a hanging start. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Our transactions take milliseconds: one idle this long belongs to a frozen worker and holds others' locks. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;
/** OID of int8: numbers on both engines; ours stay far below 2^53. */
const INT8 = 20;

/** Opens the store; the caller migrates and closes it. `onLost` hears of idle connections the server dropped, which the pool replaces. */
export async function openDatabase(
  place: Place,
  onLost: (error: Error) => void = () => {},
): Promise<OpenDatabase> {
  switch (place.kind) {
    case 'server':
      return openServer(place.url, place.poolSize, onLost);
    case 'embedded':
      return openPglite(await openEmbedded(place.lock.directory));
    case 'memory':
      return openPglite(await PGlite.create(place.image === undefined ? {} : { loadDataDir: place.image }));
    default:
      return place satisfies never;
  }
}

function openServer(url: string, poolSize: number, onLost: (error: Error) => void): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    application_name: 'topicwire',
    types: TYPES,
  });
  pool.on('error', onLost);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { db, engine: 'server', close: () => db.destroy() };
}

function openPglite(pglite: PGlite): OpenDatabase {
  // One connection is all PGlite has; a second client would share its session and its open transaction.
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, types: TYPES });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: [YIELD_AFTER_QUERY] });
  const close = async (): Promise<void> => {
    await db.destroy();
    await pglite.close();
  };
  return { db, engine: 'embedded', close };
}

/**
 * PGlite answers within the turn of the event loop that asked, so query upon query would keep sockets and timers
 * waiting for as long as there is work (300 queries, 1.2 s, not one turn: PGlite 0.5, Node 20.20). Each gives way once.
 */
const YIELD_AFTER_QUERY: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    await turn();
    return result;
  },
};

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};
