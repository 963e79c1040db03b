import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Lease, LeaseLost, PublisherId } from '../model.ts';
import type { Database } from './schema.ts';

/**
 * Rows are locked in this order everywhere, so that no two transactions wait for each other: feeds, the
 * publisher's lock, items, item_keys, hosts (sorted by name).
 */

/** Thrown inside a transaction to undo it: the lease is another's now. Never leaves the store. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Runs `write` in one transaction; nothing of it stays where the lease was lost. */
export async function underLease<T>(
  db: Database,
  write: (transaction: Database) => Promise<T>,
): Promise<T | LeaseLost> {
  try {
    return await db.transaction().execute(write);
  } catch (error) {
    if (error instanceof LeaseLostError) return { kind: 'lease-lost' };
    throw error;
  }
}

/** Where items without a page to ask for queue up: a name no host can have (RFC 2606), so that nothing is spaced by it. */
export const toPagelessHost = (publisher: PublisherId): string => `${publisher}.invalid`;

/** Work that becomes due at a host. */
export interface DueHost {
  readonly host: string;
  readonly dueAt: Date;
}

/** Makes sure each host is looked at when its work is due; gives each row's lease token. Hosts are locked until the transaction ends. */
export async function lowerDue(
  db: Database,
  due: readonly DueHost[],
): Promise<ReadonlyMap<string, string | null>> {
  const earliest = new Map<string, Date>();
  for (const { host, dueAt } of due) {
    const known = earliest.get(host);
    if (known === undefined || dueAt < known) earliest.set(host, dueAt);
  }
  // Sorted by us and inserted in that order: the lock order of the head of this file.
  const sorted = [...earliest].sort(([a], [b]) => (a < b ? -1 : 1));
  const { rows } = await sql<{ host: string; lease_token: string | null }>`
    insert into hosts (host, due_at)
    select host, due_at from unnest(
      ${sorted.map(([host]) => host)}::text[], ${sorted.map(([, at]) => at.toISOString())}::timestamptz[]
    ) with ordinality as due (host, due_at, place) order by place
    on conflict (host) do update set due_at = least(hosts.due_at, excluded.due_at)
    returning host, lease_token`.execute(db);
  return new Map(rows.map((row) => [row.host, row.lease_token]));
}

/** Throws LeaseLostError unless the lease is still held; no lock is taken, so the end of the transaction asks again. */
export async function expectLease(db: Database, lease: Lease): Promise<void> {
  const row = await db
    .selectFrom('hosts')
    .select('host')
    .where('host', '=', lease.host)
    .where('lease_token', '=', lease.token)
    .executeTakeFirst();
  if (row === undefined) throw new LeaseLostError(lease.host);
}

/** Gives the host back, its next request not before `nextAllowedAt`; without effect where the lease is another's now. */
export async function releaseHost(db: Database, lease: Lease, nextAllowedAt: Date): Promise<void> {
  await sql`update hosts set lease_until = null, lease_token = null,
      next_allowed_at = greatest(next_allowed_at, ${nextAllowedAt})
    where host = ${lease.host} and lease_token = ${lease.token}`.execute(db);
}

/** What asking for a host gives: the host, or the time to ask again. */
export type Acquired =
  | { readonly kind: 'held'; readonly lease: Lease }
  | { readonly kind: 'wait'; readonly until: Date };

/** Asks for a host outside a claim, for a redirect's target or a page elsewhere. */
export async function acquireHost(
  db: Database,
  host: string,
  { now, leaseMs }: { readonly now: Date; readonly leaseMs: number },
): Promise<Acquired> {
  const lease: Lease = { token: randomUUID(), host, until: new Date(now.getTime() + leaseMs) };
  const taken = await sql`
    insert into hosts (host, lease_token, lease_until) values (${host}, ${lease.token}, ${lease.until})
    on conflict (host) do update set lease_token = excluded.lease_token, lease_until = excluded.lease_until
    where hosts.next_allowed_at <= ${now} and (hosts.lease_until is null or hosts.lease_until <= ${now})
    returning host`.execute(db);
  if (taken.rows.length > 0) return { kind: 'held', lease };
  const { rows } = await sql<{ until: Date }>`
    select greatest(next_allowed_at, lease_until) as until from hosts where host = ${host}`.execute(db);
  return { kind: 'wait', until: rows[0]?.until ?? now };
}

/** Keeps the host from any request before `until` (Retry-After, a crawl delay); an earlier time changes nothing. */
export async function holdHost(db: Database, host: string, until: Date): Promise<void> {
  await sql`insert into hosts (host, next_allowed_at) values (${host}, ${until})
    on conflict (host) do update set next_allowed_at = greatest(hosts.next_allowed_at, excluded.next_allowed_at)`.execute(
    db,
  );
}

/** Frees every lease: for the embedded store's start only, whose lock says that no worker is left. */
export async function clearLeases(db: Database): Promise<void> {
  await sql`update hosts set lease_until = null, lease_token = null where lease_token is not null`.execute(
    db,
  );
}
