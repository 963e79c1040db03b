import type { Config } from './config/config.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import { formatProblem } from './config/problems.ts';
import { fromRevision, toRevision } from './config/revision.ts';
import type { Settings } from './config/settings.ts';
import type { Log } from './log.ts';
import { loadLatestRevision, loadLatestRevisionId, saveRevision } from './store/revisions.ts';
import type { Database } from './store/schema.ts';

/** The config at work: the latest applied revision, and why the files are not it where they are not. */
export interface AppliedConfig {
  readonly current: () => Applied;
  /** Why what stands in the files is not applied; undefined when it is. */
  readonly pending: () => string | undefined;
  /** Looks for a newer revision in the store; true when the config changed. */
  readonly follow: () => Promise<boolean>;
  /** Reads the files again, after they changed; true when the config changed. */
  readonly readFiles: () => Promise<boolean>;
}

export interface AppliedConfigOptions {
  readonly db: Database;
  readonly directory: string;
  readonly env: Environment;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly log: Log;
}

/** Makes the config the applied one and gives its revision; the same config again changes nothing. */
export function applyConfig(db: Database, config: Config, now: Date): Promise<number> {
  const { hash, json } = toRevision(config);
  const intervalSeconds = config.settings.fetch.defaultIntervalMinutes * 60;
  return saveRevision(db, { hash, config: json, feeds: config.feeds, intervalSeconds }, now);
}

/** A config with the number it was applied as. */
export interface Applied {
  readonly revision: number;
  readonly config: Config;
}

/** The latest applied config; undefined where none is. Throws where another version wrote what this one cannot read. */
export async function loadApplied(db: Database, settings: Settings): Promise<Applied | undefined> {
  const revision = await loadLatestRevision(db);
  if (revision === undefined) return undefined;
  const read = fromRevision(revision.config, settings);
  if (read.kind === 'read') return { revision: revision.id, config: read.config };
  const [first] = read.problems;
  throw new UnreadableRevisionError(
    `revision ${revision.id} is not readable by this version: ${first?.path.join('.')}: expected ${first?.expected}`,
  );
}

/** The applied config was written by another version in a form this one does not know. */
export class UnreadableRevisionError extends Error {
  override readonly name = 'UnreadableRevisionError';
}

/**
 * Opens the applied config: the files are applied first where `apply` is auto or nothing is applied yet. Throws where
 * nothing was ever applied and the files cannot be.
 */
export async function openAppliedConfig(options: AppliedConfigOptions): Promise<AppliedConfig> {
  const { db, settings, log } = options;
  let pending: string | undefined;
  let current: Applied | undefined;

  async function readFiles(): Promise<boolean> {
    const loaded = await loadConfig(options.directory, options.env);
    for (const warning of loaded.warnings) log.warn(formatProblem(warning));
    if (loaded.kind === 'refused') {
      pending = loaded.problems.map(formatProblem).join('\n');
      log.error(
        { problems: loaded.problems.map(formatProblem) },
        'the config has mistakes and is not applied',
      );
      return follow();
    }
    const nothingApplied = (await loadLatestRevisionId(db)) === undefined;
    if (settings.apply === 'auto' || nothingApplied) {
      await applyConfig(db, loaded.config, options.now());
      pending = undefined;
      return follow();
    }
    const changed = await follow();
    pending =
      current !== undefined && toRevision(loaded.config).hash === toRevision(current.config).hash
        ? undefined
        : 'the files differ from the applied config; `topicwire apply` applies them';
    return changed;
  }

  async function follow(): Promise<boolean> {
    const latest = await loadLatestRevisionId(db);
    if (latest === undefined || latest === current?.revision) return false;
    try {
      current = await loadApplied(db, settings);
    } catch (error) {
      if (!(error instanceof UnreadableRevisionError) || current === undefined) throw error;
      // A newer worker applied it; this one goes on with what it has.
      pending = error.message;
      log.error(error.message);
      return false;
    }
    const { feeds, topics } = current?.config ?? { feeds: [], topics: [] };
    log.info({ revision: latest, feeds: feeds.length, topics: topics.length }, 'config applied');
    return true;
  }

  await readFiles();
  if (current === undefined)
    throw new Error(pending ?? `${options.directory}: nothing is applied and there is nothing to apply`);
  const opened: Applied = current;
  return {
    current: () => current ?? opened,
    pending: () => pending,
    follow,
    readFiles,
  };
}
