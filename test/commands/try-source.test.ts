import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTry } from '../../src/commands/try.ts';
import { fetchTrial, toConfigLines, toWrittenFeed } from '../../src/commands/try-source.ts';
import { readFeeds } from '../../src/config/feeds.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { buildMemoryGate } from '../../src/fetch/gate.ts';
import { openNetwork } from '../../src/network.ts';
import { LOOPBACK_SETTINGS } from '../support/config-folder.ts';
import { startWeb, type Web } from '../support/web.ts';
import { call } from './call.ts';
import { makeConfigFolder } from './config-folder.ts';

const readFixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/discover/${name}`, import.meta.url), 'utf8');
const ROWS = Array.from(
  { length: 5 },
  (_, n) => `<p class="row"><a href="/n/${n}">The harbour office opens a berth, number ${n}</a></p>`,
).join('');
const INDEX = '<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>';

let web: Web;
beforeEach(async () => {
  web = await startWeb({
    '/press': { body: readFixture('list-plain.html') },
    '/front': { body: `<html><body>${ROWS}</body></html>` },
    '/index.xml': { body: INDEX },
    '/news.xml': { body: readFixture('sitemap-news.xml') },
    't.me/s/harbour_watch': { body: readFixture('telegram.html') },
    '*': { status: 404 },
  });
});
afterEach(() => web.close());

describe('topicwire try', () => {
  const callTry = async (...args: readonly string[]): Promise<string> => {
    const folder = await makeConfigFolder({
      'feeds.yaml': 'feeds: [https://one.example/rss]',
      'settings.yaml': LOOPBACK_SETTINGS,
    });
    return (await call(buildTry, args, { TOPICWIRE_CONFIG: folder })).stdout;
  };

  it('reads a page as a list by the selectors given, and prints the lines to paste', async () => {
    const shown = await callTry(`${web.origin}/press`, '--item', 'article', '--item-title', 'h3, img');
    expect(shown).toContain('list, 3 entries');
    expect(shown).toContain(`- Ferry line opens\n  2026-02-10T09:00:00.000Z  ${web.origin}/press/101`);
    expect(shown).toMatch(
      /\n {2}- url: http:\S+\/press\n {4}id: \S+\n {4}list:\n {6}item: "article"\n {6}title: "h3, img"\n$/,
    );
  });

  it('follows an index of sitemaps, though nobody says that it is one', async () => {
    const shown = await callTry(`${web.origin}/index.xml`);
    expect(shown).toContain(
      'an index of 1 sitemaps, the newest of them read:\nfeed: Harbour Post — sitemap, 3 entries',
    );
    expect(shown).toContain('left out: no-link');
    expect(shown).toMatch(/\n {4}sitemap: true\n$/);
  });

  it('offers the lists of a page that names no feed', async () => {
    const shown = await callTry(`${web.origin}/front`);
    expect(shown).toContain('not a feed: an HTML page');
    expect(shown).toMatch(
      /\n {2}--item "p\.row" {3}5 rows, the first: The harbour office opens a berth, number 0\n/,
    );
  });

  it.each([
    [
      'selectors that match nothing',
      ['--item', '.card'],
      /layout has changed\. \(nothing on the page matches item "\.card"\)/,
    ],
    ['a selector that is none', ['--item', 'li['], /^--item li\[: expected a CSS selector/],
  ])('names %s', async (_name, options, message) => {
    await expect(callTry(`${web.origin}/press`, ...options)).rejects.toThrow(message);
  });
});

describe('a channel that is tried', () => {
  it.each(['https://t.me/harbour_watch', 'https://t.me/s/Harbour_Watch'])(
    'by %s is read by its preview',
    async (url) => {
      const [feed] = readFeeds({ feeds: [toWrittenFeed(url, {})] }, []).feeds;
      if (feed === undefined) throw new Error('no feed');
      const loaded = await loadSettings(await makeConfigFolder({ 'settings.yaml': LOOPBACK_SETTINGS }), {});
      if (loaded.kind === 'refused') throw new Error('the test settings are refused');
      const now = () => new Date('2026-02-10T12:00:00Z');
      const network = openNetwork(loaded.settings.fetch, {
        ...{ gate: buildMemoryGate(), now, env: {} },
        connectTo: () => ({ host: '127.0.0.1', port: web.port }),
      });
      const answer = await fetchTrial(network, feed, now);
      await network.close();
      expect(answer).toMatchObject({ kind: 'read', feed: { title: 'Harbour Watch', format: 'telegram' } });
      expect(toConfigLines(feed, 'telegram')).toEqual([
        '  - telegram: harbour_watch',
        '    id: t-me-s-harbour-watch',
      ]);
    },
  );
});
