import { afterEach, describe, expect, it } from 'vitest';
import { resolveCredentials, toFeedOptions } from '../../src/fetch/credentials.ts';
import { buildHttp, type Http, type HttpOptions } from '../../src/fetch/http.ts';
import { type Feed, parseFeedId, parsePublisherId } from '../../src/model.ts';
import { buildCertificate, type TestCertificate } from '../support/certificate.ts';
import { toLimits } from '../support/limits.ts';
import { startWeb, type Web, type WebRoutes } from '../support/web.ts';

const ref = (name: string): string => `$\{${name}}`;
const ENV = { TOKEN: 'hunter2', USER_NAME: 'Əli', PASSWORD: 'pass:wörd', BROKEN: 'one\ntwo', BLANK: '' };
const FEED_TEXT = '<rss version="2.0"><channel><title>For members</title></channel></rss>';

describe('credentials', () => {
  it('are headers in lower case, variables replaced, white space around them left out', () => {
    const headers = {
      'X-Api-Key': ref('TOKEN'),
      Accept: ' text/xml ',
      Authorization: `Bearer ${ref('TOKEN')}`,
    };
    expect(resolveCredentials({ headers }, ENV)).toEqual({
      kind: 'resolved',
      headers: { 'x-api-key': 'hunter2', accept: 'text/xml', authorization: 'Bearer hunter2' },
    });
  });

  it('are basic authentication in UTF-8', () => {
    const auth = { user: ref('USER_NAME'), password: ref('PASSWORD') };
    expect(resolveCredentials({ auth }, ENV)).toEqual({
      kind: 'resolved',
      headers: { authorization: `Basic ${Buffer.from('Əli:pass:wörd').toString('base64')}` },
    });
  });

  it('are nothing where there are none', () => {
    expect(resolveCredentials(undefined, ENV)).toEqual({ kind: 'resolved', headers: {} });
  });

  it.each([
    ['a variable that is not set', { headers: { 'X-Key': ref('MISSING') } }, 'MISSING'],
    ['an empty one', { headers: { 'X-Key': `${ref('TOKEN')}${ref('BLANK')}` } }, 'BLANK'],
    ['a user that is not set', { auth: { user: ref('NOBODY'), password: ref('TOKEN') } }, 'NOBODY'],
    ['a password that is not set', { auth: { user: 'me', password: ref('NOTHING') } }, 'NOTHING'],
    ['a value that no header can carry', { headers: { 'X-Key': ref('BROKEN') } }, 'X-Key'],
  ])('fail by name for %s, and show no value', (_, credentials, name) => {
    const failed = resolveCredentials(credentials, ENV);
    expect(failed).toMatchObject({
      kind: 'failed',
      failure: 'missing-variable',
      detail: expect.stringContaining(name),
    });
    expect(JSON.stringify(failed)).not.toMatch(/hunter2|one/);
  });
});

const buildFeed = (changes: Partial<Feed>): Feed => {
  const [id, publisher] = [parseFeedId('one'), parsePublisherId('one')];
  if (id === undefined || publisher === undefined) throw new Error('no id');
  return {
    id,
    publisher,
    url: 'https://one.example/rss',
    language: undefined,
    zone: 'UTC',
    read: 'page',
    ...changes,
  };
};

