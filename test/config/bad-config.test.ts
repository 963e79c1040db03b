import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '../../src/config/files.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { readConfig } from '../../src/config/read-config.ts';

const GOOD_FEEDS = 'feeds: [https://one.example/rss]\n';

type Files = Readonly<Record<string, string>>;
type Env = Readonly<Record<string, string>>;

const toFiles = (texts: Files): readonly ConfigFile[] =>
  Object.entries(texts).map(([name, text]) => ({ kind: 'read', name, file: `config/${name}`, text }));

const listProblems = (texts: Files, env: Env = {}): readonly string[] => {
  const read = readConfig(toFiles(texts), 'config/feeds.yaml', env);
  return read.kind === 'refused' ? read.problems.map(formatProblem) : [];
};

const feeds = (text: string): Files => ({ 'feeds.yaml': text });
const publishers = (text: string): Files => ({ 'feeds.yaml': GOOD_FEEDS, 'publishers.yaml': text });
const settings = (text: string): Files => ({ 'feeds.yaml': GOOD_FEEDS, 'settings.yaml': text });
const searches = (text: string): Files => ({ 'feeds.yaml': GOOD_FEEDS, 'searches.yaml': text });
const topic = (text: string): Files => ({ 'feeds.yaml': GOOD_FEEDS, 'topics/energy.yaml': text });

const URL_WORDS = 'expected an http or https URL';
const ALERT_URL_WORDS = `an http or https URL, \${NAME} in it a variable (its value is not shown)`;
const SLUG_WORDS = 'expected 1 to 64 of a-z, 0-9 and "-", with no "-" at an end';

