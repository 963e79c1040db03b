import { afterEach, describe, expect, it } from 'vitest';
import { buildMemoryGate, type HostGate } from '../../src/fetch/gate.ts';
import { buildHttp, type Http } from '../../src/fetch/http.ts';
import { buildPoliteFetch, type PoliteFetch, type PolitenessOptions } from '../../src/fetch/politeness.ts';
import { toLimits } from '../support/limits.ts';
import { startWeb, type Web, type WebRoutes } from '../support/web.ts';

const START = new Date('2026-03-01T12:00:00Z');
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Polite extends PoliteFetch {
  readonly web: Web;
  readonly http: Http;
  /** How long each wait was, in milliseconds. */
  readonly waits: readonly number[];
  readonly clock: { now: Date };
  readonly get: (host: string, path: string, purpose?: 'feed' | 'page', heldHost?: string) => Promise<string>;
}

/** A polite fetch on a clock that moves only by its waits. */
async function build(routes: WebRoutes, changes: Partial<PolitenessOptions> = {}): Promise<Polite> {
  const web = await startWeb(routes);
  const clock = { now: START };
  const waits: number[] = [];
  const now = (): Date => clock.now;
  const http = buildHttp(toLimits(), { resolve: web.resolve, now });
  closers.push(http.close, web.close);
  const polite = buildPoliteFetch({
    http,
    gate: buildMemoryGate(),
    spacingMs: SECOND,
    userAgent: 'Topicwire/0.0 (+https://example.org)',
    now,
    robotsMaxAgeMs: DAY,
    random: () => 0,
    wait: async (ms) => {
      waits.push(ms);
      clock.now = new Date(clock.now.getTime() + ms);
    },
    ...changes,
  });
  const get: Polite['get'] = async (host, path, purpose = 'feed', heldHost) => {
    const outcome = await polite.fetch({ url: web.at(host, path), purpose, heldHost });
    return outcome.kind === 'failed' ? outcome.failure : outcome.kind;
  };
  return { ...polite, web, http, waits, clock, get };
}

const pathsOf = (web: Web): readonly string[] => web.requests.map(({ path }) => path);

describe('pacing', () => {
  it('asks a host once at a time, spaced, and other hosts beside it', async () => {
    const polite = await build({ '*': 'x' });
    await Promise.all([polite.get('a.test', '/1'), polite.get('a.test', '/2'), polite.get('a.test', '/3')]);
    expect(polite.waits).toEqual([SECOND, SECOND]);
    expect(polite.web.maxConnections('a.test')).toBe(1);
    await polite.get('b.test', '/1');
    expect(polite.waits).toHaveLength(2);
  });

  it('spaces the hops of a redirect as well', async () => {
    const polite = await build({ '/feed': { status: 302, headers: { location: '/new' } }, '/new': 'x' });
    expect(await polite.get('a.test', '/feed')).toBe('fetched');
    expect(polite.waits).toEqual([SECOND]);
  });

  it('draws the spacing out by a random share', async () => {
    const polite = await build({ '*': 'x' }, { random: () => 1 });
    await polite.get('a.test', '/1');
    await polite.get('a.test', '/2');
    expect(polite.waits).toEqual([1.25 * SECOND]);
  });

  it('tells when a host may be asked again', async () => {
    const polite = await build({ '*': 'x' });
    const host = `a.test:${polite.web.port}`;
    expect(polite.nextAllowedAt(host)).toBeUndefined();
    await polite.get('a.test', '/1');
    expect(polite.nextAllowedAt(host)).toEqual(new Date(START.getTime() + SECOND));
  });

  it.each([
    ['seconds', 429, '120', 120],
    ['a date', 429, 'Sun, 01 Mar 2026 12:02:00 GMT', 120],
    ['a date on a 503', 503, 'Sun, 01 Mar 2026 12:10:00 GMT', 600],
    ['nothing', 429, undefined, 60],
  ])('holds the whole host for a Retry-After of %s, and no other', async (_, status, value, seconds) => {
    const headers = value === undefined ? {} : { 'retry-after': value };
    const polite = await build({ '/busy': { status, headers }, '*': 'x' }, { maxWaitMs: 30 * SECOND });
    await polite.get('a.test', '/busy');
    expect(await polite.get('a.test', '/other')).toBe('rate-limited');
    expect(await polite.get('b.test', '/other')).toBe('fetched');
    const host = `a.test:${polite.web.port}`;
    expect(polite.nextAllowedAt(host)).toEqual(new Date(START.getTime() + seconds * SECOND));
    polite.clock.now = new Date(START.getTime() + seconds * SECOND);
    expect(await polite.get('a.test', '/other')).toBe('fetched');
    expect(pathsOf(polite.web)).toEqual(['/busy', '/other', '/other']);
  });

  it('says how long a host on hold is to be left alone', async () => {
    const polite = await build({ '*': 'x' });
    polite.hold(`a.test:${polite.web.port}`, new Date(START.getTime() + 3600 * SECOND));
    const outcome = await polite.fetch({ url: polite.web.at('a.test', '/1'), purpose: 'feed' });
    expect(outcome).toMatchObject({ kind: 'failed', failure: 'rate-limited', retryAfterSeconds: 3600 });
    expect(polite.web.requests).toHaveLength(0);
  });

  it('never has two connections to a host, over 300 fetches of feeds and pages on 20 hosts', async () => {
    const polite = await build({ '/robots.txt': 'User-agent: *\nDisallow:', '*': 'x' }, { spacingMs: 0 });
    const hosts = Array.from({ length: 20 }, (_, index) => `h${index}.test`);
    const fetches = Array.from({ length: 300 }, (_, index) =>
      polite.get(hosts[index % 20] ?? '', `/${index}`, index % 3 === 0 ? 'feed' : 'page'),
    );
    expect(new Set(await Promise.all(fetches))).toEqual(new Set(['fetched']));
    expect(polite.web.requests).toHaveLength(320);
    expect(hosts.map(polite.web.maxConnections)).toEqual(hosts.map(() => 1));
  });

  it('goes on to the next in line when a fetch fails', async () => {
    const polite = await build({
      '/broken': (request) => {
        request.socket.destroy();
        return undefined;
      },
      '*': 'x',
    });
    const both = [polite.get('a.test', '/broken'), polite.get('a.test', '/fine')];
    expect(await Promise.all(both)).toEqual(['reset', 'fetched']);
  });
});