describe('what a request carries of its feed', () => {
  const headers = { 'X-Key': ref('TOKEN') };
  it.each<[string, Partial<Feed>, string, object]>([
    ['nothing where nothing is stated', {}, 'https://one.example/rss', {}],
    [
      'its headers to its URL',
      { headers },
      'https://one.example/rss',
      { credentials: { headers, auth: undefined } },
    ],
    [
      'its headers where it moved within its origin',
      { headers },
      'https://one.example/new',
      { credentials: { headers, auth: undefined } },
    ],
    ['no headers where it moved to another host', { headers }, 'https://two.example/rss', {}],
    ['no headers in the clear where it was secure', { headers }, 'http://one.example/rss', {}],
    ['its exception to its host', { tls: 'unverified' }, 'https://one.example/new', { tls: 'unverified' }],
    ['no exception for another host', { tls: 'unverified' }, 'https://two.example/rss', {}],
  ])('is %s', (_, changes, url, expected) => {
    expect(toFeedOptions(buildFeed(changes), url)).toEqual(expected);
  });
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(routes: WebRoutes, certificate?: TestCertificate): Promise<Web> {
  const web = await startWeb(routes, certificate);
  closers.push(web.close);
  return web;
}

function build(options: HttpOptions): Http {
  const http = buildHttp(toLimits(), { env: ENV, ...options });
  closers.unshift(http.close);
  return http;
}

describe('a feed for members', () => {
  it('is asked for with its own headers above ours, at its own origin only', async () => {
    const web = await open({
      'a.test/feed': (request) => ({
        status: 302,
        headers: { location: `http://b.test:${request.socket.localPort}/feed` },
      }),
      'b.test/feed': FEED_TEXT,
    });
    const credentials = {
      headers: { 'X-Key': ref('TOKEN'), 'User-Agent': 'Reader of the harbour' },
      auth: { user: 'me', password: ref('TOKEN') },
    };
    const outcome = await build({ resolve: web.resolve }).fetch({
      url: web.at('a.test', '/feed'),
      purpose: 'feed',
      credentials,
    });
    expect(outcome.kind).toBe('fetched');
    const seen = web.requests.map(({ host, headers }) => [
      ...[host, headers['x-key'], headers.authorization, headers['user-agent']],
    ]);
    expect(seen).toEqual([
      ['a.test', 'hunter2', `Basic ${btoa('me:hunter2')}`, 'Reader of the harbour'],
      ['b.test', undefined, undefined, 'Topicwire/0.0 (+https://example.org/about)'],
    ]);
  });

  it('is not asked for without its secret', async () => {
    const web = await open({ '*': FEED_TEXT });
    const credentials = { headers: { 'X-Key': ref('MISSING') } };
    const url = web.at('a.test', '/feed');
    const outcome = await build({ resolve: web.resolve }).fetch({ url, purpose: 'feed', credentials });
    expect(outcome).toMatchObject({
      failure: 'missing-variable',
      detail: 'the environment variable MISSING is not set',
    });
    expect(web.requests).toEqual([]);
  });
});

describe('a certificate that cannot be verified', () => {
  const EXPIRED = buildCertificate('a.test', new Date('2020-02-01T00:00:00Z'));
  const SELF_SIGNED = buildCertificate('a.test', new Date('2049-01-01T00:00:00Z'));

  it.each([
    ['self-signed', SELF_SIGNED, 'a.test'],
    ['expired', EXPIRED, 'a.test'],
    ['of another host', SELF_SIGNED, 'b.test'],
  ])('is refused when %s, unless the feed says unverified', async (_, certificate, host) => {
    const web = await open({ '*': FEED_TEXT }, certificate);
    const http = build({ resolve: web.resolve });
    const url = web.at(host, '/feed');
    expect(await http.fetch({ url, purpose: 'feed' })).toMatchObject({ failure: 'tls' });
    expect(await http.fetch({ url, purpose: 'feed', tls: 'unverified' })).toMatchObject({ kind: 'fetched' });
  });

  it('serves no request that wants it verified, though the connection is still open', async () => {
    const web = await open({ '*': FEED_TEXT }, SELF_SIGNED);
    const http = build({ resolve: web.resolve });
    const url = web.at('a.test', '/feed');
    await http.fetch({ url, purpose: 'feed', tls: 'unverified' });
    expect(await http.fetch({ url, purpose: 'page' })).toMatchObject({ failure: 'tls' });
    expect(web.requests).toHaveLength(1);
  });

  it('is refused where the feed redirects to another host', async () => {
    const web = await open(
      {
        'a.test/feed': (request) => ({
          status: 301,
          headers: { location: `https://b.test:${request.socket.localPort}/feed` },
        }),
      },
      SELF_SIGNED,
    );
    const http = build({ resolve: web.resolve });
    const outcome = await http.fetch({ url: web.at('a.test', '/feed'), purpose: 'feed', tls: 'unverified' });
    expect(outcome).toMatchObject({ failure: 'tls', detail: expect.stringContaining('b.test') });
  });
});
