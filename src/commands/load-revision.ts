import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { formatProblem } from '../config/problems.ts';
import { type RevisionJson, toRevision } from '../config/revision.ts';
import { type CommandContext, CommandError, printLine } from './command.ts';

/** The config files as a revision; warnings are printed, mistakes are thrown. */
export async function loadRevision(context: CommandContext): Promise<RevisionJson> {
  const loaded = await loadConfig(toConfigDirectory(context.env), context.env);
  for (const warning of loaded.warnings) printLine(context.stderr, `warning: ${formatProblem(warning)}`);
  if (loaded.kind === 'refused') throw new CommandError(loaded.problems.map(formatProblem).join('\n'));
  return toRevision(loaded.config).json;
}
