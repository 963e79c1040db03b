import { lstat, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCheck } from '../../src/commands/check.ts';
import { buildImportOpml } from '../../src/commands/import-opml.ts';
import { call } from './call.ts';
import { makeConfigFolder } from './config-folder.ts';

const OPML = 'test/fixtures/config/subscriptions.opml';
const FEEDS = '# mine\nfeeds:\n  - https://one.example/rss # first\n';
const REPORT = [
  'known: http://www.north.example/rss/ is north-example',
  'known: https://one.example/rss is one-example',
  'refused: "file:///etc/passwd": expected an http or https URL',
  'refused: "https://me:***@paid.example/rss": expected a URL without a user name and password',
];

describe('topicwire import-opml', () => {
  it('prints the YAML to paste and changes nothing', async () => {
    const folder = await makeConfigFolder({ 'feeds.yaml': FEEDS });
    const { stdout, stderr } = await call(buildImportOpml, [OPML], { TOPICWIRE_CONFIG: folder });
    expect(stdout).toBe(
      [
        'feeds:',
        '  - https://north.example/rss # Northern Wire & Sons',
        '  - http://south.example/feed.xml # Southern Post',
        '  - { url: https://north.example/feed.atom, id: north-example-2 } # Other format',
        '  - https://ua.example/новини/rss # Новини # дня',
        '',
      ].join('\n'),
    );
    expect(stderr.trim().split('\n')).toEqual([...REPORT, '4 to add, 2 known, 2 refused']);
    expect(await readFile(join(folder, 'feeds.yaml'), 'utf8')).toBe(FEEDS);
  });

  it('adds them with --write, keeps comments, and the second time finds all known', async () => {
    const folder = await makeConfigFolder({ 'feeds.yaml': FEEDS });
    const env = { TOPICWIRE_CONFIG: folder };
    const first = await call(buildImportOpml, [OPML, '--write'], env);
    expect(first.stdout).toBe('');
    expect(first.stderr).toContain('added: https://north.example/rss (Northern Wire & Sons)\n');
    expect(first.stderr).toContain('4 added, 2 known, 2 refused');
    const written = await readFile(join(folder, 'feeds.yaml'), 'utf8');
    expect(written.startsWith(FEEDS)).toBe(true);
    expect((await call(buildCheck, [folder])).stdout).toContain('5 feeds');
    expect((await call(buildImportOpml, [OPML, '--write'], env)).stderr).toContain(
      '0 added, 6 known, 2 refused',
    );
    expect(await readFile(join(folder, 'feeds.yaml'), 'utf8')).toBe(written);
  });

  it('writes through a link to the file it leads to', async () => {
    const folder = await makeConfigFolder({ 'feeds.yaml': FEEDS });
    await rename(join(folder, 'feeds.yaml'), join(folder, 'kept.txt'));
    await symlink('kept.txt', join(folder, 'feeds.yaml'));
    await call(buildImportOpml, [OPML, '--write'], { TOPICWIRE_CONFIG: folder });
    expect((await lstat(join(folder, 'feeds.yaml'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'kept.txt'), 'utf8')).toContain(
      'https://south.example'.replace('https', 'http'),
    );
  });

  it.each([
    ['no such file', undefined, 'expected a readable file (ENOENT)'],
    ['a page', '<html></html>', 'expected an OPML file, which begins with <opml>'],
    [
      'no feed',
      '<opml><body><outline text="a"/></body></opml>',
      'expected at least one <outline xmlUrl="…">',
    ],
    ['too much', `<opml>${' '.repeat(9_000_000)}</opml>`, 'expected at most 8388608 bytes, found 9000013'],
  ])('refuses %s in one line', async (_name, text, expected) => {
    const folder = await makeConfigFolder({ 'feeds.yaml': FEEDS });
    const file = join(folder, 'in.opml');
    if (text !== undefined) await writeFile(file, text);
    await expect(call(buildImportOpml, [file], { TOPICWIRE_CONFIG: folder })).rejects.toThrow(
      `${file}: ${expected}`,
    );
  });

  it('reads a file in an old encoding', async () => {
    const folder = await makeConfigFolder({ 'feeds.yaml': FEEDS });
    const file = join(folder, 'in.opml');
    const head = Buffer.from(
      '<?xml version="1.0" encoding="windows-1251"?><opml><body><outline xmlUrl="https://x.example/rss" text="',
    );
    await writeFile(
      file,
      Buffer.concat([
        head,
        Buffer.from([0xcd, 0xee, 0xe2, 0xee, 0xf1, 0xf2, 0xe8]),
        Buffer.from('"/></body></opml>'),
      ]),
    );
    const { stdout } = await call(buildImportOpml, [file], { TOPICWIRE_CONFIG: folder });
    expect(stdout).toContain('https://x.example/rss # Новости');
  });

  it('names the mistakes of a config that has some and adds nothing to it', async () => {
    const folder = await makeConfigFolder({ 'feeds.yaml': 'feeds: [ftp://x]\n' });
    await expect(call(buildImportOpml, [OPML, '--write'], { TOPICWIRE_CONFIG: folder })).rejects.toThrow(
      'feeds[0].url "ftp://x": expected an http or https URL',
    );
  });
});
