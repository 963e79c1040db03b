import { sql } from 'kysely';
import { openApp } from '../../src/app.ts';
import { openStore } from '../../src/commands/open-store.ts';
import { toConfigDirectory } from '../../src/config/load.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { buildLog } from '../../src/log.ts';
import type { Database } from '../../src/store/schema.ts';
import { peakMemoryMb, resetPeakMemory } from './measure.ts';

/** What one round over all feeds and pages came to. */
export interface Round {
  readonly seconds: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly dropped: number;
}

export interface FeedRow {
  readonly id: string;
  readonly kind: string;
  readonly failure: string | null;
  readonly detail: string | null;
  readonly entries: number;
  readonly drops: readonly { readonly reason: string; readonly detail: string }[];
}

export interface RecordedResult {
  readonly engine: string;
  readonly rounds: readonly Round[];
  readonly feeds: readonly FeedRow[];
  readonly pages: readonly {
    readonly state: string;
    readonly failure: string | null;
    readonly by: string | null;
    readonly items: number;
  }[];
  readonly tags: readonly { readonly tag: string; readonly items: number }[];
  readonly items: number;
  readonly links: number;
  readonly taggedItems: number;
  readonly firstTaggedSeconds: number | null;
  readonly peakMb: number;
  readonly peakAfterOpenMb: number;
  readonly bytesPerItem: number;
}

// Run by recorded.ts in a process of its own, so that memory is the product's alone; prints one line of JSON.
const startedAt = Date.now();
const port = Number(process.env['RECORDED_PORT']);
const directory = toConfigDirectory(process.env);
const loaded = await loadSettings(directory, process.env);
if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
const { settings } = loaded;
const log = buildLog(settings.log);
const store = await openStore(settings, log);
const openPeakMb = peakMemoryMb();
resetPeakMemory();
const app = await openApp({
  ...{ store, settings, directory, env: process.env, log },
  ...{ now: () => new Date(), random: Math.random, connectTo: () => ({ host: '127.0.0.1', port }) },
});
const rounds = [await runRound(store.db), await runRound(store.db)];
const result = await collectResult(store.db, rounds);
await app.close();
await store.close();
process.stdout.write(`${JSON.stringify(result)}\n`);

/** Makes every feed due and its body unknown, and works until nothing is due. */
async function runRound(db: Database): Promise<Round> {
  const began = Date.now();
  await sql`update feeds set next_fetch_at = now(), body_hash = null`.execute(db);
  await sql`update hosts set due_at = now() where host in (select host from feeds)`.execute(db);
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from fetches`.execute(db);
  await app.worker.drain();
  const counts = await sql<Omit<Round, 'seconds' | 'dropped'> & { readonly entries: number }>`
    select coalesce(sum(items_new), 0)::int as new, coalesce(sum(items_changed), 0)::int as changed,
      coalesce(sum(items_unchanged), 0)::int as unchanged, coalesce(sum(entries), 0)::int as entries
    from fetches where id > ${rows[0]?.last ?? 0}`.execute(db);
  const row = counts.rows[0] ?? { new: 0, changed: 0, unchanged: 0, entries: 0 };
  const kept = row.new + row.changed + row.unchanged;
  return {
    seconds: (Date.now() - began) / 1000,
    new: row.new,
    changed: row.changed,
    unchanged: row.unchanged,
    dropped: row.entries - kept,
  };
}

async function collectResult(db: Database, rounds: readonly Round[]): Promise<RecordedResult> {
  const feeds =
    await sql<FeedRow>`select distinct on (feed_id) feed_id as id, kind, failure, detail, entries, drops
    from fetches order by feed_id, id desc`.execute(db);
  const pages = await sql<RecordedResult['pages'][number]>`
    select read_state as state, read_failure as failure, extracted_by as by, count(*)::int as items
    from items group by 1, 2, 3 order by 4 desc`.execute(db);
  const tags = await sql<RecordedResult['tags'][number]>`select tag, count(*)::int as items from item_tags
    where until is null group by 1 order by 2 desc, 1`.execute(db);
  const totals = await sql<{
    readonly items: number;
    readonly links: number;
    readonly tagged: number;
    readonly first: Date | null;
    readonly bytes: number;
  }>`select (select count(*) from items) as items, (select count(*) from item_feeds) as links,
      (select count(distinct item_id) from item_tags where until is null) as tagged,
      (select min(since) from item_tags) as first, pg_database_size(current_database()) as bytes`.execute(db);
  const total = totals.rows[0];
  if (total === undefined) throw new Error('the store gave no totals');
  return {
    engine: store.engine,
    rounds,
    feeds: feeds.rows,
    pages: pages.rows,
    tags: tags.rows,
    items: total.items,
    links: total.links,
    taggedItems: total.tagged,
    firstTaggedSeconds: total.first === null ? null : (total.first.getTime() - startedAt) / 1000,
    peakMb: Math.max(openPeakMb, peakMemoryMb()),
    peakAfterOpenMb: peakMemoryMb(),
    bytesPerItem: Math.round(total.bytes / Math.max(1, total.items)),
  };
}
