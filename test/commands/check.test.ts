import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCheck } from '../../src/commands/check.ts';
import { call } from './call.ts';
import { makeConfigFolder } from './config-folder.ts';

const OIL = 'id: oil\nlabel: { en: Oil }\nany: { en: [oil^3] }\n';

describe('topicwire check', () => {
  it('sums up a sound config and exits with 0', async () => {
    const folder = await makeConfigFolder({
      'feeds.yaml': 'feeds: [https://one.example/rss]\n',
      'topics/oil.yaml': OIL,
    });
    expect(await call(buildCheck, [], { TOPICWIRE_CONFIG: folder })).toEqual({
      stdout: `${folder}: 1 feed, 1 topic, 1 publisher, 0 saved searches; no mistakes\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  it('names every mistake as file:line and exits with 1', async () => {
    const folder = await makeConfigFolder({
      'feeds.yaml': 'feeds:\n  - ftp://x\n',
      'settings.yaml': 'server:\n  prot: 1\n',
      'setting.yaml': '',
    });
    const { stdout, exitCode } = await call(buildCheck, [folder]);
    expect(stdout.split('\n')).toEqual([
      expect.stringContaining(`warning: ${folder}/setting.yaml: expected one of feeds.yaml`),
      `${folder}/feeds.yaml:2: feeds[0].url "ftp://x": expected an http or https URL`,
      `${folder}/settings.yaml:2: server.prot: expected a known key (did you mean "port"?)`,
      `${folder}: 2 mistakes`,
      '',
    ]);
    expect(exitCode).toBe(1);
  });

  it('runs the examples of topics and names a failing one with its line', async () => {
    const examples =
      'examples:\n  match:\n    - { en: Oil gets dearer }\n    - { en: Snow in May }\n  no_match: [{ en: Oil on canvas }]\n';
    const folder = await makeConfigFolder({ 'feeds.yaml': 'feeds: []\n', 'topics/oil.yaml': OIL + examples });
    const { stdout, exitCode } = await call(buildCheck, [folder]);
    expect(stdout).toContain(`${folder}/topics/oil.yaml:7: examples.match[1].en "Snow in May": expected `);
    expect(stdout).toContain(
      `${folder}/topics/oil.yaml:8: examples.no_match[0].en "Oil on canvas": expected `,
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    [
      'a folder that is not there',
      async () => 'no/such/folder',
      'no/such/folder/feeds.yaml: expected this file',
    ],
    [
      'a file that is not UTF-8',
      async () => {
        const folder = await makeConfigFolder({ 'feeds.yaml': '' });
        await writeFile(join(folder, 'feeds.yaml'), Buffer.from([0xff, 0xfe, 0x66, 0x00]));
        return folder;
      },
      'feeds.yaml: expected text in UTF-8',
    ],
    [
      'a file beyond all measure',
      async () => makeConfigFolder({ 'feeds.yaml': '#'.repeat(5_000_000) }),
      'feeds.yaml: expected at most 4194304 bytes, found 5000000',
    ],
    [
      'a folder in place of a file',
      async () => makeConfigFolder({ 'feeds.yaml/x': '' }),
      'feeds.yaml: expected a readable file (EISDIR)',
    ],
  ])('names %s', async (_name, make, expected) => {
    const { stdout, exitCode } = await call(buildCheck, [await make()]);
    expect(stdout).toContain(expected);
    expect(exitCode).toBe(1);
  });

  it('never prints the password of DATABASE_URL', async () => {
    const folder = await makeConfigFolder({ 'feeds.yaml': 'feeds: [12]\n' });
    for (const url of ['postgres://me:hunter2@db/x', 'mysql://me:hunter2@db/x', 'me:hunter2'])
      expect(JSON.stringify(await call(buildCheck, [folder], { DATABASE_URL: url }))).not.toContain(
        'hunter2',
      );
  });
});
