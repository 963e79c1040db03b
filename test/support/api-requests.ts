import { PARAMETERS } from '../../src/serve/parameters.ts';

/** A request as bytes on the wire; a request line need not be a sound one. */
export interface RawRequest {
  readonly method: string;
  /** As sent, in latin1. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What valid requests are made of and the others are made from. */
export interface Seeds {
  /** Of this store's answers. */
  readonly cursors: readonly string[];
  readonly changeTokens: readonly string[];
  readonly accessTokens: readonly string[];
  readonly ids: readonly string[];
}

const METHODS = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'SEARCH', 'LOCK'];
const PATHS = [
  ...['/', '/items/ID', '/topics/ID', '/feeds', '/docs', '/style.css', '/icon.svg', '/health', '/ID', '/api'],
  ...['/api/v1/items', '/api/v1/items', '/api/v1/items', '/api/v1/items/ID', '/api/v1/items/ID/versions'],
  ...['/api/v1/topics', '/api/v1/topics/ID', '/api/v1/publishers', '/api/v1/feeds', '/api/v1/openapi.json'],
  ...[
    '/items/feed.atom',
    '/items/feed.rss',
    '/items/feed.json',
    '/topics/ID/feed.atom',
    '/topics/ID/feed.json',
  ],
  ...['/topics/ID/feed.rss', '/searches/ID', '/searches/ID/feed.rss', '/operator/tokens', '/api/v1/ID/ID'],
];
const NAMES = [
  ...PARAMETERS.map(({ name }) => name),
  ...['explain', 'history', 'lang', 'token', 'page', 'q[]', 'topic[0]', '__proto__', 'constructor', '', 'Q'],
];
/** Values for parameters, ids and header fields: sound ones, odd ones, and what breaks careless servers. */
const VALUES = [
  ...[
    'defence',
    'economy',
    'UA',
    'ru',
    '-ru',
    'az,uk',
    'true',
    'new',
    'relevance',
    'start',
    '1',
    '2',
    '50',
    '24h',
  ],
  ...[
    '2026-03-01',
    '2026-03-01T09:30:00+02:00',
    '7d',
    'gas -oil',
    '"ports of the sea"',
    'port*',
    'gas OR oil',
  ],
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    '0x10',
    'NaN',
    '١٢',
    '999999999999999999999',
    '2147483648',
    '9007199254740993',
  ],
  ...[
    '2026-13-45',
    '9999-12-31',
    '-271821-04-20',
    '+275760-09-13T00:00:00Z',
    '99999999999d',
    '0h',
    '10000-01-01',
  ],
  ...[
    "'",
    "' OR 1=1--",
    "'; DROP TABLE items;--",
    '1) UNION ALL (VALUES (1))',
    '$1',
    '?',
    ':x',
    '\\',
    "\\'",
    '%_%',
  ],
  ...[
    '(a+)+$',
    '[',
    '(?=',
    '*',
    '"',
    '""',
    '"a',
    '-',
    '--',
    '-"',
    '- -',
    'OR',
    'OR OR',
    '&',
    '|',
    '!',
    '<->',
    ':*',
    'a:*',
  ],
  ...[
    '<script>alert(1)</script>',
    '{{7*7}}',
    '#{7*7}',
    '../../etc/passwd',
    'a,,b',
    ',',
    '🙂',
    'ə',
    'İ',
    'ﬁ',
    '\u202e',
    '\ud800',
  ],
  ...[
    '\0',
    'a\0b',
    '\u0001',
    '\r\nx: y',
    '\n',
    '\t',
    'null',
    '[]',
    '{"a":1}',
    'a'.repeat(301),
    'x '.repeat(200),
  ],
];
/** Written into a URL as they are. */
const RAW = [
  '%',
  '%ZZ',
  '%C3',
  '%F0%28',
  '%00',
  '%ff%fe',
  '%u0041',
  '%2f',
  '%2e%2e',
  '+',
  '#',
  '=',
  '&&',
  ';',
  'ü',
  '\x80',
];
const FIELDS = [
  ...['accept', 'accept-language', 'accept-charset', 'if-none-match', 'if-modified-since', 'range', 'origin'],
  ...['authorization', 'cookie', 'x-request-id', 'x-forwarded-for', 'x-forwarded-host', 'referer', 'expect'],
  ...['access-control-request-method', 'te', 'content-type', 'x-http-method-override', 'forwarded', 'host'],
];

