import { PassThrough, Writable } from 'node:stream';
import type { BuildCommand, CommandContext } from '../../src/commands/command.ts';

export interface Called {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Calls one command in this process, with a clock that stands at 2026-03-01T12:00Z. */
export const call = async (
  build: BuildCommand,
  args: readonly string[],
  env: CommandContext['env'] = {},
): Promise<Called> => {
  const written = { stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  let exitCode = 0;
  const context: CommandContext = {
    env,
    stdin: new PassThrough(),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    now: () => new Date('2026-03-01T12:00:00Z'),
    setExitCode: (code) => {
      exitCode = code;
    },
    untilStopped: () => new AbortController().signal,
  };
  await build(context).exitOverride().parseAsync(args, { from: 'user' });
  return { ...written, exitCode };
};
