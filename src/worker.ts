import { setTimeout as wait } from 'node:timers/promises';
import type { Alerting } from './alerting.ts';
import type { Policy } from './config/settings.ts';
import type { HostGate } from './fetch/gate.ts';
import { toFailureUpdate } from './fetch/poll.ts';
import type { Log } from './log.ts';
import type { Failure, PageRecord, Work } from './model.ts';
import type { Network } from './network.ts';
import { collectFeed, type Effects, type PassStore, type Report, type Rules, readItem } from './pipeline.ts';
import { buildRetag, type RetagRules } from './retag.ts';
import { buildSchedule, type Schedule } from './schedule.ts';
import { claimWork } from './store/claims.ts';
import { saveCollected } from './store/collect.ts';
import { savePoll } from './store/feeds.ts';
import { acquireHost, releaseHost } from './store/hosts.ts';
import { saveRead } from './store/items.ts';
import { pruneExpired, vacuum } from './store/retention.ts';
import type { Database } from './store/schema.ts';
import type { SnapshotBounds } from './store/snapshots.ts';

export interface WorkerOptions {
  readonly db: Database;
  /** The embedded store has no autovacuum. */
  readonly engine: 'embedded' | 'server';
  readonly network: () => Network;
  readonly readers: Pick<Effects, 'parse' | 'extract'>;
  readonly rules: () => Rules;
  readonly retagRules: () => RetagRules;
  readonly retention: () => Policy['retention'];
  readonly alerting: Alerting;
  /** Follows the applied config; called about once a second. */
  readonly refresh: () => Promise<void>;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: Log;
}

/** How long a host asked for in vain is left before it is asked for again, at most. */
const GATE_POLL_MS = 250;
/** Items tagged anew in one transaction: some tens of milliseconds, so that collecting goes on between. */
const RETAG_PAGE = 100;

/** A worker over the store: claims, passes, retagging and retention, on the schedule's ticks. */
export function buildWorker(options: WorkerOptions): Schedule {
  const { db, now, log, leaseMs } = options;
  const toBounds = (): SnapshotBounds => ({ maxBytes: options.retention().snapshotsMegabytes * 1024 * 1024 });
  const store: PassStore = {
    saveCollected: (collected) => saveCollected(db, collected),
    savePoll: (poll) => savePoll(db, poll),
    saveRead: (read) => saveRead(db, read, toBounds()),
  };
  const toEffects = (): Effects => ({
    ...{ fetch: options.network().fetch, ...options.readers },
    ...{ now, random: options.random, store },
  });

  async function perform(work: Work): Promise<void> {
    const report =
      work.kind === 'feed'
        ? await collectFeed(work, toEffects(), options.rules())
        : await readItem(work, toEffects(), options.rules());
    logReport(log, work, report);
  }

  async function fail(work: Work, error: unknown): Promise<void> {
    const failure: Failure = { kind: 'failed', failure: 'internal', detail: toLine(error) };
    if (work.kind === 'feed') {
      const { feed, state, lease } = work;
      const facts = {
        feed,
        state,
        limits: options.rules().limits,
        startedAt: now(),
        now: now(),
        jitter: options.random(),
      };
      await savePoll(db, { feed, lease, update: toFailureUpdate(facts, failure, undefined, []) });
      return;
    }
    const { item, lease } = work;
    const reading = {
      ...{
        state: 'failed' as const,
        failure: failure.failure,
        detail: failure.detail,
        nextReadAt: undefined,
      },
      ...{ language: item.language ?? 'und', text: '', html: '', article: undefined, tags: [] },
      taggedBy: options.rules().tagger.hash,
    };
    await saveRead(db, { item, lease, now: now(), reading, page: { kind: 'none' } }, toBounds());
  }

  const retag = buildRetag({ db, now, log, rules: options.retagRules, limit: RETAG_PAGE });
  return buildSchedule(
    {
      claim: (limit) => claimWork(db, { now: now(), limit, leaseMs }),
      perform,
      fail,
      release: ({ lease }) => releaseHost(db, lease, options.network().nextAllowedAt(lease.host) ?? now()),
      retag: retag.next,
      prune: async () => {
        log.info(
          await pruneExpired(db, { now: now(), ...options.retention() }),
          'retention: expired rows deleted',
        );
        if (options.engine === 'embedded') await vacuum(db);
        retag.again();
      },
      reviewAlerts: options.alerting.review,
      sendAlert: options.alerting.sendNext,
      refresh: options.refresh,
      log,
    },
    options.concurrency,
  );
}

/** The lock of hosts in the store: over all workers, polled while another holds one. */
export function buildStoreGate(db: Database, leaseMs: number, now: () => Date): HostGate {
  return {
    acquire: async (host, signal) => {
      for (;;) {
        const acquired = await acquireHost(db, host, { now: now(), leaseMs });
        if (acquired.kind === 'held')
          return (nextAllowedAt) => releaseHost(db, acquired.lease, nextAllowedAt);
        const waitMs = Math.max(10, Math.min(acquired.until.getTime() - now().getTime(), GATE_POLL_MS));
        await wait(waitMs, undefined, signal === undefined ? {} : { signal });
      }
    },
  };
}

function logReport(log: Log, work: Work, report: Report): void {
  const about = work.kind === 'feed' ? { feed: work.feed.id } : { item: work.item.id, url: work.item.url };
  switch (report.kind) {
    case 'collected': {
      const { poll, nextFetchAt, state } = report.update;
      if (poll.kind === 'failed')
        log.warn(
          { ...about, failure: poll.failure, detail: poll.detail, failures: state.failures, nextFetchAt },
          'feed failed',
        );
      else log.info({ ...about, poll: poll.kind, ...report.counts, nextFetchAt }, 'feed collected');
      return;
    }
    case 'read': {
      const { state, failure, detail, nextReadAt, tags } = report.reading;
      const page = toPageWords(report.page);
      log.debug({ ...about, state, failure, detail, nextReadAt, tags: tags.length, ...page }, 'item read');
      if (report.evicted > 0)
        log.warn(
          { ...about, evicted: report.evicted },
          'the kept pages are as many as retention.snapshots_megabytes allows: the oldest went',
        );
      return;
    }
    case 'lease-lost':
      log.warn(about, 'the lease ran out before the work was done; another worker has it');
      return;
    default:
      report satisfies never;
  }
}

const toPageWords = (page: PageRecord): object =>
  page.kind === 'read'
    ? { extraction: page.use.kind, kept: page.snapshot?.reason }
    : page.kind === 'unchanged'
      ? { unchanged: page.by }
      : {};

const toLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1).join('').slice(0, 300);
