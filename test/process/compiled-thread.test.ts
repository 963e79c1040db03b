import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Reads a large feed by the thread; its module is the first argument. */
const SCRIPT = `
const { openReaders } = await import(process.argv[2]);
const readers = openReaders(() => ({ maxMs: 60_000, maxMegabytes: 256 }));
const items = '<item><title>A harbour</title><link>https://harbour.test/a</link></item>'.repeat(6000);
const body = Buffer.from('<rss version="2.0"><channel>' + items + '</channel></rss>');
const feed = await readers.parse({ body, url: 'https://harbour.test/', contentType: undefined, zone: 'UTC' });
await readers.close();
process.stdout.write(feed.kind + ' ' + feed.entries?.length);
`;

describe('the reading thread', () => {
  let folder = '';
  beforeAll(() => {
    // Within the project, so that what is compiled finds its packages.
    mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'node_modules/.cache/compiled-'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'read.mjs'), SCRIPT);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env['PATH'] } });

  it('starts from the compiled files', () => {
    run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist'));
    expect(run(join(folder, 'read.mjs'), join(folder, 'dist/threads.js'))).toBe('parsed 5000');
  });

  it('starts from the sources in a checkout', () => {
    expect(run('--import', 'tsx', join(folder, 'read.mjs'), join(ROOT, 'src/threads.ts'))).toBe(
      'parsed 5000',
    );
  });
});