const BAD: readonly (readonly [string, Files, readonly string[]])[] = [
  // feeds.yaml
  [
    'a scheme that is not fetched',
    feeds('# two lines\n\nfeeds:\n  - https://one.example/rss\n  - ftp://x\n'),
    [`config/feeds.yaml:5: feeds[1].url "ftp://x": ${URL_WORDS}`],
  ],
  [
    'a URL without its scheme',
    feeds('feeds:\n  - one.example/rss\n'),
    [
      `config/feeds.yaml:2: feeds[0].url "one.example/rss": ${URL_WORDS} (did you mean "https://one.example/rss"?)`,
    ],
  ],
  [
    'a number for a feed',
    feeds('feeds:\n  - 12\n'),
    ['config/feeds.yaml:2: feeds[0] 12: expected a URL, or a mapping with url or telegram'],
  ],
  ['a feed without url', feeds('feeds:\n  - id: one\n'), [`config/feeds.yaml:2: feeds[0].url: ${URL_WORDS}`]],
  [
    'a password in a URL, which is not shown',
    feeds('feeds:\n  - https://me:hunter2@one.example/rss\n'),
    [
      'config/feeds.yaml:2: feeds[0].url "https://me:***@one.example/rss": expected a URL without a user name and password',
    ],
  ],
  [
    'a misspelt key',
    feeds('feeds:\n  - url: https://one.example/rss\n    langauge: en\n'),
    ['config/feeds.yaml:3: feeds[0].langauge: expected a known key (did you mean "language"?)'],
  ],
  [
    'a key nobody knows',
    feeds('feeds:\n  - { url: https://one.example/rss, colour: red }\n'),
    [
      'config/feeds.yaml:2: feeds[0].colour: expected one of the keys url, id, publisher, language, zone, read, list, sitemap, telegram, headers, auth, tls, every, cron, body, remove, title, date',
    ],
  ],
  [
    'a key beside feeds',
    feeds(`${GOOD_FEEDS}feed: []\n`),
    ['config/feeds.yaml:2: feed: expected a known key (did you mean "feeds"?)'],
  ],
  [
    'a country for a language',
    feeds('feeds:\n  - url: https://one.example/rss\n    language: ua\n'),
    [
      'config/feeds.yaml:3: feeds[0].language "ua": expected a language code of BCP 47 such as uk, ru, az or en (did you mean "uk"?)',
    ],
  ],
  [
    'a three-letter code where there is one of two',
    feeds('feeds:\n  - { url: https://one.example/rss, language: ukr }\n'),
    [
      'config/feeds.yaml:2: feeds[0].language "ukr": expected a language code of BCP 47 such as uk, ru, az or en (did you mean "uk"?)',
    ],
  ],
  [
    'a name for a language',
    feeds('feeds:\n  - { url: https://one.example/rss, language: english }\n'),
    [
      'config/feeds.yaml:2: feeds[0].language "english": expected a language code of BCP 47 such as uk, ru, az or en',
    ],
  ],
  [
    'a city for a zone',
    feeds('feeds:\n  - url: https://one.example/rss\n    zone: Baku\n'),
    [
      'config/feeds.yaml:3: feeds[0].zone "Baku": expected an IANA time zone such as Asia/Baku or UTC (did you mean "Asia/Baku"?)',
    ],
  ],
  [
    'an offset for a zone',
    feeds('feeds:\n  - { url: https://one.example/rss, zone: "+04:00" }\n'),
    ['config/feeds.yaml:2: feeds[0].zone "+04:00": expected an IANA time zone such as Asia/Baku or UTC'],
  ],
  [
    'a way of reading there is none of',
    feeds('feeds:\n  - url: https://one.example/rss\n    read: pages\n'),
    ['config/feeds.yaml:3: feeds[0].read "pages": expected page or feed'],
  ],
  [
    'an id with capitals',
    feeds('feeds:\n  - { url: https://one.example/rss, id: One }\n'),
    [`config/feeds.yaml:2: feeds[0].id "One": ${SLUG_WORDS}`],
  ],
  [
    'an id twice',
    feeds(
      'feeds:\n  - { url: https://one.example/rss, id: one }\n  - { url: https://two.example/rss, id: one }\n',
    ),
    ['config/feeds.yaml:3: feeds[1].id "one": expected an id of its own: feeds[0] has this one'],
  ],
  [
    'a URL twice, spelled in two ways',
    feeds('feeds:\n  - https://one.example/rss\n  - http://www.one.example/rss/\n'),
    [
      'config/feeds.yaml:3: feeds[1].url "http://www.one.example/rss/": expected a URL not followed yet: feeds[0] has it',
    ],
  ],
  [
    'two URLs that give one id',
    feeds('feeds:\n  - https://one.example/rss\n  - https://one.example/feed.xml\n'),
    [
      'config/feeds.yaml:3: feeds[1].url "https://one.example/feed.xml": expected an "id" stated: "one-example", which its URL gives, is taken by feeds[0]',
    ],
  ],
  [
    'a publisher that is nowhere',
    {
      'feeds.yaml': 'feeds:\n  - url: https://one.example/rss\n    publisher: reprot\n',
      'publishers.yaml': 'publishers: [{ id: report, name: Report }]\n',
    },
    [
      'config/feeds.yaml:3: feeds[0].publisher "reprot": expected the id of a publisher in publishers.yaml (did you mean "report"?)',
    ],
  ],
  ['an empty feeds.yaml', feeds(''), ['config/feeds.yaml:1: expected "feeds:" with a list of URLs under it']],
  [
    'feeds that are no list',
    feeds('feeds:\n  one: two\n'),
    ['config/feeds.yaml:1: feeds (a mapping): expected a list of feed URLs'],
  ],
  [
    'no feed under feeds',
    feeds('\nfeeds:\n#  - https://one.example/rss\n'),
    ['config/feeds.yaml:2: feeds null: expected a list of feed URLs'],
  ],
  [
    'a bare list',
    feeds('- https://one.example/rss\n'),
    ['config/feeds.yaml:1: (a list of 1): expected "feeds:" with a list of URLs under it'],
  ],
  [
    'no feeds.yaml',
    { 'publishers.yaml': 'publishers: []\n' },
    ['config/feeds.yaml: expected this file, with "feeds:" and a list of URLs under it'],
  ],
  // YAML itself
  [
    'a tab for indentation',
    feeds('feeds:\n\t- https://one.example/rss\n'),
    ['config/feeds.yaml:2: expected valid YAML: Tabs are not allowed as indentation'],
  ],
  [
    'a key twice',
    feeds(`${GOOD_FEEDS}feeds: []\n`),
    ['config/feeds.yaml:2: expected valid YAML: Map keys must be unique'],
  ],
  [
    'an unknown tag',
    feeds('feeds:\n  - !env FEED\n'),
    ['config/feeds.yaml:2: expected valid YAML: Unresolved tag: !env'],
  ],
  [
    'two documents in one file',
    feeds(`${GOOD_FEEDS}---\n${GOOD_FEEDS}`),
    ['config/feeds.yaml:2: expected valid YAML: one document in a file'],
  ],
  [
    'nesting without end',
    feeds(`feeds:\n  ${'['.repeat(20_000)}`),
    ['config/feeds.yaml:2: expected at most 64 levels of nesting'],
  ],
  [
    'an alias without its anchor',
    feeds('feeds:\n  - *one\n'),
    ['config/feeds.yaml:2: expected an anchor &one above its alias'],
  ],
  [
    'an alias inside its own anchor',
    feeds('feeds: &all\n  - *all\n'),
    ['config/feeds.yaml:2: expected an alias outside of its anchor &all'],
  ],
  [
    'aliases that multiply',
    feeds(
      [
        'a: &a [x,x,x,x,x,x,x,x]',
        ...['b', 'c', 'd'].map((name, index) => `${name}: &${name} [${`*${'abc'[index]},`.repeat(8)}]`),
      ].join('\n'),
    ),
    ['config/feeds.yaml:1: expected aliases that do not multiply each other'],
  ],
  // publishers.yaml
  [
    'a publisher without a name',
    publishers('publishers:\n  - id: one\n'),
    ['config/publishers.yaml:2: publishers[0].name: expected one line of text, at most 300 characters'],
  ],
  [
    'a URL for a domain',
    publishers('publishers:\n  - id: one\n    name: One\n    domains:\n      - https://one.example/\n'),
    [
      'config/publishers.yaml:5: publishers[0].domains[0] "https://one.example/": expected a host name such as example.com, without https:// or a path',
    ],
  ],
  [
    'a domain of two publishers',
    publishers(
      'publishers:\n  - { id: one, name: One, domains: [one.example] }\n  - { id: two, name: Two, domains: [www.one.example] }\n',
    ),
    [
      'config/publishers.yaml:3: publishers[1].domains[0] "one.example": expected a domain of one publisher alone: publishers[0] has it too',
    ],
  ],
  [
    'an alias of two publishers',
    publishers(
      'publishers:\n  - { id: one, name: One }\n  - { id: two, name: Two, aliases: [Second, ONE] }\n',
    ),
    [
      'config/publishers.yaml:3: publishers[1].aliases[1] "ONE": expected a name not taken yet: publishers[0] has it',
    ],
  ],
  // settings.yaml
  [
    'text for a number',
    settings('fetch:\n  concurrency: "16"\n'),
    ['config/settings.yaml:2: fetch.concurrency "16": expected a whole number from 1 to 256'],
  ],
  [
    'a number out of range',
    settings('server:\n  port: 80800\n'),
    ['config/settings.yaml:2: server.port 80800: expected a whole number from 0 to 65535'],
  ],
  [
    'a base path that a path of our own begins with',
    settings('server:\n  port: 80\n  base_path: /api\n'),
    [
      'config/settings.yaml:3: server.base_path "/api": expected a path that does not begin with /api, as our own do',
    ],
  ],
  [
    'a bad duration',
    settings('fetch:\n\n  initial_max_age: 30 days\n'),
    [
      'config/settings.yaml:3: fetch.initial_max_age "30 days": expected a duration such as 30d, 12h or 45m, or none',
    ],
  ],
  [
    'yes for true',
    settings('server:\n  full_text: yes\n'),
    ['config/settings.yaml:2: server.full_text "yes": expected true or false'],
  ],
  [
    'a word not among the choices',
    settings('apply: automatic\n'),
    ['config/settings.yaml:1: apply "automatic": expected auto or manual'],
  ],
  [
    'a section that is not there',
    settings('log:\n  level: warn\nfetc:\n  robots: false\n'),
    ['config/settings.yaml:3: fetc: expected a known key (did you mean "fetch"?)'],
  ],
  [
    'a range that is none',
    settings('fetch:\n  allow_hosts: [10.0.0.0/33]\n'),
    [
      'config/settings.yaml:2: fetch.allow_hosts[0] "10.0.0.0/33": expected a host name, an IP address or a range such as 10.0.0.0/8',
    ],
  ],
  [
    'bounds that cross',
    settings('fetch:\n  min_interval_minutes: 60\n  max_interval_minutes: 30\n'),
    [
      'config/settings.yaml:2: fetch.min_interval_minutes 60: expected at most max_interval_minutes, which is 30',
    ],
  ],
  [
    'a language twice',
    settings('languages: [uk, ru, uk]\n'),
    ['config/settings.yaml:1: languages (a list of 3): expected a list of language codes without repeats'],
  ],
  [
    'a receiver of alerts that is no URL, whose secret is not shown',
    settings('alerts:\n  after: 2h\n  url: hooks.example/s3cret\n'),
    [`config/settings.yaml:3: alerts.url: expected ${ALERT_URL_WORDS}`],
  ],
  [
    'a reference to a variable that is none',
    settings(`alerts: { url: "https://hooks.example/\${s3-cret}" }\n`),
    [`config/settings.yaml:1: alerts.url: expected ${ALERT_URL_WORDS}`],
  ],
  [
    'a command as one text',
    settings('alerts:\n  command: notify --all\n'),
    ['config/settings.yaml:2: alerts.command "notify --all": expected a list of a program and its arguments'],
  ],
  [
    'a command without a program',
    settings('alerts: { command: [" ", --all] }\n'),
    ['config/settings.yaml:1: alerts.command (a list of 2): expected a list of a program and its arguments'],
  ],
  [
    'an argument that is no text',
    settings('alerts:\n  command:\n    - notify\n    - 12\n'),
    ['config/settings.yaml:4: alerts.command[1] 12: expected text without NUL characters'],
  ],
  [
    'two receivers of alerts',
    settings('alerts:\n  url: https://hooks.example/\n  command: [notify]\n'),
    ['config/settings.yaml:3: alerts.command: expected no command beside alerts.url'],
  ],
  [
    'a time that is none before an alert',
    settings('alerts:\n  after: soon\n'),
    ['config/settings.yaml:2: alerts.after "soon": expected a duration such as 30d, 12h or 45m, or none'],
  ],
  // searches.yaml
  [
    'a parameter the API has not',
    searches('searches:\n  - id: gas\n    title: Gas\n    query: topics=energy\n'),
    [
      'config/searches.yaml:4: searches[0].query "topics=energy": expected a query such as topic=energy&language=uk, of topic, place, org, publisher, feed, language, q, since, until (did you mean "topic"?)',
    ],
  ],
  [
    'a search for a feed that is not followed',
    searches('searches:\n  - { id: one, title: One, query: "feed=one-exampel&q=gas" }\n'),
    [
      'config/searches.yaml:2: searches[0].query "feed=one-exampel&q=gas": expected a feed of this config in place of "one-exampel" (did you mean "one-example"?)',
    ],
  ],
  [
    'a place that is no country, and other values that find nothing',
    searches(
      [
        'searches:',
        '  - { id: a, title: A, query: place=Ukraine }',
        '  - { id: b, title: B, query: language=ua }',
        '  - { id: c, title: C, query: "topic=-energy,oil" }',
        '  - { id: d, title: D, query: q=gas&q=oil }',
        '  - { id: e, title: E, query: since=yesterday }',
        '  - { id: f, title: F, query: org=natoo }',
        '  - { id: g, title: G, query: q= }',
        '  - { id: h, title: H, query: q=gas, public: sometimes }',
      ].join('\n'),
    ),
    [
      'config/searches.yaml:2: searches[0].query "place=Ukraine": expected a country of ISO 3166-1 such as "UA" in place of "Ukraine"',
      'config/searches.yaml:3: searches[1].query "language=ua": expected a language code such as "uk" in place of "ua"',
      'config/searches.yaml:4: searches[2].query "topic=-energy,oil": expected a value with - before it alone in its topic, in place of "-energy,oil"',
      'config/searches.yaml:5: searches[3].query "q=gas&q=oil": expected q at most once',
      'config/searches.yaml:6: searches[4].query "since=yesterday": expected a time such as "2026-03-01T09:30:00Z", or an age such as "24h" or "7d", in place of "yesterday"',
      'config/searches.yaml:7: searches[5].query "org=natoo": expected a body that is shipped, such as "nato", in place of "natoo"',
      'config/searches.yaml:8: searches[6].query "q=": expected one to 300 characters of words in place of ""',
      'config/searches.yaml:9: searches[7].public "sometimes": expected true or false',
    ],
  ],
  [
    'a search without a title',
    searches('searches:\n  - { id: one, query: q=gas }\n'),
    ['config/searches.yaml:2: searches[0].title: expected one line of text, at most 300 characters'],
  ],
  // topics/*.yaml
  [
    'a topic whose id is not its file',
    topic('label: { en: Power }\nid: power\nany: { en: [reactor] }\n'),
    ['config/topics/energy.yaml:2: id "power": expected the file\'s name, "energy"'],
  ],
  [
    'a regex that cannot be compiled',
    topic('id: energy\nlabel: { en: Energy }\nregex:\n  - /(/\n'),
    [expect.stringMatching(/^config\/topics\/energy\.yaml:4: regex\[0\] "\/\(\/": expected /)],
  ],
  [
    'a parent that is nowhere',
    topic('id: energy\nparent: economy\nlabel: { en: Energy }\nany: { en: [reactor] }\n'),
    ['config/topics/energy.yaml:2: parent "economy": expected the id of a topic'],
  ],
];

