import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { ConfigFile } from '../../src/config/files.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { type ReadConfig, readConfig } from '../../src/config/read-config.ts';

type Env = Readonly<Record<string, string>>;

const read = (texts: Readonly<Record<string, string>>, env: Env = {}): ReadConfig => {
  const files = Object.entries(texts).map(
    ([name, text]): ConfigFile => ({ kind: 'read', name, file: `config/${name}`, text }),
  );
  return readConfig(files, 'config/feeds.yaml', env);
};

const readSound = (texts: Readonly<Record<string, string>>, env: Env = {}): Config => {
  const result = read(texts, env);
  if (result.kind === 'loaded') return result.config;
  throw new Error(result.problems.map(formatProblem).join('\n'));
};

describe('a config', () => {
  it('is complete with a list of URLs', () => {
    const config = readSound({ 'feeds.yaml': 'feeds: [https://one.example/rss]' });
    expect(config.feeds).toEqual([
      {
        id: 'one-example',
        url: 'https://one.example/rss',
        publisher: 'one-example',
        language: undefined,
        zone: 'UTC',
        read: 'page',
      },
    ]);
    expect(config.publishers).toEqual([
      {
        id: 'one-example',
        name: 'one.example',
        domains: ['one.example'],
        aliases: [],
        language: undefined,
        zone: undefined,
      },
    ]);
    expect(config.settings.server).toEqual({
      host: '127.0.0.1',
      port: 8080,
      baseUrl: undefined,
      basePath: '',
      public: false,
      requireToken: false,
      requestsPerMinute: 6000,
      corsOrigins: [],
      fullText: false,
      images: false,
    });
  });

  it('takes publisher, language and zone of a feed from the publisher of its host', () => {
    const { feeds } = readSound({
      'feeds.yaml':
        'feeds:\n  - https://ru.one.example/rss\n  - { url: https://one.example/rss, language: en, zone: UTC }\n',
      'publishers.yaml':
        'publishers:\n  - { id: all, name: All, domains: [example], zone: Europe/Paris }\n  - { id: one, name: One, domains: [www.one.example], language: az, zone: Asia/Baku }\n',
    });
    expect(feeds).toMatchObject([
      { publisher: 'one', language: 'az', zone: 'Asia/Baku' },
      { publisher: 'one', language: 'en', zone: 'UTC' },
    ]);
  });

  it('never takes a language from a host or a path', () => {
    const { feeds } = readSound({ 'feeds.yaml': 'feeds: [https://ru.one.example/en/rss]' });
    expect(feeds[0]?.language).toBeUndefined();
  });

  it('gives a feed the same id whatever stands beside it', () => {
    const urls = ['https://one.example/rss', 'https://one.example/en/rss', 'https://two.example/rss'];
    const idsOf = (list: readonly string[]) =>
      readSound({ 'feeds.yaml': JSON.stringify({ feeds: list }) }).feeds.map(({ url, id }) => `${url} ${id}`);
    expect(idsOf(urls.slice(1))).toEqual(idsOf(urls).slice(1));
    expect(idsOf([...urls].reverse())).toEqual(idsOf(urls).reverse());
  });

  it('lets a feed state the publisher that its own host would give', () => {
    const texts = { 'feeds.yaml': 'feeds: [{ url: https://one.example/rss, publisher: one-example }]' };
    expect(readSound(texts).publishers.map(({ id }) => id)).toEqual(['one-example']);
  });

  it('finds the publisher whose alias is the host', () => {
    const config = readSound({
      'feeds.yaml': 'feeds: [https://www.one.example/rss]',
      'publishers.yaml': 'publishers: [{ id: one, name: One, aliases: [One.example] }]',
    });
    expect(config.feeds[0]?.publisher).toBe('one');
    expect(config.publishers).toHaveLength(1);
  });

  it('takes optional files that hold only comments as empty', () => {
    const empty = {
      'publishers.yaml': '# none\n',
      'searches.yaml': '',
      'settings.yaml': 'fetch:\n  #robots: false\n',
    };
    expect(readSound({ 'feeds.yaml': 'feeds: []', ...empty })).toMatchObject({
      feeds: [],
      publishers: [],
      searches: [],
    });
  });

  it('resolves anchors and aliases', () => {
    const text =
      'feeds:\n  - { url: https://one.example/rss, zone: &zone Asia/Baku }\n  - { url: https://two.example/rss, zone: *zone }\n';
    expect(readSound({ 'feeds.yaml': text }).feeds.map(({ zone }) => zone)).toEqual([
      'Asia/Baku',
      'Asia/Baku',
    ]);
  });

  it('opens a host of another script by the name that DNS has for it', () => {
    const { settings } = readSound({
      'feeds.yaml': 'feeds: []',
      'settings.yaml': 'fetch: { allow_hosts: [xəbər.example, 10.0.0.0/8, Intranet] }',
    });
    expect(settings.fetch.allowHosts).toEqual(['xn--xbr-dtbb.example', '10.0.0.0/8', 'intranet']);
  });

  it('reads 5,000 feeds', () => {
    const urls = Array.from({ length: 5000 }, (_, index) => `  - https://site-${index}.example/rss`);
    expect(readSound({ 'feeds.yaml': `feeds:\n${urls.join('\n')}\n` }).feeds).toHaveLength(5000);
  });

  it('warns of files that nothing reads and of rules for feeds that are not followed', () => {
    const { warnings } = read({
      'feeds.yaml': 'feeds: [https://one.example/rss]',
      'publisher.yaml': '',
      'topics/gas.yml': '',
      'topics/oil.yaml': 'id: oil\nlabel: { en: Oil }\nany: { en: [oil] }\nfeeds:\n  - one-exampel\n',
    });
    expect(warnings.map(formatProblem)).toEqual([
      expect.stringMatching(/^config\/publisher\.yaml: expected .*nothing reads this file$/),
      expect.stringMatching(/^config\/topics\/gas\.yml: expected .*nothing reads this file$/),
      'config/topics/oil.yaml:5: feeds[0] "one-exampel": expected the id of a feed that is followed (did you mean "one-example"?)',
    ]);
  });
});

