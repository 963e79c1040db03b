import { buildAlerting } from './alerting.ts';
import { type AppliedConfig, openAppliedConfig, toHeldWords } from './applied-config.ts';
import type { Config } from './config/config.ts';
import type { Environment } from './config/environment.ts';
import type { Settings } from './config/settings.ts';
import { watchConfigFiles } from './config/watch.ts';
import type { ConnectTo, Resolve } from './fetch/connect.ts';
import { buildMemoryGate } from './fetch/gate.ts';
import type { Log } from './log.ts';
import type { Taggable } from './model.ts';
import { type Network, openNetwork } from './network.ts';
import type { Applied } from './plan.ts';
import { buildReplay, type ReplayPages } from './replay.ts';
import type { RetagRules } from './retag.ts';
import { toNextTagger, toPartTagger, toRules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import type { Catalog } from './serve/catalog.ts';
import { buildApp } from './serve/server.ts';
import type { Health } from './serve/serving.ts';
import { countWork } from './store/counts.ts';
import type { OpenDatabase } from './store/database.ts';
import type { ItemView } from './store/item-view.ts';
import { loadRetagProgress } from './store/retaggings.ts';
import { loadHeld } from './store/revisions.ts';
import type { Database } from './store/schema.ts';
import type { Tagger } from './tag/compile.ts';
import { explainItem } from './tag/explain.ts';
import { buildOrgLabels } from './tag/orgs.ts';
import { listWrittenTerms } from './tag/written-terms.ts';
import { buildLanguageDetector } from './text/language.ts';
import { openReaders } from './threads.ts';
import { buildStoreGate, buildWorker } from './worker.ts';

export interface AppOptions {
  readonly store: OpenDatabase;
  readonly settings: Settings;
  /** The config's folder. */
  readonly directory: string;
  readonly env: Environment;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: Log;
  /** Where TCP connections go instead: the recorded web. */
  readonly connectTo?: ConnectTo | undefined;
  /** What names are resolved by; the system's resolver unless given. */
  readonly resolve?: Resolve | undefined;
}

/** API, feeds out and pages as one handler of requests. */
export type WebApp = ReturnType<typeof buildApp>;

/** Everything wired together, nothing started. */
export interface App {
  /** API, feeds out and pages. */
  readonly web: WebApp;
  readonly worker: Schedule;
  readonly applied: AppliedConfig;
  /** Reads kept pages again by the applied rules. */
  readonly replay: ReplayPages;
  /** Finishes what is under way and drops the network's connections; the store is closed after. */
  readonly close: () => Promise<void>;
}

/** A lease outlasts the longest honest work: robots.txt and the page, redirects to busy hosts, and what comes after. */
const LEASE_TIMEOUTS = 8;

/** Wires config, store, network, passes and serving together; throws where no config can be applied. */
export async function openApp(options: AppOptions): Promise<App> {
  const { store, settings, now, log } = options;
  const { db } = store;
  const readFilesIfChanged = await watchConfigFiles(options.directory);
  let isClosing = false;
  const applied = await openAppliedConfig({ ...options, db, shouldStop: () => isClosing });
  const policy = applied.current().config.settings;
  const detectLanguage = buildLanguageDetector(policy.languages);
  const leaseMs = LEASE_TIMEOUTS * policy.fetch.timeoutSeconds * 1000;
  const gate = store.engine === 'embedded' ? buildMemoryGate() : buildStoreGate(db, leaseMs, now);
  const networks: Network[] = [];
  let former: { readonly config: Config; readonly tagger: Tagger } | undefined;
  const open = () => {
    const { config, revision } = applied.current();
    const network = openNetwork(config.settings.fetch, {
      ...{ gate, now, env: options.env, connectTo: options.connectTo, resolve: options.resolve },
    });
    networks.push(network);
    const tagger = toNextTagger(former, config);
    former = { config, tagger };
    const rules = toRules(config, detectLanguage, tagger);
    const retagRules: RetagRules = {
      ...{ revision, tagger, compile: (scope) => toPartTagger(config, scope) },
    };
    return { network, rules, retagRules };
  };
  let current = open();
  const refresh = async (): Promise<void> => {
    const changed = (await readFilesIfChanged()) ? await applied.readFiles() : await applied.follow();
    // The former network finishes its requests under way; its idle connections close by themselves.
    if (changed) current = open();
  };
  const readers = openReaders(() => {
    const { maxParseSeconds, maxParseMegabytes } = applied.current().config.settings.fetch;
    return { maxMs: maxParseSeconds * 1000, maxMegabytes: maxParseMegabytes };
  });
  const worker = buildWorker({
    ...{ db, now, log, leaseMs, refresh, engine: store.engine, random: options.random },
    network: () => current.network,
    readers,
    rules: () => current.rules,
    retagRules: () => current.retagRules,
    retention: () => applied.current().config.settings.retention,
    alerting: buildAlerting({
      ...{ db, now, log, env: options.env },
      settings: () => applied.current().config.settings,
    }),
    concurrency: policy.fetch.concurrency,
  });
  const web = buildWeb({
    ...{ db, settings, now, log, applied: applied.current, pending: applied.pending },
    tagger: () => current.rules.tagger,
  });
  return {
    web,
    worker,
    applied,
    replay: buildReplay({ db, now, extract: readers.extract, rules: () => current.rules }),
    close: async () => {
      isClosing = true;
      await worker.stop();
      await readers.close();
      await Promise.all(networks.map((network) => network.close()));
    },
  };
}

export interface WebOptions {
  readonly db: Database;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly log: Log;
  readonly applied: () => Applied | undefined;
  readonly pending: () => string | undefined;
  /** The applied rules, compiled; undefined while none are applied. */
  readonly tagger: () => Tagger | undefined;
}

/** API, feeds out and pages over a store, under the names of the applied config. */
export function buildWeb({ db, settings, now, log, applied, pending, tagger }: WebOptions): WebApp {
  const health = async (): Promise<Health> => {
    const { feeds, failingFeeds, dueFeeds, pendingItems } = await countWork(db, now());
    const allFail = feeds > 0 && failingFeeds === feeds;
    const held = await loadHeld(db);
    const why = pending() ?? (held === undefined ? undefined : toHeldWords(held.reason));
    return {
      status: why === undefined && !allFail ? 'ok' : 'degraded',
      revision: applied()?.revision,
      pending: why,
      retagging: await loadRetagProgress(db),
      counts: { feeds, feeds_failing: failingFeeds, feeds_due: dueFeeds, items_pending: pendingItems },
    };
  };
  const organisations = buildOrgLabels();
  return buildApp({
    db,
    catalog: () => ({ organisations, ...toNames(applied()?.config) }),
    settings: settings.server,
    now,
    log,
    health,
    terms: (id) =>
      (applied()?.config.topics ?? []).filter((topic) => topic.id === id).flatMap(listWrittenTerms),
    explain: (item) => {
      const rules = tagger();
      return rules === undefined ? undefined : explainItem(rules, toTaggable(item));
    },
  });
}

const toTaggable = ({ language, title, text, categories, url, feeds }: ItemView): Taggable => ({
  ...{ language, categories, url, feeds },
  title: title ?? '',
  text: text ?? '',
});

const toNames = (config: Config | undefined): Catalog => ({
  topics: config?.topics ?? [],
  publishers: config?.publishers ?? [],
  feeds: config?.feeds ?? [],
  searches: config?.searches ?? [],
});