describe('the gate over all workers', () => {
  const buildGate = (): HostGate & { readonly log: string[] } => {
    const log: string[] = [];
    return {
      log,
      acquire: async (host) => {
        log.push(`acquire ${host.replace(/:\d+/, '')}`);
        return async (nextAllowedAt) => {
          log.push(`release ${host.replace(/:\d+/, '')} until ${nextAllowedAt.toISOString()}`);
        };
      },
    };
  };

  it('is asked for each host that is not held already, and given the time of the next request', async () => {
    const gate = buildGate();
    const polite = await build(
      {
        'a.test/feed': (request) => ({
          status: 302,
          headers: { location: `http://b.test:${request.socket.localPort}/x` },
        }),
        '*': 'x',
      },
      { gate },
    );
    await polite.get('a.test', '/feed', 'feed', `a.test:${polite.web.port}`);
    expect(gate.log).toEqual(['acquire b.test', 'release b.test until 2026-03-01T12:00:01.000Z']);
  });

  it('is waited for no longer than allowed', async () => {
    const gate: HostGate = {
      acquire: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    };
    const polite = await build({ '*': 'x' }, { gate, maxWaitMs: 50 });
    expect(await polite.get('a.test', '/feed')).toBe('timeout');
    expect(polite.web.requests).toHaveLength(0);
  });

  it('frees the host in this process when it fails itself', async () => {
    let broken = true;
    const gate: HostGate = {
      acquire: async () => {
        if (broken) throw new Error('database down');
        return async () => undefined;
      },
    };
    const polite = await build({ '*': 'x' }, { gate });
    await expect(polite.get('a.test', '/feed')).rejects.toThrow('database down');
    broken = false;
    expect(await polite.get('a.test', '/feed')).toBe('fetched');
  });
});

