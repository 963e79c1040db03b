import { sql } from 'kysely';
import type { Database } from '../../src/store/schema.ts';

/** Watches when feeds are fetched and when they should be. */
export interface LatenessProbe {
  /** To be called more often than a feed is fetched. */
  readonly sample: (now: Date) => Promise<void>;
  /** Of each fetch after a feed's first, and of what is overdue: milliseconds from when it was due. */
  readonly latenessMs: () => readonly number[];
  /** The feed that was latest. */
  readonly worst: () => { readonly id: string; readonly ms: number };
  readonly fetches: () => number;
}

interface Times {
  readonly next: Date;
  readonly last: Date | null;
}

/** Compares each fetch with the time that was set for it at the fetch before. */
export function buildLatenessProbe(db: Database, prefix: string): LatenessProbe {
  const known = new Map<string, Times>();
  const late: number[] = [];
  let worst = { id: 'none', ms: 0 };
  const add = (id: string, ms: number): void => {
    if (ms > worst.ms) worst = { id, ms };
  };
  return {
    sample: async (now) => {
      const { rows } = await sql<Times & { readonly id: string }>`
        select id, next_fetch_at as next, last_fetch_at as last from feeds where id like ${`${prefix}%`}`.execute(
        db,
      );
      for (const { id, next, last } of rows) {
        const before = known.get(id);
        known.set(id, { next, last });
        if (last === null) continue;
        if (now > next) add(id, now.getTime() - next.getTime());
        if (before?.last == null || before.last.getTime() === last.getTime()) continue;
        const ms = last.getTime() - before.next.getTime();
        late.push(Math.max(0, ms));
        add(id, ms);
      }
    },
    latenessMs: () => late,
    worst: () => worst,
    fetches: () => late.length,
  };
}

/** Memory of this process at one moment, in MB. */
export interface MemorySample {
  readonly rssMb: number;
  readonly heapMb: number;
}

/** Adds what the process holds now to the samples. */
export function sampleMemory(samples: MemorySample[]): void {
  const { rss, heapUsed } = process.memoryUsage();
  samples.push({ rssMb: rss / 1024 ** 2, heapMb: heapUsed / 1024 ** 2 });
}

/** The mean of a part of the samples, from one share of the run to another. */
export function meanOf(
  samples: readonly MemorySample[],
  key: keyof MemorySample,
  from: number,
  to: number,
): number {
  const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  return part.reduce((sum, sample) => sum + sample[key], 0) / Math.max(1, part.length);
}

/** The value below which so large a share of them lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
