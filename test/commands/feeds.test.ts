import { describe, expect, it } from 'vitest';
import { toLines } from '../../src/commands/feeds.ts';
import { toStatusFailure } from '../../src/fetch/answer.ts';
import { toTransportFailure } from '../../src/fetch/transport-failure.ts';
import { type FailureKind, type FetchState, parseFeedId, parsePublisherId } from '../../src/model.ts';
import { toFeedJson } from '../../src/serve/feed-json.ts';
import type { FeedStatus } from '../../src/store/feeds.ts';
import { FAILURE_WORDS } from '../../src/text/failures.ts';
import { ago, buildState, DAY, HOUR, MINUTE, NOW } from '../fetch/states.ts';

const HOST = 'harbour.example';

function toStatus(state: Partial<FetchState>, over: Partial<FeedStatus> = {}, id = 'harbour'): FeedStatus {
  const [feedId, publisher] = [parseFeedId(id), parsePublisherId('harbour-post')];
  if (feedId === undefined || publisher === undefined) throw new Error(`${id} is no feed id`);
  return {
    feed: {
      ...{
        id: feedId,
        url: `https://${HOST}/rss`,
        publisher,
        language: undefined,
        zone: 'UTC',
        read: 'page',
      },
    },
    addedAt: ago(30 * DAY),
    archivedAt: undefined,
    title: 'Harbour',
    link: undefined,
    state: buildState(state),
    failure: undefined,
    detail: undefined,
    status: undefined,
    feedLinks: [],
    nextFetchAt: new Date(NOW.getTime() + 30 * MINUTE),
    ...over,
  };
}

const print = (...statuses: readonly FeedStatus[]): readonly string[] =>
  toLines(
    statuses.map((status) => toFeedJson(status)),
    statuses.length,
    NOW,
  );

/** What a connection that breaks in this way leaves as the detail. */
function broken(code: string, message: string): string {
  const failure = toTransportFailure(Object.assign(new Error(message), { code }), HOST);
  if (failure === undefined) throw new Error(`${code} is no failure of the web`);
  return failure.detail;
}

function refused(status: number): string {
  expect(toStatusFailure(status)).toBeDefined();
  return `${HOST}: HTTP ${status}`;
}

/** Of each kind a detail as it really is, a phrase that says what it means, and one that says what to do. */
const KINDS: Readonly<Record<FailureKind, readonly [detail: string, means: string, doThis: string]>> = {
  timeout: [`${HOST}: no answer within 30 s`, 'did not answer', 'fetch.timeout_seconds'],
  dns: [
    broken('ENOTFOUND', `getaddrinfo ENOTFOUND ${HOST}`),
    'could not be resolved',
    'Check the URL for a typing mistake',
  ],
  tls: [broken('CERT_HAS_EXPIRED', 'certificate has expired'), 'certificate is expired', 'in a browser'],
  refused: [
    broken('ECONNREFUSED', 'connect ECONNREFUSED 192.0.2.1:443'),
    'Nothing accepts connections',
    'check the port in the URL',
  ],
  reset: [broken('ECONNRESET', 'read ECONNRESET'), 'connection was cut', 'Nothing, if it is rare'],
  blocked: [`${HOST}: 10.0.0.1 is private`, 'private or otherwise reserved', 'fetch.allow_hosts'],
  'bad-url': ['htp:/x: expected an http or https URL', 'not one that can be fetched', 'Correct the URL'],
  redirects: [`${HOST}: redirects in a circle to /rss`, 'redirects in a circle', 'feeds.yaml'],
  proxy: ['the proxy answered 407', 'The proxy', 'HTTP_PROXY'],
  'missing-variable': ['HARBOUR_TOKEN is not set', 'environment variable', 'Set the variable'],
  'too-large': [`${HOST}: more than 15728640 bytes`, 'larger than the limit', 'fetch.max_feed_bytes'],
  'too-slow': ['not read within 5 s', 'took longer than the limit', 'fetch.max_parse_seconds'],
  'bad-encoding': [
    broken('BODY_ENCODING', 'harbour.example: gzip that cannot be unpacked'),
    'compressed in a damaged way',
    'tell the site',
  ],
  forbidden: [refused(403), 'refuses us (401 or 403)', 'fetch.contact'],
  'not-found': [refused(404), 'nothing at this URL (404)', "Look for the feed's new URL"],
  gone: [refused(410), 'gone for good (410)', 'asked only once a week'],
  'rate-limited': [refused(429), 'come less often (429)', 'fetch.host_spacing_seconds'],
  'server-error': [refused(502), 'a fault of its own', 'tried again, less and less often'],
  'http-error': [refused(418), 'a status that is no success', 'in a browser'],
  challenge: [`${refused(403)}, a challenge of Cloudflare`, 'proof of a human reader', 'Ask the site'],
  robots: [`${HOST}: robots.txt disallows /rss`, 'robots.txt does not allow', 'read: feed'],
  empty: [`${HOST}: HTTP 200 without content`, 'no content', 'in a browser'],
  'not-a-feed': ['an HTML page', 'something that is no feed', '`topicwire try`'],
  malformed: ['JSON that cannot be read as an object', 'so broken', 'as soon as it is mended'],
  'layout-changed': ['nothing on the page matches item "li.news"', 'layout has changed', '`--item`'],
  'no-preview': [`t.me answers with the channel's own page`, 'no preview', 'Check the name'],
  'not-a-page': ['application/pdf', 'to a file such as a PDF', 'keeps what the feed gave'],
  'no-article': ['a list of links or headlines, no article', 'no article could be found', '`topicwire try`'],
  'consent-wall': ['a consent wall', 'consent to cookies', 'read: feed'],
  'login-wall': ['a wall in place of the text', 'subscribers', 'read: feed'],
  'needs-script': ['a page that says it needs JavaScript', 'scripts load it', 'read: feed'],
  'no-url': ['the entry has no link', 'no link', 'keeps what the feed gave'],
  internal: ['Cannot read properties of undefined (reading "title")', 'fault of Topicwire', 'in the log'],
};

