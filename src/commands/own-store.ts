import { randomBytes } from 'node:crypto';
import { buildWeb, type WebApp } from '../app.ts';
import { loadApplied } from '../applied-config.ts';
import type { Config } from '../config/config.ts';
import { fromRevision } from '../config/revision.ts';
import type { Settings } from '../config/settings.ts';
import { toPageKey } from '../identify/keys.ts';
import { buildLog, type Log } from '../log.ts';
import type { Problem } from '../model.ts';
import type { Rules } from '../pipeline.ts';
import { type Applied, applyPlanned, planConfig } from '../plan.ts';
import { buildReplay, type ReplayPages } from '../replay.ts';
import { toRules } from '../rules.ts';
import { SECRET_BYTES } from '../serve/access/token.ts';
import { buildTokenCalls } from '../serve/access/token-calls.ts';
import type { Answered } from '../serve/answered.ts';
import { buildOperatorApp } from '../serve/operator.ts';
import { findItemByKey } from '../store/keys.ts';
import { readSchemaNumber } from '../store/migrate.ts';
import { removeItem } from '../store/retention.ts';
import type { Database } from '../store/schema.ts';
import { buildLanguageDetector } from '../text/language.ts';
import { parseHttpUrl, toCanonicalUrl } from '../text/url.ts';
import { openReaders, type Readers, type ReadingBounds } from '../threads.ts';
import { openStore } from './open-store.ts';
import { toApplyJson, toPlanJson } from './plan-json.ts';

export interface OperatorOptions {
  readonly web: WebApp;
  readonly db: Database;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly replay: ReplayPages;
}

/** The API and what only the operator may do, over this store. */
export function openOperator({ web, db, settings, now, replay }: OperatorOptions): WebApp {
  const answer = async (
    json: unknown,
    use: (config: Config, applied: Applied | undefined) => Promise<object>,
  ): Promise<Answered> => {
    const read = fromRevision(json, settings);
    if (read.kind === 'refused') return { kind: 'refused', detail: read.problems.map(describe).join('\n') };
    return { kind: 'answered', json: await use(read.config, await loadApplied(db, settings)) };
  };
  // A command that goes away leaves its question: it is answered in full, and nobody reads it.
  const shouldStop = (): boolean => false;
  return buildOperatorApp(web, {
    apply: (json, mode) =>
      answer(json, async (config, applied) => {
        const outcome = await applyPlanned(db, { applied, config, mode, now, shouldStop });
        return toApplyJson(outcome, now());
      }),
    plan: (json) =>
      answer(json, async (config, applied) => {
        const plan = await planConfig(db, { applied, config, shouldStop });
        return plan === undefined ? {} : toPlanJson(plan, now());
      }),
    removeItem: (id) => removeItem(db, id),
    readSchema: () => readSchemaNumber(db),
    tokens: buildTokenCalls({
      ...{ db, web, now, basePath: settings.server.basePath },
      makeSecret: () => randomBytes(SECRET_BYTES).toString('base64url'),
    }),
    replay,
    findItem: (url) => {
      const parsed = parseHttpUrl(url);
      return parsed === undefined ? undefined : findItemByKey(db, toPageKey(toCanonicalUrl(parsed)));
    },
  });
}

const toBounds = ({ fetch }: Settings): ReadingBounds => ({
  maxMs: fetch.maxParseSeconds * 1000,
  maxMegabytes: fetch.maxParseMegabytes,
});

const describe = ({ path, expected }: Problem): string => `${path.join('.')}: expected ${expected}`;

/** The store of the settings, opened by this process, and the operator's app over it. */
export interface OwnStore {
  readonly app: WebApp;
  readonly close: () => Promise<void>;
}

/** Opens the store that no other process holds. */
export async function openOwnStore(settings: Settings, now: () => Date): Promise<OwnStore> {
  const log = buildLog(settings.log);
  const store = await openStore(settings, log);
  const readers = openReaders(() => toBounds(settings));
  const close = async (): Promise<void> => {
    await readers.close();
    await store.close();
  };
  try {
    return { app: await openOperatorApp({ db: store.db, settings, now, log }, readers.extract), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openOperatorApp(
  options: Omit<OperatorOptions, 'web' | 'replay'> & { readonly log: Log },
  extract: Readers['extract'],
): Promise<WebApp> {
  const { db, now } = options;
  const applied = await loadApplied(db, options.settings);
  let rules: Rules | undefined;
  const toAppliedRules = (): Rules | undefined => {
    rules ??=
      applied === undefined
        ? undefined
        : toRules(applied.config, buildLanguageDetector(applied.config.settings.languages));
    return rules;
  };
  const web = buildWeb({
    ...{ ...options, applied: () => applied, pending: () => undefined },
    tagger: () => toAppliedRules()?.tagger,
  });
  const replay: ReplayPages = async (request) => {
    const known = toAppliedRules();
    if (known === undefined)
      return { kind: 'refused', detail: 'no config is applied yet: topicwire apply applies the files' };
    return buildReplay({ db, now, extract, rules: () => known })(request);
  };
  return openOperator({ ...options, web, replay });
}
