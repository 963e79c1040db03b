import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives a question to ask now and then: did a file of the config folder change since it was last asked, or since the
 * question was made? So make it before the files are read, and no change falls between. It looks at
 * sizes and times instead of waiting for the kernel's word, which mounted folders (containers, network) do not send.
 */
export async function watchConfigFiles(directory: string): Promise<() => Promise<boolean>> {
  let seen = await describeFiles(directory);
  return async () => {
    const now = await describeFiles(directory);
    const changed = seen !== now;
    seen = now;
    return changed;
  };
}

async function describeFiles(directory: string): Promise<string> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const lines = names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map(async (name) => {
      const { size, mtimeMs, ino } = await stat(join(directory, name)).catch(() => ({
        size: 0,
        mtimeMs: 0,
        ino: 0,
      }));
      return `${name} ${size} ${mtimeMs} ${ino}`;
    });
  return (await Promise.all(lines)).join('\n');
}
