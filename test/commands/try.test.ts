import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTry } from '../../src/commands/try.ts';
import { makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { startWeb, type Web } from '../support/web.ts';
import { call } from './call.ts';

const TEXT = [
  'The ferry to the harbour is late today, and nobody on the pier can say when it will come in from the sea.',
  'Those who wait were given tea by the harbour master, whose own boat is under repair until the end of May.',
  'The company that runs the ferry asked its passengers for patience and promised a second boat by the summer.',
];
const AD =
  'Fishing rods of the season are ten per cent off for readers of this newspaper until the end of March.';
const PAGE = `<html><head><title>Ferry</title><meta property="og:title" content="Ferry is late"></head><body>
<h1 class="head">The ferry is late</h1><span class="posted">28.02.2026 [19:22]</span>
<div class="a"><p>${TEXT[0]}</p><p>${TEXT[1]}</p><p class="b">${AD}</p><p>${TEXT[2]}</p></div></body></html>`;

describe('topicwire try', () => {
  let web: Web;
  let folder: TestFolder;

  beforeAll(async () => {
    web = await startWeb({
      '/robots.txt': { status: 404 },
      '/rss': ({ socket }) => ({
        body: `<rss version="2.0"><channel><title>Ferries</title><item><title>Ferry</title>
          <link>http://127.0.0.1:${socket.localPort}/page</link><guid>1</guid></item></channel></rss>`,
      }),
      '/page': PAGE,
      '*': { status: 404 },
    });
    folder = await makeTestFolder({
      'feeds.yaml': JSON.stringify({
        feeds: [{ url: `${web.origin}/rss`, id: 'ferries', zone: 'Asia/Baku', body: '.gone' }],
      }),
      'settings.yaml': 'fetch: { host_spacing_seconds: 0, allow_hosts: [127.0.0.1] }',
    });
  });
  afterAll(async () => {
    await web.close();
    await folder.remove();
  });

  const tryUrl = async (path: string, ...options: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await call(buildTry, [`${web.origin}${path}`, ...options], folder.env);
    return stdout.split('\n');
  };
  const RULE = [
    '--body',
    '.a',
    '--remove',
    '.b',
    '--remove',
    'aside',
    '--title',
    '.head',
    '--date',
    '.posted',
  ];

  it("shows what a rule gives of a feed's newest page beside the general extractor, and the lines to paste", async () => {
    const lines = await tryUrl('/rss', ...RULE);
    const from = lines.findIndex((line) => line.startsWith('rule '));
    expect(lines.slice(from, from + 10)).toEqual([
      'rule site:feed/ferries fits; beside the general extractor:',
      '  title   rule: “The ferry is late”',
      '          general: “Ferry is late”',
      '  date    both: 2026-02-28T15:22:00.000Z',
      '  section both: (none)',
      '  text    rule: 321 characters in 3 paragraphs',
      '          general: 424 characters in 4 paragraphs',
      `  first   both: “${TEXT[0]?.slice(0, 100)}…”`,
      `  last    both: “${TEXT[2]?.slice(0, 100)}…”`,
      '  86 % of the words are shared',
    ]);
    expect(lines[from + 10]).toBe(`  only by the general extractor: “${AD.slice(0, 100)}…”`);
    expect(lines.slice(-6)).toEqual([
      'to keep this rule, add to the feed in config/feeds.yaml:',
      '    body: ".a"',
      '    remove: [".b", "aside"]',
      '    title: ".head"',
      '    date: ".posted"',
      '',
    ]);
  });

  it('does so for a page by itself', async () => {
    const lines = await tryUrl('/page', ...RULE);
    expect(lines.some((line) => /^rule site:feed\/.* fits; beside the general extractor:$/.test(line))).toBe(
      true,
    );
    expect(lines).toContain('    date: ".posted"');
  });

  it("tells that the feed's own rule did not fit", async () => {
    const lines = await tryUrl('/rss');
    expect(lines).toContain('rule site:feed/ferries did not fit: it found no body');
    expect(lines.filter((line) => line.startsWith('to keep'))).toEqual([]);
  });

  it.each([
    [['--body', 'div:has(p)'], /^--body div:has\(p\): expected a CSS selector with no :has/],
    [['--title', 'h1['], /^--title h1\[: expected a CSS selector, such as/],
    [['--remove', 'body'], /^--remove body: expected selectors of parts/],
  ])('refuses the rule %j before it fetches anything', async (options, expected) => {
    const before = web.requests.length;
    await expect(tryUrl('/page', ...options)).rejects.toThrow(expected);
    expect(web.requests.length).toBe(before);
  });
});
