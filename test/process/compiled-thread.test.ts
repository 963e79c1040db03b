import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import '../support/compiled.ts';

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
  let script = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'topicwire-thread-'));
    script = join(folder, 'read.mjs');
    writeFileSync(script, SCRIPT);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env['PATH'] } });

  it('starts from the compiled files', () => {
    expect(run(script, join(inject('compiled'), 'threads.js'))).toBe('parsed 5000');
  });

  it('starts from the sources in a checkout', () => {
    expect(run('--import', 'tsx', script, join(ROOT, 'src/threads.ts'))).toBe('parsed 5000');
  });
});
