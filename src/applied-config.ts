import type { Config } from './config/config.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import { formatProblem } from './config/problems.ts';
import { fromRevision, toRevision } from './config/revision.ts';
import type { Settings } from './config/settings.ts';
import type { Log } from './log.ts';
import { type Applied, applyConfig, applyPlanned, isLongToPlan } from './plan.ts';
import { loadHeld, loadLatestRevision, loadLatestRevisionId } from './store/revisions.ts';
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
  /** Whether the process is about to end. */
  readonly shouldStop: () => boolean;
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

/** Said while changed rules are tried on many stored items. */
const TRYING = 'the changed files are tried on the stored items and then applied';

/**
 * Opens the applied config: the files are applied first where `apply` is auto or nothing is applied yet, but for a
 * change of topics over many stored items: the first `follow` applies that. Throws where nothing was ever applied and
 * the files cannot be.
 */
export async function openAppliedConfig(options: AppliedConfigOptions): Promise<AppliedConfig> {
  const { db, settings, log, now, shouldStop } = options;
  let pending: string | undefined;
  let current: Applied | undefined;
  /** Hash of the config in the files; undefined where they have mistakes. */
  let filesHash: string | undefined;
  let isDeferred = false;

  async function readFiles(when: 'opening' | 'running'): Promise<boolean> {
    isDeferred = false;
    const loaded = await loadConfig(options.directory, options.env);
    for (const warning of loaded.warnings) log.warn(formatProblem(warning));
    if (loaded.kind === 'refused') {
      filesHash = undefined;
      pending = loaded.problems.map(formatProblem).join('\n');
      log.error(
        { problems: loaded.problems.map(formatProblem) },
        'the config has mistakes and is not applied',
      );
      return followLatest();
    }
    filesHash = toRevision(loaded.config).hash;
    const changed = await followLatest();
    if (current === undefined) await applyConfig(db, loaded.config, now());
    else if (settings.apply === 'manual') return notePending(changed);
    else if (when === 'opening' && (await isLongToPlan(db, { applied: current, config: loaded.config }))) {
      isDeferred = true;
      pending = TRYING;
      return changed;
    } else await apply(loaded.config);
    return (await followLatest()) || changed;
  }

  async function apply(config: Config): Promise<void> {
    if (current !== undefined && toRevision(current.config).hash !== filesHash) pending = TRYING;
    const options = { applied: current, config, mode: 'judged' as const, now, shouldStop };
    const outcome = await applyPlanned(db, options);
    if (outcome.kind === 'stopped') return;
    pending = outcome.kind === 'held' ? toHeldWords(outcome.plan.held.join('\n')) : undefined;
    if (outcome.kind === 'held') log.error({ reasons: outcome.plan.held }, 'the changed config is held back');
  }

  async function notePending(changed: boolean): Promise<boolean> {
    const isApplied = current !== undefined && toRevision(current.config).hash === filesHash;
    const held = await loadHeld(db);
    pending = isApplied
      ? undefined
      : held?.hash === filesHash
        ? toHeldWords(held?.reason ?? '')
        : 'the files differ from the applied config; `topicwire apply` applies them';
    return changed;
  }

  async function followLatest(): Promise<boolean> {
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
    // What was held back may have been applied by force.
    if (current !== undefined && toRevision(current.config).hash === filesHash) pending = undefined;
    const { feeds, topics } = current?.config ?? { feeds: [], topics: [] };
    log.info({ revision: latest, feeds: feeds.length, topics: topics.length }, 'config applied');
    return true;
  }

  await readFiles('opening');
  if (current === undefined)
    throw new Error(pending ?? `${options.directory}: nothing is applied and there is nothing to apply`);
  const opened: Applied = current;
  return {
    current: () => current ?? opened,
    pending: () => pending,
    follow: () => (isDeferred ? readFiles('running') : followLatest()),
    readFiles: () => readFiles('running'),
  };
}

/** Why a config is held back, and how it is applied nevertheless. */
export const toHeldWords = (reasons: string): string =>
  `held back: ${reasons.replaceAll('\n', '; ')}. \`topicwire plan\` shows it, \`topicwire apply --force\` applies it`;
