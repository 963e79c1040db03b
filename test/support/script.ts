import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A TypeScript file of the tests, run as a real process of its own. */
export interface Script {
  readonly process: ChildProcess;
  /** Its next line on stdout; undefined once it has ended. */
  readonly nextLine: () => Promise<string | undefined>;
  /** Kills it as a power switch would, and waits until it is gone; gives the lines nobody has read. */
  readonly kill: () => Promise<readonly string[]>;
}

/** Starts the file at this URL with Node and tsx. */
export function startScript(url: URL, ...parameters: readonly string[]): Script {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(url), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string | undefined> => {
    const line = await lines.next();
    return line.done === true ? undefined : line.value;
  };
  const kill = async (): Promise<readonly string[]> => {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await gone;
    const rest: string[] = [];
    for (let line = await nextLine(); line !== undefined; line = await nextLine()) rest.push(line);
    return rest;
  };
  return { process: child, nextLine, kill };
}