const FEEDS = { 'feeds.yaml': 'feeds: []' };

describe('the environment', () => {
  it('overrides settings, lists with commas, empty ones not at all', () => {
    const { settings } = readSound(
      { ...FEEDS, 'settings.yaml': 'server: { port: 1, host: localhost }\nlanguages: [en]\n' },
      {
        TOPICWIRE_SERVER_PORT: '9090',
        TOPICWIRE_SERVER_HOST: '',
        TOPICWIRE_LANGUAGES: 'uk, az',
        TOPICWIRE_FETCH_ROBOTS: 'false',
        TOPICWIRE_FETCH_INITIAL_MAX_AGE: 'none',
        TOPICWIRE_FETCH_HOST_SPACING_SECONDS: '0.25',
      },
    );
    expect(settings.server).toMatchObject({ port: 9090, host: 'localhost' });
    expect(settings.languages).toEqual(['uk', 'az']);
    expect(settings.fetch).toMatchObject({
      robots: false,
      initialMaxAgeSeconds: undefined,
      hostSpacingSeconds: 0.25,
    });
  });

  it.each([
    [{}, {}, 'auto'],
    [{ DATABASE_URL: 'postgres://db/topicwire' }, {}, 'manual'],
    [
      { DATABASE_URL: 'postgresql:///topicwire?host=/run/postgresql' },
      { 'settings.yaml': 'apply: auto' },
      'auto',
    ],
    [{ TOPICWIRE_APPLY: 'manual' }, { 'settings.yaml': 'apply: auto' }, 'manual'],
  ])('with %j and %j applies %s', (env, files, apply) => {
    expect(readSound({ ...FEEDS, ...files }, env).settings.apply).toBe(apply);
  });

  it('is warned about where a variable is misspelt, not where Kubernetes set it', () => {
    const { warnings } = read(FEEDS, {
      TOPICWIRE_SERVER_PROT: '1',
      TOPICWIRE_PORT: 'tcp://10.0.0.1:8080',
      TOPICWIRE_PORT_8080_TCP_ADDR: '10.0.0.1',
      TOPICWIRE_SERVICE_HOST: '10.0.0.1',
      TOPICWIRE_CONFIG: 'config',
    });
    expect(warnings.map(formatProblem)).toEqual([
      'environment: TOPICWIRE_SERVER_PROT: expected a variable of a setting (did you mean "TOPICWIRE_SERVER_PORT"?)',
    ]);
  });
});
