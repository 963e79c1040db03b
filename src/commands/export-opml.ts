import { Command } from 'commander';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { renderOpml } from '../config/opml.ts';
import { formatProblem } from '../config/problems.ts';
import { type BuildCommand, CommandError, printLine } from './command.ts';

/** `topicwire export-opml`: the followed feeds for another reader. */
export const buildExportOpml: BuildCommand = (context) =>
  new Command().description('Prints the followed feeds as OPML 2.0, for other readers.').action(async () => {
    const read = await loadConfig(toConfigDirectory(context.env), context.env);
    if (read.kind === 'refused') throw new CommandError(read.problems.map(formatProblem).join('\n'));
    printLine(context.stdout, renderOpml(read.config, context.now()).trimEnd());
  });
