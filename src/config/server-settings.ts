import type { Problem } from '../model.ts';
import { flag, listOf, parseBasePath, parseBaseUrl, parseHost, parseOrigin, wholeNumber } from './setting.ts';
import { mapping, parsedText } from './shape.ts';

/** The keys under `server`. */
export const SERVER = {
  host: parsedText(parseHost, 'a host name or an IP address')
    .default('127.0.0.1')
    .describe(
      'Address to listen on. 127.0.0.1 answers this machine alone; a wider one, as 0.0.0.0, needs a token (topicwire token create) or server.public.',
    ),
  port: wholeNumber(
    { default: 8080, min: 0, max: 65_535 },
    'TCP port to listen on; 0 takes any free one. 8080 needs no root.',
  ),
  base_url: parsedText(parseBaseUrl, 'an http or https URL without query or fragment')
    .optional()
    .describe(
      'URL under which readers reach the server, for the links in feeds out. Absent: taken from each request.',
    ),
  base_path: parsedText(parseBasePath, 'a path such as /news, of letters, digits and -._~')
    .optional()
    .describe(
      'Path that all of ours lie under behind a reverse proxy, whether or not the proxy takes it away; so it begins as none of ours does. Absent: the path of base_url.',
    ),
  public: flag(
    false,
    'Lets everybody who reaches the server read it without a token. Off, so that nobody publishes by accident what they collect.',
  ),
  require_token: flag(
    false,
    'Asks this machine for a token as well. For a reverse proxy on it, whose requests all come from 127.0.0.1.',
  ),
  requests_per_minute: wholeNumber(
    { default: 6000, min: 0, max: 1_000_000 },
    'Requests one client, by its token or address, may send in a minute; 0 is no limit. A hundred a second copy any store, and keep a runaway script from taking all.',
  ),
  cors_origins: listOf(
    parsedText(parseOrigin, 'an origin such as https://example.com, or *'),
    'a list of origins',
    [],
    'Origins of sites whose scripts may read the API from a browser; "*" is any. Empty: none.',
  ),
  full_text: flag(
    false,
    'Put the full text of items into the feeds out. Off, since most publishers reserve it: feeds out carry summary, link and credit.',
  ),
  images: flag(
    false,
    "Show an article's picture on its page, fetched by the reader's browser from the publisher. Off: no publisher learns who reads what here.",
  ),
};

/** What stands under `server`, read to the end. */
export const serverSchema = mapping(SERVER, 'keys of server under it').transform((server) => ({
  host: server.host,
  port: server.port,
  baseUrl: server.base_url,
  basePath: server.base_path ?? toPath(server.base_url),
  public: server.public,
  requireToken: server.require_token,
  requestsPerMinute: server.requests_per_minute,
  corsOrigins: server.cors_origins,
  fullText: server.full_text,
  images: server.images,
}));

/**
 * What the server's own paths begin with. Under a base path that begins so too, a request whose base path the proxy
 * took away could not be told from one that has it still.
 */
export const OWN_PATHS: readonly string[] = [
  ...['/api', '/docs', '/feeds', '/health', '/icon.svg', '/items', '/operator', '/opml', '/script.js'],
  ...['/searches', '/style.css', '/topics'],
];

const toPath = (url: string | undefined): string =>
  url === undefined ? '' : new URL(url).pathname.replace(/\/+$/, '');

/** Bounds that hold between the settings of the server. */
export function findServerContradictions(server: {
  readonly baseUrl: string | undefined;
  readonly basePath: string;
  readonly public: boolean;
  readonly requireToken: boolean;
}): readonly Problem[] {
  const { baseUrl, basePath, requireToken } = server;
  const [beginning = ''] = /^\/[^/]*/.exec(basePath) ?? [];
  return [
    ...(OWN_PATHS.includes(beginning)
      ? [
          {
            ...(baseUrl !== undefined && toPath(baseUrl) === basePath
              ? { path: ['server', 'base_url'], value: baseUrl }
              : { path: ['server', 'base_path'], value: basePath }),
            expected: `a path that does not begin with ${beginning}, as our own do`,
          },
        ]
      : []),
    ...(baseUrl === undefined || toPath(baseUrl) === basePath
      ? []
      : [
          {
            path: ['server', 'base_path'],
            value: basePath,
            expected: `the path of base_url, which is ${toPath(baseUrl) || '/'}`,
          },
        ]),
    ...(server.public && requireToken
      ? [{ path: ['server', 'require_token'], value: true, expected: 'false while public is true' }]
      : []),
  ];
}
