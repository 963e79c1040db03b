import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildExportOpml } from '../../src/commands/export-opml.ts';
import { buildImportOpml } from '../../src/commands/import-opml.ts';
import { parseOpml } from '../../src/config/opml.ts';
import { call } from './call.ts';
import { makeConfigFolder } from './config-folder.ts';

describe('topicwire export-opml', () => {
  it('prints OPML 2.0 with what the specification asks of a subscription list', async () => {
    const folder = await makeConfigFolder({
      'feeds.yaml': 'feeds:\n  - { url: "https://one.example/rss?a=1&b=2", language: uk }\n',
      'publishers.yaml': 'publishers: [{ id: one, name: One & <Only>, domains: [one.example] }]\n',
    });
    const { stdout } = await call(buildExportOpml, [], { TOPICWIRE_CONFIG: folder });
    expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\s*<opml version="2\.0">/i);
    expect(stdout).toContain('<dateCreated>Sun, 01 Mar 2026 12:00:00 GMT</dateCreated>');
    expect(stdout).toMatch(
      /<outline (?=[^>]*type="rss")(?=[^>]*text=)(?=[^>]*xmlUrl="https:\/\/one\.example\/rss\?a=1&amp;b=2")(?=[^>]*language="uk")/,
    );
    expect(parseOpml(stdout)).toMatchObject({
      entries: [{ url: 'https://one.example/rss?a=1&b=2', title: 'One & <Only> (uk)' }],
    });
  });

  it('leaves out what is no feed', async () => {
    const folder = await makeConfigFolder({
      'feeds.yaml':
        'feeds:\n  - https://one.example/rss\n  - telegram: harbour_watch\n  - { url: "https://one.example/press", list: { item: li } }\n',
    });
    const { stdout } = await call(buildExportOpml, [], { TOPICWIRE_CONFIG: folder });
    expect(parseOpml(stdout)).toMatchObject({ entries: [{ url: 'https://one.example/rss' }] });
  });

  it('prints the feeds of topics and searches under the base URL', async () => {
    const folder = await makeConfigFolder({
      'feeds.yaml': 'feeds: []\n',
      'searches.yaml': 'searches: [{ id: gas, title: Gas, query: q=gas, public: false }]\n',
      'topics/oil.yaml': 'id: oil\nlabel: { en: Oil, uk: Нафта }\nany: { en: [crude oil] }\n',
    });
    const env = { TOPICWIRE_CONFIG: folder, TOPICWIRE_SERVER_BASE_URL: 'https://news.example/wire/' };
    const topics = await call(buildExportOpml, ['--topics', '--lang', 'uk'], env);
    expect(topics.stdout).toContain('title="Нафта"');
    expect(topics.stdout).toContain('xmlUrl="https://news.example/wire/topics/oil/feed.atom?lang=uk"');
    const searches = await call(buildExportOpml, ['--searches', '--base-url', 'http://box:9000'], env);
    expect(parseOpml(searches.stdout)).toEqual({
      kind: 'parsed',
      entries: [{ url: 'http://box:9000/searches/gas/feed.atom', title: 'Gas' }],
    });
  });

  it.each([
    [['--topics', '--searches'], 'expected one of --topics and --searches'],
    [['--topics', '--lang', 'ukr'], '--lang "ukr": expected a language code such as uk, ru, az or en'],
    [['--topics', '--base-url', 'news'], '--base-url "news": expected an http or https URL'],
  ])('refuses %j', async (args, message) => {
    await expect(call(buildExportOpml, args, {})).rejects.toThrow(message);
  });

  it('gives a list that import-opml makes the same feeds of', async () => {
    const feeds = 'feeds:\n  - https://one.example/rss?a=1&b=2\n  - https://two.example/новини/feed.xml\n';
    const [from, to] = [
      await makeConfigFolder({ 'feeds.yaml': feeds }),
      await makeConfigFolder({ 'feeds.yaml': 'feeds: []\n' }),
    ];
    const { stdout } = await call(buildExportOpml, [], { TOPICWIRE_CONFIG: from });
    await writeFile(join(to, 'out.opml'), stdout);
    await call(buildImportOpml, [join(to, 'out.opml'), '--write'], { TOPICWIRE_CONFIG: to });
    expect((await call(buildExportOpml, [], { TOPICWIRE_CONFIG: to })).stdout).toBe(stdout);
  });

  it('gives what import-opml finds all known', async () => {
    const { stdout } = await call(buildExportOpml, [], {});
    const file = join(await makeConfigFolder({}), 'out.opml');
    await writeFile(file, stdout);
    expect((await call(buildImportOpml, [file], {})).stderr).toMatch(/\n0 to add, \d+ known, 0 refused\n$/);
  });
});
