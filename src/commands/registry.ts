import type { BuildCommand } from './command.ts';

export interface CommandEntry {
  readonly name: string;
  /** One line for `topicwire --help`. */
  readonly summary: string;
  /** Loaded only when called, so that a filter does not pay for the database. */
  readonly load: () => Promise<BuildCommand>;
}

/** Every command, sorted by name. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'apply',
    summary: 'apply the config files: every worker runs them from now on',
    load: async () => (await import('./apply.ts')).buildApply,
  },
  {
    name: 'check',
    summary: 'check the config and name every mistake with file and line',
    load: async () => (await import('./check.ts')).buildCheck,
  },
  {
    name: 'explain',
    summary: 'show why an item bears its tags, and why not others',
    load: async () => (await import('./explain.ts')).buildExplain,
  },
  {
    name: 'export-opml',
    summary: 'print the followed feeds, or those of topics or saved searches, as OPML',
    load: async () => (await import('./export-opml.ts')).buildExportOpml,
  },
  {
    name: 'extract',
    summary: 'filter: page to article (NDJSON in, NDJSON out)',
    load: async () => (await import('./extract.ts')).buildExtract,
  },
  {
    name: 'feeds',
    summary: 'show the state of each feed, what fails and why',
    load: async () => (await import('./feeds.ts')).buildFeeds,
  },
  {
    name: 'import-opml',
    summary: 'print the feeds of an OPML file as config, or add them to it',
    load: async () => (await import('./import-opml.ts')).buildImportOpml,
  },
  {
    name: 'migrate',
    summary: "bring the store's schema up to date",
    load: async () => (await import('./migrate.ts')).buildMigrate,
  },
  {
    name: 'parse',
    summary: 'filter: feed to entries (NDJSON in, NDJSON out)',
    load: async () => (await import('./parse.ts')).buildParse,
  },
  {
    name: 'plan',
    summary: 'show what applying the config files would change',
    load: async () => (await import('./plan.ts')).buildPlan,
  },
  {
    name: 'prune',
    summary: 'remove one item for good',
    load: async () => (await import('./prune.ts')).buildPrune,
  },
  {
    name: 'replay',
    summary: 'read the kept pages of failed and poor items again, without the network',
    load: async () => (await import('./replay.ts')).buildReplayCommand,
  },
  {
    name: 'serve',
    summary: 'serve API, feeds and pages',
    load: async () => (await import('./serve.ts')).buildServe,
  },
  {
    name: 'start',
    summary: 'collect, read and serve, all in one',
    load: async () => (await import('./start.ts')).buildStart,
  },
  {
    name: 'tag',
    summary: 'filter: text to tags with evidence (NDJSON in, NDJSON out)',
    load: async () => (await import('./tag.ts')).buildTag,
  },
  {
    name: 'token',
    summary: 'make, list and revoke the tokens that open the server to other machines',
    load: async () => (await import('./token.ts')).buildToken,
  },
  {
    name: 'try',
    summary: 'show what a feed or page gives, and the config to paste',
    load: async () => (await import('./try.ts')).buildTry,
  },
  {
    name: 'work',
    summary: 'collect and read, beside others on one PostgreSQL',
    load: async () => (await import('./work.ts')).buildWork,
  },
];