describe('a bad config', () => {
  it.each(BAD)('is refused with file, line and expectation: %s', (_name, files, expected) => {
    expect(listProblems(files)).toEqual(expected);
  });

  it('has all its mistakes named at once, by file and line', () => {
    const files = {
      'feeds.yaml': 'feeds:\n  - ftp://x\n  - { url: https://one.example/rss, zone: Nowhere, lang: en }\n',
      'publishers.yaml': 'publishers:\n  - { id: One, name: 1 }\n',
      'settings.yaml': 'server: { port: no }\n',
      'topics/energy.yaml': '{',
    };
    expect(
      listProblems(files, { TOPICWIRE_FETCH_ROBOTS: 'maybe' }).map((line) => line.split(' ')[0]),
    ).toEqual([
      'config/feeds.yaml:2:',
      'config/feeds.yaml:3:',
      'config/feeds.yaml:3:',
      'config/publishers.yaml:2:',
      'config/publishers.yaml:2:',
      'config/settings.yaml:1:',
      'config/topics/energy.yaml:1:',
      'environment:',
    ]);
  });
});

const BAD_ENVIRONMENT: readonly (readonly [string, Env, string])[] = [
  [
    'a number out of range',
    { TOPICWIRE_SERVER_PORT: '99999' },
    'environment: TOPICWIRE_SERVER_PORT 99999: expected a whole number from 0 to 65535',
  ],
  [
    'what Kubernetes sets for a service',
    { TOPICWIRE_SERVER_PORT: 'tcp://10.0.0.1:80' },
    'environment: TOPICWIRE_SERVER_PORT "tcp://10.0.0.1:80": expected a whole number from 0 to 65535',
  ],
  [
    'neither true nor false',
    { TOPICWIRE_FETCH_ROBOTS: 'on' },
    'environment: TOPICWIRE_FETCH_ROBOTS "on": expected true or false',
  ],
  [
    'a bad entry of a list',
    { TOPICWIRE_LANGUAGES: 'uk, ua' },
    'environment: TOPICWIRE_LANGUAGES "ua": expected a language code of BCP 47 such as uk, ru, az or en (did you mean "uk"?)',
  ],
  [
    'a bad choice',
    { TOPICWIRE_APPLY: 'never' },
    'environment: TOPICWIRE_APPLY "never": expected auto or manual',
  ],
  [
    'a database that is not PostgreSQL',
    { DATABASE_URL: 'mysql://me:hunter2@db/x' },
    'environment: DATABASE_URL: expected a URL such as postgres://user:password@host:5432/database (its value is not shown)',
  ],
];

describe('a bad environment', () => {
  it.each(BAD_ENVIRONMENT)('is refused with the name of the variable: %s', (_name, env, expected) => {
    expect(listProblems({ 'feeds.yaml': GOOD_FEEDS }, env)).toEqual([expected]);
  });
});
