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
import { askSocket, type SocketAnswer } from '../serve/socket.ts';
import { findItemByKey } from '../store/keys.ts';
import { readLock } from '../store/lock.ts';
import { readSchemaNumber } from '../store/migrate.ts';
import { removeItem } from '../store/retention.ts';
import type { Database } from '../store/schema.ts';
import { buildLanguageDetector } from '../text/language.ts';
import { parseHttpUrl, toCanonicalUrl } from '../text/url.ts';
import { openReaders, type Readers, type ReadingBounds } from '../threads.ts';
import { type CommandContext, CommandError } from './command.ts';
import { openStore } from './open-store.ts';
import { toApplyJson, toPlanJson } from './plan-json.ts';
import { readSettingsOf } from './settings.ts';

/** What a command asks of the store: the API, and the operator's own paths under `/operator`. */
export interface Asking {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: unknown;
}
export type Ask = (asking: Asking) => Promise<unknown>;

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

/**
 * Lets `use` ask the store, whoever holds it: the running process over its socket, else the store opened here. What
 * cannot be done is thrown as CommandError with the words of whoever was asked.
 */
export async function withOperator<T>(context: CommandContext, use: (ask: Ask) => Promise<T>): Promise<T> {
  const settings = await readSettingsOf(context);
  const { databaseUrl, directory } = settings.store;
  const owner = databaseUrl === undefined ? await readLock(directory) : undefined;
  if (owner !== undefined) return use((asking) => askRunning(owner.socketPath, asking));
  const log = buildLog(settings.log);
  const store = await openStore(settings, log);
  const readers = openReaders(() => toBounds(settings));
  try {
    const app = await openOperatorApp({ db: store.db, settings, now: context.now, log }, readers.extract);
    return await use(async ({ method, url, body }) => {
      const answer = await app.request(url, toInit(method, body));
      return readAnswer({ status: answer.status, body: await answer.text() });
    });
  } finally {
    await readers.close();
    await store.close();
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

const toInit = (method: string, body: unknown): RequestInit =>
  body === undefined
    ? { method }
    : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };

async function askRunning(socketPath: string, { method, url, body }: Asking): Promise<unknown> {
  return readAnswer(
    await askSocket(socketPath, { method, url, body: body === undefined ? undefined : JSON.stringify(body) }),
  );
}

function readAnswer({ status, body }: SocketAnswer): unknown {
  const value: unknown = JSON.parse(body);
  if (status < 400) return value;
  const detail = typeof value === 'object' && value !== null && 'detail' in value ? value.detail : body;
  throw new CommandError(String(detail));
}
