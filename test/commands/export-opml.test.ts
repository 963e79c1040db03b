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

  it('gives what import-opml finds all known', async () => {
    const { stdout } = await call(buildExportOpml, [], {});
    const file = join(await makeConfigFolder({}), 'out.opml');
    await writeFile(file, stdout);
    expect((await call(buildImportOpml, [file], {})).stderr).toMatch(/\n0 to add, \d+ known, 0 refused\n$/);
  });
});
