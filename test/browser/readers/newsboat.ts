import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Debian's newsboat, which .ci/run installs; without one its tests are shown as skipped. */
export const NEWSBOAT = '/usr/bin/newsboat';

const run = promisify(execFile);

/**
 * Lets newsboat poll a feed three times, and gives the SQLite file of what it keeps. It keeps validators of a feed that it
 * knows already, so it sends none before its third poll (seen of 2.21).
 */
export async function pollThrice(url: string, folder: string): Promise<string> {
  const home = await mkdtemp(join(folder, 'home-'));
  const [urls = '', cache = '', config = ''] = ['urls', 'cache.db', 'config'].map((name) => join(home, name));
  await writeFile(urls, `${url}\n`);
  await writeFile(config, '');
  const args = ['-u', urls, '-c', cache, '-C', config, '-x', 'reload', 'reload', 'reload'];
  await run(NEWSBOAT, args, { env: { ...process.env, HOME: home, LANG: 'C.UTF-8' } });
  return cache;
}
