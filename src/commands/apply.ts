import { Command } from 'commander';
import { type BuildCommand, CommandError, printLine } from './command.ts';
import { loadRevision } from './load-revision.ts';
import { withOperator } from './operator.ts';
import { APPLIED, type ApplyJson } from './plan-json.ts';

interface Options {
  readonly force?: true;
  readonly json?: true;
}

/** `topicwire apply`: makes the files' config the applied one, unless a topic would change too much. */
export const buildApply: BuildCommand = (context) =>
  new Command()
    .description(
      'Applies the config files: checks them and makes them what every worker runs from now on. Held back as a whole where a topic would match more than a fifth of the last 10,000 items or lose more than half of its items.',
    )
    .option('--force', 'apply what would be held back, without trying it on the stored items')
    .option('--json', 'all of it, for programs')
    .action(async (options: Options) => {
      const body = await loadRevision(context);
      const url = `/operator/apply${options.force ? '?force=true' : ''}`;
      const applied = APPLIED.parse(await withOperator(context, (ask) => ask({ method: 'POST', url, body })));
      if (options.json) printLine(context.stdout, JSON.stringify(applied, undefined, 2));
      if (applied.kind === 'held') throw new CommandError(toReasons(applied));
      if (!options.json) for (const line of toLines(applied)) printLine(context.stdout, line);
    });

const toReasons = ({ plan }: ApplyJson): string =>
  [
    ...(plan?.held ?? []).map((reason) => `held back: ${reason}`),
    'nothing is applied: `topicwire plan` shows the items, `topicwire apply --force` applies it nevertheless',
  ].join('\n');

const toLines = ({ revision, before, plan }: ApplyJson): readonly string[] =>
  revision === before
    ? [`nothing to apply: revision ${revision} is the same`]
    : [
        `revision ${revision} is applied`,
        ...(plan?.tags ?? [])
          .filter(({ gains, losses }) => gains + losses > 0)
          .map(({ tag, gains, losses }) => `  ${tag}: ${gains} items gain it, ${losses} lose it`),
      ];
