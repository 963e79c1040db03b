import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import './compiled.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  /** All it printed so far, both streams. */
  readonly output: () => string;
  /** Resolves with the first match in what it prints; rejects when it ends before. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Sends the signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<Finished>;
  readonly ended: Promise<Finished>;
}

/** The environment of a command under test: nothing of ours leaks in but PATH and what is given. */
function toEnv(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('TOPICWIRE_') && name !== 'DATABASE_URL' && !name.startsWith('VITEST'),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: 'production', ...env };
}

/** Runs `topicwire …args` to its end, compiled, as it is installed. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Finished> {
  const child = spawnCommand(args, env);
  child.stdin?.end(input);
  return follow(child).ended;
}

/** Starts `topicwire …args` and leaves it running. */
export function startCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawnCommand(args, env);
  child.stdin?.end();
  return follow(child);
}

function spawnCommand(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [join(inject('compiled'), 'cli.js'), ...args], {
    cwd: ROOT,
    env: toEnv(env),
  });
}

function follow(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    child.emit('printed');
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    child.emit('printed');
  });
  const ended = once(child, 'close').then(([code]): Finished => {
    child.emit('printed');
    return { code: typeof code === 'number' ? code : null, stdout, stderr };
  });
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(stdout + stderr);
      if (match !== null) return match;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`ended before it printed ${pattern}:\n${stdout}${stderr}`);
      await once(child, 'printed');
    }
  };
  return {
    pid: child.pid ?? 0,
    output: () => stdout + stderr,
    until,
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
