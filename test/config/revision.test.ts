import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { ConfigFile } from '../../src/config/files.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { fromRevision, toRevision } from '../../src/config/revision.ts';

const TEXTS = {
  'feeds.yaml':
    'feeds:\n  - https://one.example/rss\n  - { url: https://two.example/rss, id: two, language: uk, zone: Europe/Kiev, read: feed }\n',
  'publishers.yaml':
    'publishers: [{ id: two, name: Two, domains: [two.example], aliases: [Zwei], zone: Asia/Baku }]',
  'searches.yaml': 'searches: [{ id: oil, title: Oil, query: "topic=oil&q=price" }]',
  'settings.yaml':
    'fetch: { initial_max_age: 36h, contact: me@one.example }\nlanguages: [uk]\nserver: { port: 1 }\nalerts: { command: [notify, -x, -x], after: none }',
  'topics/oil.yaml': 'id: oil\nlabel: { en: Oil }\nany: { en: [oil, crude^2] }',
};

const read = (texts: Readonly<Record<string, string>>, env = {}): Config => {
  const files = Object.entries(texts).map(
    ([name, text]): ConfigFile => ({ kind: 'read', name, file: name, text }),
  );
  const result = readConfig(files, 'feeds.yaml', env);
  if (result.kind === 'loaded') return result.config;
  throw new Error(JSON.stringify(result.problems));
};

const config = read(TEXTS);

describe('a revision', () => {
  it('gives the config back after the database kept it', () => {
    const kept: unknown = JSON.parse(JSON.stringify(toRevision(config).json));
    const back = fromRevision(kept, config.settings);
    if (back.kind === 'refused') throw new Error(JSON.stringify(back.problems));
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(back.config.feeds).toEqual([...config.feeds].sort(byId));
    expect(back.config.publishers).toEqual([...config.publishers].sort(byId));
    expect(back.config.topics).toEqual(config.topics);
    expect(back.config.searches).toEqual(config.searches);
    expect(back.config.settings).toEqual(config.settings);
  });

  it.each([
    'http://[::1]:8081/rss',
    'https://www.com/rss',
    'https://www.www.one.example/rss',
    'https://ONE.example./rss',
  ])('is the same again with the publisher that %s gives', (url) => {
    const first = read({ 'feeds.yaml': JSON.stringify({ feeds: [url] }) });
    const back = fromRevision(toRevision(first).json, first.settings);
    expect(back.kind === 'read' && back.config).toEqual(first);
  });

  it('holds nothing that makes a worker run a program, nor the receiver of alerts', () => {
    expect(JSON.stringify(toRevision(config).json)).not.toContain('notify');
    const back = fromRevision(
      { ...toRevision(config).json, policy: { alerts: { command: ['x'] } } },
      config.settings,
    );
    expect(back.kind).toBe('refused');
  });

  it('takes the shared policy from the store and the rest from the process', () => {
    const other = read({
      'feeds.yaml': 'feeds: []',
      'settings.yaml': 'server: { port: 2 }\nlanguages: [az]',
    });
    const back = fromRevision(toRevision(config).json, other.settings);
    expect(back).toMatchObject({
      config: {
        settings: { server: { port: 2 }, languages: ['uk'], fetch: { initialMaxAgeSeconds: 129_600 } },
      },
    });
  });

  it('holds no secret of the process', () => {
    const secret = read(TEXTS, { DATABASE_URL: 'postgres://me:hunter2@db/x' });
    expect(secret.settings.store.databaseUrl).toContain('hunter2');
    expect(JSON.stringify(toRevision(secret))).not.toContain('hunter2');
  });

  it.each([
    [
      'the order of feeds',
      { ...TEXTS, 'feeds.yaml': TEXTS['feeds.yaml'].replace(/(.*one.*\n)(.*\n)/, '$2$1') },
      true,
    ],
    ['a comment', { ...TEXTS, 'feeds.yaml': `# new\n${TEXTS['feeds.yaml']}` }, true],
    [
      'what is inferred being stated',
      {
        ...TEXTS,
        'feeds.yaml': TEXTS['feeds.yaml'].replace(
          'https://one.example/rss',
          '{ url: https://one.example/rss, id: one-example }',
        ),
      },
      true,
    ],
    ['a port', { ...TEXTS, 'settings.yaml': TEXTS['settings.yaml'].replace('port: 1', 'port: 2') }, true],
    [
      'a word of a topic',
      { ...TEXTS, 'topics/oil.yaml': TEXTS['topics/oil.yaml'].replace('crude', 'petrol') },
      false,
    ],
    ['a zone', { ...TEXTS, 'feeds.yaml': TEXTS['feeds.yaml'].replace('Europe/Kiev', 'UTC') }, false],
    [
      'the retention',
      { ...TEXTS, 'settings.yaml': `${TEXTS['settings.yaml']}\nretention: { items_days: 5 }` },
      false,
    ],
  ])('%s: is it the same?', (_name, texts, same) => {
    expect(toRevision(read(texts)).hash === toRevision(config).hash).toBe(same);
  });

  it.each([
    ['no mapping', 12, []],
    ['a key of a newer version', { ...toRevision(config).json, sinks: [] }, ['sinks']],
    ['a feed that is none', { ...toRevision(config).json, feeds: ['ftp://x'] }, ['feeds', 0, 'url']],
    ['a topic that is none', { ...toRevision(config).json, topics: [{ id: 'oil' }] }, ['topics', 0, 'label']],
  ])('is refused with %s', (_name, json, path) => {
    expect(fromRevision(json, config.settings)).toMatchObject({ kind: 'refused', problems: [{ path }] });
  });
});
