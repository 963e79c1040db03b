import * as z from 'zod';
import type { Problem } from '../model.ts';
import { ALERTS, alertsSchema, findAlertContradictions } from './alerts.ts';
import { FETCH, fetchSchema } from './fetch-settings.ts';
import { findServerContradictions, SERVER, serverSchema } from './server-settings.ts';
import { listOf, oneOf, wholeNumber } from './setting.ts';
import { mapping, parsedText } from './shape.ts';
import { languageSchema } from './words.ts';

const text = (parse: (text: string) => string | undefined, expected: string) => parsedText(parse, expected);

const STORE = {
  directory: text((path) => (path.trim() === '' || path.includes('\0') ? undefined : path), 'a folder')
    .default('./data')
    .describe('Folder of the embedded store, from the working directory. Not used with DATABASE_URL.'),
  pool_size: wholeNumber(
    { default: 10, min: 1, max: 200 },
    'Connections of one process to PostgreSQL. 10 keeps nine processes within the 100 that a PostgreSQL server takes by default.',
  ),
};

const READ = {
  max_attempts: wholeNumber(
    { default: 5, min: 1, max: 50 },
    'Times an article page is tried before the item stays with what its feed gave. Five outlast an outage of hours.',
  ),
  max_text_chars: wholeNumber(
    { default: 200_000, min: 1000, max: 10_000_000 },
    "Characters kept of an article's text; a longer one is cut at a paragraph. The longest reports stay under 100,000.",
  ),
};

const RETENTION = {
  items_days: wholeNumber(
    { default: 400, min: 1, max: 36_500 },
    'Days an item stays after it was first seen: a year and a month, so that last year can be compared.',
  ),
  fetches_days: wholeNumber(
    { default: 14, min: 1, max: 3650 },
    'Days the record of each fetch stays: two weeks show the weekly rhythm of a feed twice.',
  ),
  snapshots_days: wholeNumber(
    { default: 7, min: 1, max: 365 },
    'Days a page is kept of which no article or little came, so that topicwire replay can read it again once a rule is changed: a week to notice and mend.',
  ),
  snapshots_megabytes: wholeNumber(
    { default: 128, min: 0, max: 100_000 },
    'Megabytes of such pages, packed, of all feeds together; the oldest go first, and 0 keeps none. A page packs to some 30 KB, so this is about 4,000.',
  ),
};

const LOG = {
  level: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least level that is logged. info shows what was collected and what failed.'),
};

const APPLY = oneOf(['auto', 'manual'])
  .optional()
  .describe(
    'auto: a changed file is applied at once. manual: by topicwire apply alone. Absent: auto with the embedded store, manual with DATABASE_URL, where one deploy step decides for all workers.',
  );

const LANGUAGES = listOf(
  languageSchema,
  'a list of language codes',
  ['az', 'uk', 'ru', 'en'],
  'Languages told apart by their text. Each one more makes short texts less certain: list those your feeds publish in.',
);

/** The keys of settings.yaml by section. */
export const SECTIONS = {
  server: SERVER,
  store: STORE,
  fetch: FETCH,
  read: READ,
  retention: RETENTION,
  alerts: ALERTS,
  log: LOG,
};
/** The keys that stand in no section. */
export const LONE_KEYS = { apply: APPLY, languages: LANGUAGES };

const storeSchema = mapping(STORE, 'keys of store under it').transform((store) => ({
  directory: store.directory,
  poolSize: store.pool_size,
}));
const readSchema = mapping(READ, 'keys of read under it').transform((read) => ({
  maxAttempts: read.max_attempts,
  maxTextChars: read.max_text_chars,
}));
const retentionSchema = mapping(RETENTION, 'keys of retention under it').transform((retention) => ({
  itemsDays: retention.items_days,
  fetchesDays: retention.fetches_days,
  snapshotsDays: retention.snapshots_days,
  snapshotsMegabytes: retention.snapshots_megabytes,
}));

/** A section with nothing under it, all its keys commented out, is all defaults. */
const section = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value ?? {}, schema);

/** The policy that all workers of one store share; it is part of an applied revision. */
export const policyShape = {
  languages: LANGUAGES,
  fetch: section(fetchSchema),
  read: section(readSchema),
  retention: section(retentionSchema),
};

/** The whole of settings.yaml; gives Settings but for what the environment adds. */
export const settingsSchema = mapping(
  {
    server: section(serverSchema),
    store: section(storeSchema),
    apply: APPLY,
    ...policyShape,
    alerts: section(alertsSchema),
    log: section(mapping(LOG, 'keys of log under it')),
  },
  'a mapping of settings',
);

type Read = z.infer<typeof settingsSchema>;
type Frozen<T> = T extends readonly (infer U)[]
  ? readonly U[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** The settings that all workers of one store share. */
export type Policy = Frozen<Pick<Read, 'languages' | 'fetch' | 'read' | 'retention'>>;

/** Every setting, units in the names. */
export interface Settings extends Policy {
  readonly server: Frozen<Read['server']>;
  readonly store: Frozen<Read['store']> & {
    /** DATABASE_URL: a secret, never printed; absent for the embedded store. */
    readonly databaseUrl: string | undefined;
  };
  readonly apply: 'auto' | 'manual';
  /** Each process's own: a revision in the store must not make a worker run a program, nor hold a receiver's secret. */
  readonly alerts: Frozen<Read['alerts']>;
  readonly log: Frozen<Read['log']>;
}

/** Bounds that hold between settings. */
export const findContradictions = ({
  fetch,
  alerts,
  server,
}: Pick<Settings, 'fetch' | 'alerts' | 'server'>): readonly Problem[] => {
  const problem = (key: string, value: number, expected: string): Problem => ({
    path: ['fetch', key],
    value,
    expected,
  });
  return [
    ...(fetch.minIntervalMinutes > fetch.maxIntervalMinutes
      ? [
          problem(
            'min_interval_minutes',
            fetch.minIntervalMinutes,
            `at most max_interval_minutes, which is ${fetch.maxIntervalMinutes}`,
          ),
        ]
      : fetch.defaultIntervalMinutes < fetch.minIntervalMinutes ||
          fetch.defaultIntervalMinutes > fetch.maxIntervalMinutes
        ? [
            problem(
              'default_interval_minutes',
              fetch.defaultIntervalMinutes,
              `a number from min_interval_minutes to max_interval_minutes, ${fetch.minIntervalMinutes} to ${fetch.maxIntervalMinutes}`,
            ),
          ]
        : []),
    ...(fetch.connectTimeoutSeconds > fetch.timeoutSeconds
      ? [
          problem(
            'connect_timeout_seconds',
            fetch.connectTimeoutSeconds,
            `at most timeout_seconds, which is ${fetch.timeoutSeconds}`,
          ),
        ]
      : []),
    ...findAlertContradictions(alerts),
    ...findServerContradictions(server),
  ];
};

/** The User-Agent header: the name, and the contact in brackets where there is one. */
export const toUserAgent = ({ userAgent, contact }: Policy['fetch']): string =>
  contact === undefined ? userAgent : `${userAgent} (+${contact})`;
