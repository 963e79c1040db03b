import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';

/** The process as a command sees it; tests pass their own streams. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly now: () => Date;
  /** What the process exits with once the command has ended; 0 unless set. */
  readonly setExitCode: (code: number) => void;
  /** Takes over SIGINT and SIGTERM: the signal aborts at the first of them, a second ends the process at once. */
  readonly untilStopped: () => AbortSignal;
}

/** Makes the commander command of one file in this folder. */
export type BuildCommand = (context: CommandContext) => Command;

/** What was asked cannot be done: printed as its one line, exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Writes one line. */
export function printLine(stream: Writable, line: string): void {
  stream.write(`${line}\n`);
}
