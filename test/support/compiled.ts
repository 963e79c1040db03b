import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the compiled program, as `npm run build` makes it. */
    readonly compiled: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Vitest global setup: compiles the program once, since what is started often is started faster so, and as users do. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Within the project, so that what is compiled finds its packages.
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'compiled-'));
  const args = [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--outDir',
    join(folder, 'dist'),
  ];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  project.provide('compiled', join(folder, 'dist'));
  return () => rm(folder, { recursive: true, force: true });
}