describe('robots.txt', () => {
  const DISALLOW = 'User-agent: *\nDisallow: /private/\n';

  it('is obeyed for pages and not asked for feeds', async () => {
    const polite = await build({ '/robots.txt': DISALLOW, '*': 'x' });
    expect(await polite.get('a.test', '/private/feed')).toBe('fetched');
    expect(await polite.get('a.test', '/private/page', 'page')).toBe('robots');
    expect(await polite.get('a.test', '/open/page', 'page')).toBe('fetched');
    expect(pathsOf(polite.web)).toEqual(['/private/feed', '/robots.txt', '/open/page']);
  });

  it('is asked once by however many pages, and again after its age', async () => {
    const polite = await build({ '/robots.txt': DISALLOW, '*': 'x' });
    await Promise.all([polite.get('a.test', '/1', 'page'), polite.get('a.test', '/2', 'page')]);
    const asked = (): number => pathsOf(polite.web).filter((path) => path === '/robots.txt').length;
    expect(asked()).toBe(1);
    polite.clock.now = new Date(START.getTime() + 2 * DAY);
    await polite.get('a.test', '/3', 'page');
    expect(asked()).toBe(2);
  });

  it('is obeyed at the end of a redirect', async () => {
    const polite = await build({
      'b.test/robots.txt': DISALLOW,
      '/robots.txt': { status: 404 },
      '/page': (request) => ({
        status: 301,
        headers: { location: `http://b.test:${request.socket.localPort}/private/x` },
      }),
      '*': 'x',
    });
    expect(await polite.get('a.test', '/page', 'page')).toBe('robots');
    expect(pathsOf(polite.web)).not.toContain('/private/x');
  });

  it('slows the host down by its Crawl-delay, up to a cap', async () => {
    const robots = (delay: number): WebRoutes => ({
      '/robots.txt': `User-agent: *\nCrawl-delay: ${delay}`,
      '*': 'x',
    });
    const slow = await build(robots(10));
    await slow.get('a.test', '/1', 'page');
    await slow.get('a.test', '/2', 'feed');
    // The delay is known only once the file is read.
    expect(slow.waits).toEqual([SECOND, 10 * SECOND]);
    const endless = await build(robots(86_400));
    await endless.get('a.test', '/1', 'page');
    await endless.get('a.test', '/2', 'page');
    expect(endless.waits).toEqual([SECOND, 30 * SECOND]);
  });

  it.each<[string, WebRoutes[string], string]>([
    ['missing', { status: 404 }, 'fetched'],
    ['forbidden', { status: 403 }, 'fetched'],
    ['lost in redirects', { status: 302, headers: { location: '/robots.txt' } }, 'fetched'],
    ['empty', { status: 200 }, 'fetched'],
    ['an HTML page', '<html><body>Disallow: /</body></html>', 'fetched'],
    ['moved', { status: 301, headers: { location: '/robots2.txt' } }, 'robots'],
    [
      'declared compressed and is not',
      { headers: { 'content-encoding': 'gzip' }, body: 'User-agent: *\nDisallow: /' },
      'robots',
    ],
    ['failing', { status: 503 }, 'server-error'],
    ['rate-limited', { status: 429 }, 'rate-limited'],
    [
      'cut off',
      (request) => {
        request.socket.destroy();
        return undefined;
      },
      'reset',
    ],
  ])('that is %s', async (_, route, expected) => {
    const polite = await build({
      '/robots.txt': route,
      '/robots2.txt': 'User-agent: *\nDisallow: /',
      '*': 'x',
    });
    expect(await polite.get('a.test', '/page', 'page')).toBe(expected);
  });

  it('that cannot be read any more stays in force, and is asked for again soon', async () => {
    let status = 200;
    const polite = await build({ '/robots.txt': () => ({ status, body: DISALLOW }), '*': 'x' });
    expect(await polite.get('a.test', '/private/1', 'page')).toBe('robots');
    status = 503;
    polite.clock.now = new Date(START.getTime() + 2 * DAY);
    expect(await polite.get('a.test', '/private/2', 'page')).toBe('robots');
    expect(await polite.get('a.test', '/open', 'page')).toBe('fetched');
    expect(pathsOf(polite.web).filter((path) => path === '/robots.txt')).toHaveLength(2);
    polite.clock.now = new Date(START.getTime() + 2 * DAY + 11 * 60 * SECOND);
    await polite.get('a.test', '/open', 'page');
    expect(pathsOf(polite.web).filter((path) => path === '/robots.txt')).toHaveLength(3);
  });

  it('that allows all is what the operator may choose to see', async () => {
    const polite = await build(
      { '/robots.txt': 'User-agent: *\nDisallow: /', '*': 'x' },
      { robots: 'ignore' },
    );
    expect(await polite.get('a.test', '/page', 'page')).toBe('fetched');
    expect(pathsOf(polite.web)).toEqual(['/page']);
  });
});