/** An endless, seeded source of requests, from sound to hostile. */
export function buildRequests(random: () => number, seeds: Seeds): () => RawRequest {
  const chance = (part: number): boolean => random() < part;
  const upTo = (count: number): number => Math.floor(random() * count);
  const pick = <T>(values: readonly [T, ...T[]] | readonly T[]): T => {
    const value = values[upTo(values.length)];
    if (value === undefined) throw new Error('there is nothing to choose from');
    return value;
  };
  const mutate = (text: string): string => {
    const at = upTo(text.length);
    const cut = pick([0, 1, upTo(4)]);
    const put = pick(['', String.fromCharCode(33 + upTo(94)), String(upTo(10)), '-', '|']);
    return text.slice(0, at) + put + text.slice(at + cut);
  };
  const toSeed = (values: readonly string[]): string => (chance(0.5) ? pick(values) : mutate(pick(values)));
  const toValue = (name: string): string => {
    if (name === 'cursor' && chance(0.7)) return toSeed(seeds.cursors);
    if (name === 'changed_since' && chance(0.7)) return toSeed(seeds.changeTokens);
    if (name === 'token' && chance(0.7)) return toSeed(seeds.accessTokens);
    const known = PARAMETERS.find((parameter) => parameter.name === name);
    if (known !== undefined && chance(0.4)) return known.example;
    return chance(0.15) ? mutate(`${pick(VALUES)}${pick(VALUES)}`) : pick(VALUES);
  };
  const toParameter = (): string => {
    const name = pick(NAMES);
    const value = chance(0.1) ? pick(RAW) : encode(toValue(name));
    return chance(0.03) ? value : `${chance(0.02) ? pick(RAW) : name}=${value}`;
  };
  const toTarget = (): string => {
    const id = (): string =>
      chance(0.4)
        ? pick(seeds.ids)
        : chance(0.2)
          ? pick(RAW.filter((each) => each !== '#'))
          : encode(pick(VALUES));
    const path = pick(PATHS).replace(/ID/g, id);
    const odd = chance(0.05)
      ? pick([
          `/${path}`,
          `${path}/`,
          `${path}//`,
          path.toUpperCase(),
          `/.${path}`,
          '*',
          `http://other.example${path}`,
        ])
      : path;
    const count = chance(0.02) ? 60 : pick([0, 1, 1, 2, 2, 3, 5]);
    const parameters = Array.from({ length: count }, toParameter);
    const repeated = chance(0.1) ? parameters.flatMap((each) => [each, each]) : parameters;
    const huge = chance(0.01) ? ['q='.concat('a'.repeat(upTo(20_000)))] : [];
    return [odd, [...repeated, ...huge].join('&')].filter((part) => part !== '').join('?');
  };
  const toHeader = (): readonly [string, string] => {
    const name = pick(FIELDS);
    if (name === 'authorization' && chance(0.7)) return [name, `Bearer ${toSeed(seeds.accessTokens)}`];
    if (name === 'cookie' && chance(0.7)) return [name, `topicwire_token=${toSeed(seeds.accessTokens)}`];
    if (chance(0.01)) return [name, 'x'.repeat(upTo(20_000))];
    return [name, chance(0.9) ? pick(VALUES).replace(/[\r\n\0]/g, '') : pick(VALUES)];
  };
  return () => {
    const method = chance(0.85) ? 'GET' : pick(METHODS);
    const body = chance(0.05) ? pick(VALUES).repeat(1 + upTo(50)) : '';
    const headers = Array.from({ length: pick([0, 0, 1, 2, 4]) }, toHeader);
    return { method, target: toTarget(), headers, body };
  };
}

/** Percent-encoded UTF-8; a lone surrogate has none, and is sent as the bytes it would have. */
const encode = (text: string): string =>
  text.isWellFormed()
    ? encodeURIComponent(text)
    : encodeURIComponent(text.toWellFormed()).replace('%EF%BF%BD', '%ED%A0%80');
