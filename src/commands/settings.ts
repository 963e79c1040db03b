import { toConfigDirectory } from '../config/load.ts';
import { loadSettings } from '../config/load-settings.ts';
import { formatProblem } from '../config/problems.ts';
import type { Settings } from '../config/settings.ts';
import { type CommandContext, CommandError } from './command.ts';

/** The settings of the config folder and environment; their mistakes end the command, each on its line. */
export async function readSettingsOf(context: CommandContext): Promise<Settings> {
  const loaded = await loadSettings(toConfigDirectory(context.env), context.env);
  if (loaded.kind === 'loaded') return loaded.settings;
  throw new CommandError(loaded.problems.map(formatProblem).join('\n'));
}
