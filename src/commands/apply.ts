import { Command } from 'commander';
import * as z from 'zod';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { formatProblem } from '../config/problems.ts';
import { toRevision } from '../config/revision.ts';
import { type BuildCommand, CommandError, printLine } from './command.ts';
import { withOperator } from './operator.ts';

const APPLIED = z.object({ revision: z.number(), before: z.number().nullable() });

/** `topicwire apply`: makes the files' config the applied one. */
export const buildApply: BuildCommand = (context) =>
  new Command()
    .description('Applies the config files: checks them and makes them what every worker runs from now on.')
    .action(async () => {
      const loaded = await loadConfig(toConfigDirectory(context.env), context.env);
      for (const warning of loaded.warnings) printLine(context.stderr, `warning: ${formatProblem(warning)}`);
      if (loaded.kind === 'refused') throw new CommandError(loaded.problems.map(formatProblem).join('\n'));
      const body = toRevision(loaded.config).json;
      const { revision, before } = APPLIED.parse(
        await withOperator(context, (ask) => ask({ method: 'POST', url: '/operator/apply', body })),
      );
      printLine(
        context.stdout,
        revision === before
          ? `nothing to apply: revision ${revision} is the same`
          : `revision ${revision} is applied`,
      );
    });
