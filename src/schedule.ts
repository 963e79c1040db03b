import cron, { type ScheduledTask } from 'node-cron';
import type { Work } from './model.ts';

export interface ScheduleEffects {
  /** Takes up to `limit` pieces of due work, each with its lease. */
  readonly claim: (limit: number) => Promise<readonly Work[]>;
  /** Does one piece of work and saves what came of it. */
  readonly perform: (work: Work) => Promise<void>;
  /** Keeps the failure of work that threw, so that it is not claimed again at once. */
  readonly fail: (work: Work, error: unknown) => Promise<void>;
  /** Gives back the work's host. */
  readonly release: (work: Work) => Promise<void>;
  /** Deletes what is older than the retention allows. */
  readonly prune: () => Promise<void>;
  /** A page of stored items whose tags are older than the rules; true while there is more. */
  readonly retag: () => Promise<boolean>;
  /** Decides which alerts are owed. */
  readonly reviewAlerts: () => Promise<void>;
  /** Sends an alert that is due; true where another may be sent at once. */
  readonly sendAlert: () => Promise<boolean>;
  /** Follows the applied config. */
  readonly refresh: () => Promise<void>;
  readonly log: { readonly error: (fields: object, message: string) => void };
}

export interface Schedule {
  /** Begins to tick: all there is to do, or only following the config, for a process that does no work. */
  readonly start: (what: 'all' | 'config') => void;
  /** Works until nothing is due and nothing is under way; for benches and tests that do not tick. */
  readonly drain: () => Promise<void>;
  /** Ticks no more and waits for what is under way. */
  readonly stop: () => Promise<void>;
  readonly active: () => number;
}

/** Claims look for work this often; an idle claim costs one indexed query. */
const EVERY_SECOND = '* * * * * *';
/** A feed in trouble is told of after hours: half a minute more is nothing. */
const EVERY_HALF_MINUTE = '*/30 * * * * *';
/** At night, off the full hour when everybody's jobs start. */
const EVERY_NIGHT = '17 3 * * *';

/** Keeps up to `concurrency` pieces of work under way: on each tick, and whenever one is done. */
export function buildSchedule(effects: ScheduleEffects, concurrency: number): Schedule {
  const underWay = new Set<Promise<void>>();
  let filling: Promise<void> | undefined;
  let alerting: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let finished = 0;
  let stopped = false;
  const tasks: ScheduledTask[] = [];

  const fill = (): Promise<void> => {
    filling ??= claimAll().finally(() => {
      filling = undefined;
    });
    return filling;
  };

  async function claimAll(): Promise<void> {
    while (!stopped && underWay.size < concurrency) {
      const claimed = await effects.claim(concurrency - underWay.size);
      if (claimed.length === 0) return;
      for (const work of claimed) start(work);
    }
  }

  function start(work: Work): void {
    const done = performIsolated(work, effects).finally(() => {
      underWay.delete(done);
      finished += 1;
      // What is done makes room at once, without waiting for the next second.
      if (tasks.length > 0) void isolated('claiming work', fill);
    });
    underWay.add(done);
  }

  async function drain(): Promise<void> {
    for (;;) {
      const before = finished;
      await fill();
      if (underWay.size > 0) await Promise.race(underWay);
      // What ended while we claimed may have left new work that the claim did not see yet.
      else if (finished === before) break;
    }
    await retagAll();
    await alertAll();
  }

  async function retagAll(): Promise<void> {
    while (!stopped && (await effects.retag()));
  }

  const follow = (): Promise<void> => {
    following ??= effects.refresh().finally(() => {
      following = undefined;
    });
    return following;
  };

  const alertAll = (): Promise<void> => {
    alerting ??= reviewAndSend().finally(() => {
      alerting = undefined;
    });
    return alerting;
  };

  async function reviewAndSend(): Promise<void> {
    await effects.reviewAlerts();
    while (!stopped && (await effects.sendAlert()));
  }

  const isolated = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      effects.log.error({ err: error }, `${name} failed; it is tried again at its next time`);
    }
  };

  // A tick that finds its work still under way, or comes late on a busy machine, is no news: the next one does it.
  const ignore = (): void => {};
  const logger = {
    ...{ info: ignore, warn: ignore, debug: ignore },
    error: (message: string | Error) => effects.log.error({ err: message }, 'the scheduler failed'),
  };

  return {
    start: (what) => {
      const every = (expression: string, name: string, run: () => Promise<unknown>): void => {
        tasks.push(cron.schedule(expression, () => isolated(name, run), { noOverlap: true, logger }));
      };
      every(EVERY_SECOND, 'following the config', follow);
      if (what === 'config') return;
      every(EVERY_SECOND, 'claiming work', fill);
      every(EVERY_SECOND, 'retagging', retagAll);
      every(EVERY_HALF_MINUTE, 'alerting', alertAll);
      every(EVERY_NIGHT, 'retention', effects.prune);
    },
    drain,
    stop: async () => {
      stopped = true;
      for (const task of tasks.splice(0)) await task.destroy();
      await filling;
      await Promise.all(underWay);
      // A message under way is awaited, so that what was sent is kept as sent; a failure is its own tick's to log.
      await alerting?.catch(() => undefined);
      // Trying a changed config on the stored items ends early, but not between two statements.
      await following?.catch(() => undefined);
    },
    active: () => underWay.size,
  };
}

/** The one catch that keeps one feed's bug from stopping another's work. */
async function performIsolated(work: Work, effects: ScheduleEffects): Promise<void> {
  const about =
    work.kind === 'feed'
      ? { feed: work.feed.id, url: work.feed.url }
      : { item: work.item.id, url: work.item.url };
  try {
    await effects.perform(work);
  } catch (error) {
    effects.log.error({ ...about, err: error }, 'work failed by a bug; the rest goes on');
    await effects.fail(work, error).catch((second: unknown) => {
      effects.log.error({ ...about, err: second }, 'the failure could not be kept; the lease will run out');
    });
  }
  await effects.release(work).catch((error: unknown) => {
    effects.log.error({ ...about, err: error }, 'the host could not be released; its lease will run out');
  });
}
