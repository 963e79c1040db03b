import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/registry.ts';
import { type Running, runCommand, startCommand } from '../support/command.ts';
import { LOOPBACK_SETTINGS, makeTestFolder, type TestFolder } from '../support/config-folder.ts';
import { type NewsWeb, startNewsWeb } from '../support/news-web.ts';

const SERVERS = ['serve', 'start', 'work'];

describe('beside a running start on the embedded store', () => {
  let web: NewsWeb;
  let folder: TestFolder;
  let running: Running;
  let origin = '';
  beforeAll(async () => {
    web = await startNewsWeb({ hosts: 1, entriesPerFeed: 3, delayMs: 1 });
    folder = await makeTestFolder({
      'feeds.yaml': `feeds:\n  - url: ${web.feeds[0]}\n    id: harbour\n`,
      'settings.yaml': LOOPBACK_SETTINGS,
      'topics/ports.yaml': 'id: ports\nlabel: { en: Ports }\nany: { en: [berth~] }\n',
    });
    running = startCommand(['start'], folder.env);
    origin = (await running.until(/listens on (http:\S+)/))[1] ?? '';
    await untilRead(origin, web.entries);
  });
  afterAll(async () => {
    await running.end('SIGTERM');
    await web.close();
    await folder.remove();
  });

  it.each(SERVERS)('refuses a second %s and names the process that has it', async (command) => {
    const refused = await runCommand([command], folder.env);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`process ${running.pid}`);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  });

  const row = JSON.stringify({
    id: 'a',
    title: 'A',
    text: 'B',
    html: '<p>C</p>',
    url: 'http://example.com/',
    body_base64: '',
  });
  const CALLS: Readonly<
    Record<string, { readonly args: () => readonly string[]; readonly shows: RegExp; readonly code?: number }>
  > = {
    apply: { args: () => [], shows: /nothing to apply: revision 1 is the same/ },
    check: { args: () => [], shows: /1 feed/ },
    explain: {
      args: () => [`${web.feeds[0]?.replace(/[^/]*$/, '')}no-such-page`],
      shows: /no stored item/,
      code: 1,
    },
    'export-opml': { args: () => [], shows: /<opml/ },
    extract: { args: () => [], shows: /"id":"a"/ },
    feeds: { args: () => [], shows: /harbour/ },
    'import-opml': { args: () => [join(folder.directory, 'list.opml')], shows: /example\.org\/atom/ },
    migrate: { args: () => [], shows: /schema \d+/ },
    parse: { args: () => [], shows: /"id":"a"/ },
    plan: { args: () => [], shows: /no changes against revision 1/ },
    prune: { args: () => ['--item', 'none'], shows: /expected an item's id or an http URL/, code: 1 },
    replay: { args: () => [], shows: /^no page is kept/m },
    tag: { args: () => [], shows: /"id":"a"/ },
    token: { args: () => ['list'], shows: /there are no tokens/ },
    try: { args: () => [web.feeds[0] ?? ''], shows: /Port of Alat opens berth 1/ },
  };

  it('tries every command that is no server', () => {
    expect(Object.keys(CALLS)).toEqual(
      COMMANDS.map(({ name }) => name).filter((name) => !SERVERS.includes(name)),
    );
  });

  it.each(Object.keys(CALLS))('%s works', async (command) => {
    await writeFile(
      join(folder.directory, 'list.opml'),
      '<opml version="2.0"><head/><body><outline type="rss" text="A" xmlUrl="http://example.org/atom"/></body></opml>',
    );
    const call = CALLS[command];
    if (call === undefined) throw new Error(`no call for ${command}`);
    const finished = await runCommand([command, ...call.args()], folder.env, `${row}\n`);
    expect(finished.stdout + finished.stderr).toMatch(call.shows);
    expect(finished.code).toBe(call.code ?? 0);
  });

  it('explains an item by its id and by its page', async () => {
    const { items } = JSON.parse(await (await fetch(`${origin}/api/v1/items?limit=1`)).text());
    for (const asked of [String(items[0].id), items[0].url]) {
      const explained = await runCommand(['explain', asked], folder.env);
      expect(explained.stdout).toContain(`item ${items[0].id}: ${items[0].title}`);
      expect(explained.stdout).toMatch(
        /^tag \S+ \(.+\): score [\d.]+, threshold 1 = [\d.]+ points, by (?:rule|place)/m,
      );
      expect(explained.stdout).toMatch(/^ {2}[\d.]+ {2}“.+” in the (?:title|text) at \d+–\d+, rule /m);
      expect(explained.code).toBe(0);
    }
  });

  it('removes an item for good, from answers and feeds and for who keeps a copy', async () => {
    const { items } = JSON.parse(await (await fetch(`${origin}/api/v1/items?limit=1`)).text());
    const [{ id, url, title }] = items;
    const start = JSON.parse(await (await fetch(`${origin}/api/v1/items?changed_since=start`)).text());
    const pruned = await runCommand(['prune', '--item', url], folder.env);
    expect(pruned.stdout).toContain(`removed item ${id}: ${title}\n  ${url}\n  with its text, `);
    expect(pruned.stdout).toMatch(/its place in 1 feed; [23] keys stay, so that no feed brings it back\n$/);
    expect(pruned.code).toBe(0);
    for (const path of [`/api/v1/items/${id}`, `/items/${id}`])
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    for (const path of ['/items/feed.rss', '/'])
      expect(await (await fetch(`${origin}${path}`)).text()).not.toContain(title);
    const since = `${origin}/api/v1/items?changed_since=${start.next_changed_since}`;
    expect(JSON.parse(await (await fetch(since)).text())).toMatchObject({ items: [], removed: [id] });
    const again = await runCommand(['prune', '--item', String(id)], folder.env);
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/no item of this id \(any more\)/)]);
  });

  it('lets only its user open the socket', async () => {
    const owner = JSON.parse(await readFile(join(folder.directory, 'data', 'lock'), 'utf8'));
    expect((await stat(owner.socketPath)).mode & 0o777).toBe(0o600);
  });

  it('applies a changed file at once and holds back one with a mistake, saying why', async () => {
    const file = join(folder.directory, 'config', 'feeds.yaml');
    const good = await readFile(file, 'utf8');
    await writeFile(file, `${good}  - ftp://example.com/\n`);
    await untilHealth(
      origin,
      (health) => health['status'] === 'degraded' && String(health['pending']).includes('feeds.yaml:4'),
    );
    await writeFile(file, good.replace('id: harbour', 'id: harbour-two'));
    await untilHealth(origin, (health) => health['status'] === 'ok' && health['revision'] === 2);
    const feeds = await runCommand(['feeds'], folder.env);
    expect(feeds.stdout).toContain('harbour-two');
    await writeFile(file, good);
    await untilHealth(origin, (health) => health['revision'] === 3);
  });
});

async function untilRead(origin: string, count: number): Promise<void> {
  for (;;) {
    const { items } = JSON.parse(await (await fetch(`${origin}/api/v1/items`)).text());
    const read = items.filter((item: { read: { state: string } }) => item.read.state !== 'pending');
    if (read.length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function untilHealth(
  origin: string,
  holds: (health: Record<string, unknown>) => boolean,
): Promise<void> {
  for (;;) {
    const health: Record<string, unknown> = JSON.parse(await (await fetch(`${origin}/health`)).text());
    if (holds(health)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
