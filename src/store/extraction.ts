import { sql } from 'kysely';
import type { ExtractionKind, ExtractionUse, PublisherId } from '../model.ts';
import { toPublisherId } from './rows.ts';
import type { Database } from './schema.ts';

/** Counted days are kept so long: a change of layout shows against a quarter of a year. */
const KEPT_DAYS = 90;
/** What is shown: two weeks show the weekly rhythm twice. */
const SHOWN_DAYS = 14;
/** Pages in a row that a rule does not fit before it is named: one odd page of the site, or two, say nothing. */
const LEAST_MISSES = 5;

/** Counts a page's reading, in a transaction of the caller's, as its last statements but for the kept page. */
export async function countExtraction(
  db: Database,
  publisher: PublisherId,
  { kind, rule }: ExtractionUse,
  now: Date,
): Promise<void> {
  await sql`insert into extraction_days (publisher_id, day, kind, pages)
    values (${publisher}, ${toDay(now)}::date, ${kind}, 1)
    on conflict (publisher_id, day, kind) do update set pages = extraction_days.pages + 1`.execute(db);
  if (rule === undefined) return;
  const matched = rule.outcome === 'matched';
  await sql`insert into site_rule_uses (publisher_id, rule, matched_at, missed_since, misses)
    values (${publisher}, ${rule.id}, ${matched ? now : null}, ${matched ? null : now}, ${matched ? 0 : 1})
    on conflict (publisher_id, rule) do update set
      matched_at = coalesce(excluded.matched_at, site_rule_uses.matched_at),
      missed_since = case when excluded.misses = 1 then coalesce(site_rule_uses.missed_since, excluded.missed_since) end,
      misses = case when excluded.misses = 1 then site_rule_uses.misses + 1 else 0 end`.execute(db);
}

/** Pages by the way they were read. */
export type ExtractionCounts = Readonly<Record<ExtractionKind, number>>;

/** How a publisher's pages were read of late. */
export interface Extraction {
  /** The last days (UTC) with pages, the newest first. */
  readonly days: readonly { readonly day: string; readonly counts: ExtractionCounts }[];
  /** Rules that fitted before and no longer do. */
  readonly stoppedRules: readonly StoppedRule[];
}

export interface StoppedRule {
  readonly rule: string;
  readonly matchedAt: Date;
  readonly missedSince: Date;
  /** Pages in a row. */
  readonly misses: number;
}

/** How the pages of each publisher were read in the last two weeks; publishers without pages are left out. */
export async function loadExtraction(db: Database, now: Date): Promise<ReadonlyMap<PublisherId, Extraction>> {
  const { rows } = await sql<DayRow>`
    select publisher_id, day::text as day, jsonb_object_agg(kind, pages) as counts from extraction_days
    where day > ${toDay(now)}::date - ${SHOWN_DAYS}::integer group by publisher_id, day order by day desc`.execute(
    db,
  );
  const stopped = await loadStoppedRules(db);
  const extraction = new Map<PublisherId, Extraction>();
  for (const [publisher, stoppedRules] of stopped)
    extraction.set(toPublisherId(publisher), { days: [], stoppedRules });
  for (const [publisher, days] of groupDays(rows)) {
    const id = toPublisherId(publisher);
    extraction.set(id, { days, stoppedRules: extraction.get(id)?.stoppedRules ?? [] });
  }
  return extraction;
}

interface DayRow {
  readonly publisher_id: string;
  readonly day: string;
  readonly counts: Partial<ExtractionCounts>;
}

function groupDays(rows: readonly DayRow[]): ReadonlyMap<string, Extraction['days']> {
  const byPublisher = new Map<string, Extraction['days'][number][]>();
  for (const { publisher_id, day, counts } of rows) {
    const days = byPublisher.get(publisher_id) ?? [];
    days.push({ day, counts: { ...NO_PAGES, ...counts } });
    byPublisher.set(publisher_id, days);
  }
  return byPublisher;
}

/** Not one page. */
export const NO_PAGES: ExtractionCounts = {
  site: 0,
  structured: 0,
  general: 0,
  feed: 0,
  short: 0,
  failed: 0,
};

async function loadStoppedRules(db: Database): Promise<ReadonlyMap<string, readonly StoppedRule[]>> {
  const { rows } = await sql<{
    publisher_id: string;
    rule: string;
    matched_at: Date;
    missed_since: Date;
    misses: number;
  }>`select publisher_id, rule, matched_at, missed_since, misses from site_rule_uses
    where misses >= ${LEAST_MISSES} and matched_at is not null and missed_since is not null
    order by publisher_id, rule`.execute(db);
  const byPublisher = new Map<string, readonly StoppedRule[]>();
  for (const { publisher_id, rule, matched_at: matchedAt, missed_since: missedSince, misses } of rows)
    byPublisher.set(publisher_id, [
      ...(byPublisher.get(publisher_id) ?? []),
      { rule, matchedAt, missedSince, misses },
    ]);
  return byPublisher;
}

/** Forgets the days that are out of sight; what is known of rules stays, a line each. */
export async function pruneExtraction(db: Database, now: Date): Promise<number> {
  const oldest = sql`${toDay(now)}::date - ${KEPT_DAYS}::integer`;
  const { numAffectedRows } = await sql`delete from extraction_days where day < ${oldest}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

const toDay = (time: Date): string => time.toISOString().slice(0, 10);
