#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { type CommandContext, CommandError, printLine } from './commands/command.ts';
import { COMMANDS } from './commands/registry.ts';

const FAILED = 1;
const MISUSED = 2;

process.exitCode = await run(process.argv.slice(2));

/** Runs the command that argv names; gives the exit code: 0 done, 1 failed, 2 called wrongly. */
async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const context: CommandContext = {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => new Date(),
    setExitCode: (code) => {
      exitCode = code;
    },
    untilStopped: stopSignal,
  };
  // A reader that has seen enough (`topicwire parse | head`) is no error.
  process.stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const program = await buildProgram(argv[0], context);
    if (argv.length === 0) {
      printLine(process.stderr, program.helpInformation().trimEnd());
      return MISUSED;
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error);
  }
}

async function buildProgram(name: string | undefined, context: CommandContext): Promise<Command> {
  const program = new Command('topicwire')
    .description('Follows news sources and serves the topics you asked for, with the evidence for every tag.')
    .showHelpAfterError('(topicwire --help lists the commands)')
    .exitOverride();
  for (const entry of COMMANDS) {
    if (entry.name !== name) {
      program.command(entry.name).description(entry.summary);
      continue;
    }
    const build = await entry.load();
    program.addCommand(build(context).name(entry.name).summary(entry.summary).exitOverride());
  }
  return program;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
  const message = error instanceof Error ? error.message : String(error);
  printLine(process.stderr, `topicwire: ${message}`);
  if (
    !(error instanceof CommandError) &&
    error instanceof Error &&
    process.env['TOPICWIRE_LOG_LEVEL'] === 'debug'
  )
    printLine(process.stderr, error.stack ?? '');
  return FAILED;
}

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      controller.abort();
      process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  return controller.signal;
}
