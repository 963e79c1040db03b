import { Command } from 'commander';
import type { BuildCommand } from './command.ts';
import { printLine } from './command.ts';
import { loadRevision } from './load-revision.ts';
import { withOperator } from './operator.ts';
import { PLAN } from './plan-json.ts';
import { toPlanLines } from './plan-lines.ts';

/** Exit code where there are changes, so that a pull request can show them; 1 and 2 are mistakes. */
const CHANGED = 3;

/** `topicwire plan`: what applying the files would change, with counts and examples; writes nothing. */
export const buildPlan: BuildCommand = (context) =>
  new Command()
    .description(
      'Compares the config files with what is applied, and tries changed topics on the stored items. Writes nothing; exit code 3 where there are changes.',
    )
    .option('--json', 'all of it, for programs')
    .action(async (options: { readonly json?: true }) => {
      const body = await loadRevision(context);
      const plan = PLAN.parse(
        await withOperator(context, (ask) => ask({ method: 'POST', url: '/operator/plan', body })),
      );
      const lines = options.json ? [JSON.stringify(plan, undefined, 2)] : toPlanLines(plan, context.now());
      for (const line of lines) printLine(context.stdout, line);
      if (plan.changed) context.setExitCode(CHANGED);
    });
