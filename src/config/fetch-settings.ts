import {
  decimal,
  durationOrNone,
  flag,
  listOf,
  parseContact,
  parseHostOrRange,
  wholeNumber,
} from './setting.ts';
import { mapping, parsedText } from './shape.ts';

/** The keys of settings.yaml under fetch. */
export const FETCH = {
  user_agent: parsedText(
    (value) => (/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(value) ? value : undefined),
    '1 to 200 printable ASCII characters',
  )
    .default('Topicwire/0.1')
    .describe(
      'Name sent with every request, so that a site can tell us from others. Some sites refuse names they do not know.',
    ),
  contact: parsedText(parseContact, 'a URL or an e-mail address')
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
  max_entries: wholeNumber(
    { default: 5000, min: 1, max: 100_000 },
    'Entries read of one feed; further ones are counted and left out. The largest of 96 real feeds held 300, archives of whole sites hold a few thousand.',
  ),
  max_entry_chars: wholeNumber(
    { default: 200_000, min: 1000, max: 10_000_000 },
    'Characters read of one entry, markup included; a longer one is shortened. Full texts of news stay under 100,000.',
  ),
  max_feed_depth: wholeNumber(
    { default: 100, min: 10, max: 500 },
    'Elements of a feed within each other; deeper ones are passed over. Feeds nest about six deep, HTML in them some dozens; towers of elements exhaust a parser.',
  ),
  max_parse_seconds: decimal(
    { default: 10, min: 0.1, max: 600 },
    'Seconds that reading a large feed or page may take once it is fetched; then it is given up. A thread reads what is large, so the rest goes on meanwhile. Honest feeds of 15 MiB and pages of 5 MiB take 1 to 2 s, which leaves room for slow machines.',
  ),
  max_parse_megabytes: wholeNumber(
    { default: 256, min: 64, max: 4096 },
    'Megabytes of memory that reading a large feed or page may take; then it is given up. Honest feeds of 15 MiB and pages of 5 MiB take less than 100.',
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
    parsedText(parseHostOrRange, 'a host name, an IP address or a range such as 10.0.0.0/8'),
    'a list of host names, IP addresses or ranges',
    [],
    'Hosts and address ranges that may be fetched although they are private. Empty: no feed or page can make us read your own network.',
  ),
  robots: flag(
    true,
    'Obey robots.txt for article pages. A feed you list is fetched in any case: you asked for it.',
  ),
};

/** The same, read and named as code names them. */
export const fetchSchema = mapping(FETCH, 'keys of fetch under it').transform((fetch) => ({
  userAgent: fetch.user_agent,
  contact: fetch.contact,
  timeoutSeconds: fetch.timeout_seconds,
  connectTimeoutSeconds: fetch.connect_timeout_seconds,
  maxFeedBytes: fetch.max_feed_bytes,
  maxPageBytes: fetch.max_page_bytes,
  maxHeaderBytes: fetch.max_header_bytes,
  maxEntries: fetch.max_entries,
  maxEntryChars: fetch.max_entry_chars,
  maxFeedDepth: fetch.max_feed_depth,
  maxParseSeconds: fetch.max_parse_seconds,
  maxParseMegabytes: fetch.max_parse_megabytes,
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