/** What programs say to programmers. */
const RAW =
  /\n|\bat .+:\d+|Error:|Cannot read|getaddrinfo|connect E|read E|errno|undefined|null|\[object|\/src\//;

describe('topicwire feeds --failing', () => {
  it.each(Object.entries(KINDS))(
    'says of %s what it means and what to do',
    (kind, [detail, means, doThis]) => {
      const failing = { failures: 3, failingSince: ago(5 * HOUR), lastSuccessAt: ago(6 * HOUR) };
      const lines = print(toStatus(failing, { failure: kind, detail }));
      expect(lines).toHaveLength(4);
      expect(lines[0]).toBe(
        'failing  harbour  3 in a row, since 5 h ago; last read 6 h ago; next try in 30 min',
      );
      expect(lines[1]).toContain(means);
      expect(lines[2]).toContain(doThis);
      for (const line of lines) expect(line).not.toMatch(RAW);
    },
  );

  it('knows every kind of failure', () => {
    expect(Object.keys(KINDS).sort()).toEqual(Object.keys(FAILURE_WORDS).sort());
  });

  it('names the feeds that a page offers in place of one', () => {
    const status = toStatus(
      { failures: 1, failingSince: NOW },
      { failure: 'not-a-feed', detail: 'an HTML page', feedLinks: [`https://${HOST}/feed.xml`] },
    );
    expect(print(status)).toContain(`         the page names this feed: https://${HOST}/feed.xml`);
  });

  it('says of a silent feed since when, and what to do', () => {
    expect(print(toStatus({ silentSince: ago(12 * DAY) })).slice(0, 3)).toEqual([
      'silent   harbour  no news since 12 days ago; last read 15 min ago; next try in 30 min',
      '         It answers, but has had nothing new for far longer than is its habit.',
      expect.stringContaining('Look at the site'),
    ]);
  });

  it('says of a silent feed that fails why it fails', () => {
    const status = toStatus(
      { silentSince: ago(12 * DAY), failures: 1, failingSince: NOW },
      { failure: 'dns' },
    );
    expect(print(status)[0]).toMatch(/^failing/);
  });
});

describe('topicwire feeds', () => {
  it('shows those in trouble first, and counts each state', () => {
    const lines = print(
      toStatus({}, {}, 'b-ok'),
      toStatus({ lastFetchAt: undefined }, {}, 'c-new'),
      toStatus({ silentSince: ago(12 * DAY) }, {}, 'd-silent'),
      toStatus({ failures: 1, failingSince: NOW }, { failure: 'dns' }, 'e-failing'),
      toStatus({}, {}, 'a-ok'),
    );
    const heads = lines.filter((line) => /^[a-z]/.test(line)).map((line) => line.split(/ +/, 2).join(' '));
    expect(heads).toEqual(['failing e-failing', 'silent d-silent', 'new c-new', 'ok a-ok', 'ok b-ok']);
    expect(lines.at(-1)).toBe('5 feeds followed; shown: 1 failing, 1 silent, 2 ok, 1 not yet fetched');
  });

  it.each<[string, Partial<FetchState>, string | undefined]>([
    ['nothing of a feed as it should be', {}, undefined],
    [
      'where a feed has moved',
      { move: { to: 'https://new.example/rss', since: ago(9 * DAY), polls: 9, adoptedAt: ago(6 * DAY) } },
      'It has moved to https://new.example/rss, used since 2026-02-23 12:00 UTC: put that URL into feeds.yaml.',
    ],
    [
      'where a feed redirects to',
      { move: { to: 'https://new.example/rss', since: ago(DAY), polls: 9, adoptedAt: undefined } },
      'It redirects to https://new.example/rss since 2026-02-28 12:00 UTC, and calls that permanent; if it lasts for days, that URL is asked directly.',
    ],
    [
      'that items were missed',
      { overflows: 1, lastOverflowAt: ago(DAY) },
      'Items were probably missed once at 2026-02-28 12:00 UTC, when every entry was new: it is asked more often since. If that goes on, lower fetch.min_interval_minutes.',
    ],
    ['nothing of items missed a month ago', { overflows: 1, lastOverflowAt: ago(30 * DAY) }, undefined],
    [
      'that a feed wants never to be asked',
      { asks: { ttlSeconds: undefined, skipHours: [...Array(24).keys()], skipDays: [] } },
      'Its skipHours and skipDays leave no time at all to fetch it; they are not kept.',
    ],
  ])('notes %s', (_, state, note) => {
    expect(print(toStatus(state)).slice(1, -1)).toEqual(note === undefined ? [] : [`         ${note}`]);
  });
});
