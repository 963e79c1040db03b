import * as z from 'zod';
import type { Problem } from '../model.ts';
import {
  decimal,
  durationOrNone,
  flag,
  listOf,
  oneOf,
  parseBaseUrl,
  parseContact,
  parseHost,
  parseHostOrRange,
  wholeNumber,
} from './setting.ts';
import { mapping, parsedText } from './shape.ts';
import { languageSchema } from './words.ts';

const text = (parse: (text: string) => string | undefined, expected: string) => parsedText(parse, expected);

const SERVER = {
  host: text(parseHost, 'a host name or an IP address')
    .default('127.0.0.1')
    .describe(
      'Address to listen on. 127.0.0.1 answers this machine alone: nothing here asks for a password, so put a proxy that does in front before you listen wider.',
    ),
  port: wholeNumber(
    { default: 8080, min: 0, max: 65_535 },
    'TCP port to listen on; 0 takes any free one. 8080 needs no root.',
  ),
  base_url: text(parseBaseUrl, 'an http or https URL without query or fragment')
    .optional()
    .describe(
      'URL under which readers reach the server, for the links in feeds out. Absent: taken from each request.',
    ),
  full_text: flag(
    false,
    'Put the full text of items into the feeds out. Off, since most publishers reserve it: feeds out carry summary, link and credit.',
  ),
};

const STORE = {
  directory: text((path) => (path.trim() === '' || path.includes('\0') ? undefined : path), 'a folder')
    .default('./data')
    .describe('Folder of the embedded store, from the working directory. Not used with DATABASE_URL.'),
  pool_size: wholeNumber(
    { default: 10, min: 1, max: 200 },
    'Connections of one process to PostgreSQL. 10 keeps nine processes within the 100 that a PostgreSQL server takes by default.',
  ),
};

const FETCH = {
  user_agent: text(
    (value) => (/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(value) ? value : undefined),
    '1 to 200 printable ASCII characters',
  )
    .default('Topicwire/0.1')
    .describe(
      'Name sent with every request, so that a site can tell us from others. Some sites refuse names they do not know.',
    ),
  contact: text(parseContact, 'a URL or an e-mail address')
    .optional()
    .describe(
      'URL or e-mail address sent after the name, so that a site can write to you before it blocks you.',
    ),
  timeout_seconds: wholeNumber(
    { default: 30, min: 1, max: 600 },
    'Seconds a request may take from start to last byte. Other readers wait 20 to 30.',
  ),
  connect_timeout_seconds: wholeNumber(
    { default: 10, min: 1, max: 120 },
    'Seconds a connection may take to open, within the above. A host that needs longer is down.',
  ),
  max_feed_bytes: wholeNumber(
    { default: 15_728_640, min: 1024, max: 268_435_456 },
    'Bytes of a feed once decompressed; a larger one is a failure. 15 MiB, as other readers have it, bounds memory.',
  ),
  max_page_bytes: wholeNumber(
    { default: 5_242_880, min: 1024, max: 268_435_456 },
    'Bytes of a page once decompressed; a larger one is a failure. 5 MiB is many times a long article.',
  ),
  max_header_bytes: wholeNumber(
    { default: 32_768, min: 4096, max: 1_048_576 },
    "Bytes of an answer's headers. Twice Node's own 16 KiB, which sites with many cookies and policies can pass.",
  ),
  max_redirects: wholeNumber(
    { default: 5, min: 0, max: 20 },
    'Redirects followed for one request. 5, as other readers have it; more is a loop.',
  ),
  host_spacing_seconds: decimal(
    { default: 1, min: 0, max: 3600 },
    'Seconds between two requests to one host, fractions allowed; a Crawl-delay in robots.txt may lengthen it. Hosts block readers that hurry.',
  ),
  concurrency: wholeNumber(
    { default: 16, min: 1, max: 256 },
    'Hosts one worker talks to at once; each host gets one request at a time. 16 keeps a small machine busy.',
  ),
  min_interval_minutes: wholeNumber(
    { default: 5, min: 1, max: 10_080 },
    'Shortest time between two fetches of a feed, in minutes. Less brings load, hardly news.',
  ),
  default_interval_minutes: wholeNumber(
    { default: 15, min: 1, max: 10_080 },
    'Minutes between two fetches of a feed whose habits are not known yet.',
  ),
  max_interval_minutes: wholeNumber(
    { default: 1440, min: 1, max: 43_200 },
    'Longest time between two fetches, in minutes, of quiet and of failing feeds alike: a dead feed that returns is seen within a day.',
  ),
  initial_max_age: durationOrNone(
    '30d',
    'Oldest entry taken at the first fetch of a feed, as 30d or 12h; none takes all. 30 days, so that a new feed does not bury the news under its archive.',
  ),
  allow_hosts: listOf(
    text(parseHostOrRange, 'a host name, an IP address or a range such as 10.0.0.0/8'),
    'a list of host names, IP addresses or ranges',
    [],
    'Hosts and address ranges that may be fetched although they are private. Empty: no feed or page can make us read your own network.',
  ),
  robots: flag(
    true,
    'Obey robots.txt for article pages. A feed you list is fetched in any case: you asked for it.',
  ),
};

const READ = {
  max_attempts: wholeNumber(
    { default: 5, min: 1, max: 50 },
    'Times an article page is tried before the item stays with what its feed gave. Five outlast an outage of hours.',
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
  log: LOG,
};
/** The keys that stand in no section. */
export const LONE_KEYS = { apply: APPLY, languages: LANGUAGES };

const serverSchema = mapping(SERVER, 'keys of server under it').transform((server) => ({
  host: server.host,
  port: server.port,
  baseUrl: server.base_url,
  fullText: server.full_text,
}));
const storeSchema = mapping(STORE, 'keys of store under it').transform((store) => ({
  directory: store.directory,
  poolSize: store.pool_size,
}));
const fetchSchema = mapping(FETCH, 'keys of fetch under it').transform((fetch) => ({
  userAgent: fetch.user_agent,
  contact: fetch.contact,
  timeoutSeconds: fetch.timeout_seconds,
  connectTimeoutSeconds: fetch.connect_timeout_seconds,
  maxFeedBytes: fetch.max_feed_bytes,
  maxPageBytes: fetch.max_page_bytes,
  maxHeaderBytes: fetch.max_header_bytes,
  maxRedirects: fetch.max_redirects,
  hostSpacingSeconds: fetch.host_spacing_seconds,
  concurrency: fetch.concurrency,
  minIntervalMinutes: fetch.min_interval_minutes,
  defaultIntervalMinutes: fetch.default_interval_minutes,
  maxIntervalMinutes: fetch.max_interval_minutes,
  initialMaxAgeSeconds: fetch.initial_max_age,
  allowHosts: fetch.allow_hosts,
  robots: fetch.robots,
}));
const readSchema = mapping(READ, 'keys of read under it').transform((read) => ({
  maxAttempts: read.max_attempts,
}));
const retentionSchema = mapping(RETENTION, 'keys of retention under it').transform((retention) => ({
  itemsDays: retention.items_days,
  fetchesDays: retention.fetches_days,
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
  readonly log: Frozen<Read['log']>;
}

/** Bounds that hold between settings. */
export const findContradictions = ({ fetch }: Policy): readonly Problem[] => {
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
  ];
};

/** The User-Agent header: the name, and the contact in brackets where there is one. */
export const toUserAgent = ({ userAgent, contact }: Policy['fetch']): string =>
  contact === undefined ? userAgent : `${userAgent} (+${contact})`;
