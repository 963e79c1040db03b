import { Command } from 'commander';
import { findFailingExamples } from '../config/examples.ts';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { type ConfigProblem, formatProblem } from '../config/problems.ts';
import type { ReadConfig } from '../config/read-config.ts';
import { type BuildCommand, type CommandContext, printLine } from './command.ts';

/** `topicwire check`: every mistake of the config as file:line, or a line that sums it up. */
export const buildCheck: BuildCommand = (context) =>
  new Command()
    .description(
      'Checks the config and the examples of its topics, and names every mistake as file:line. Changes nothing; exit code 1 where there is a mistake.',
    )
    .argument('[folder]', 'the config folder', toConfigDirectory(context.env))
    .action(async (folder: string) => check(context, folder));

async function check(context: CommandContext, folder: string): Promise<void> {
  const read = await loadConfig(folder, context.env);
  const problems = findProblems(read);
  for (const warning of read.warnings) printLine(context.stdout, `warning: ${formatProblem(warning)}`);
  for (const problem of problems) printLine(context.stdout, formatProblem(problem));
  if (problems.length > 0) context.setExitCode(1);
  printLine(context.stdout, summarise(folder, read, problems));
}

const findProblems = (read: ReadConfig): readonly ConfigProblem[] =>
  read.kind === 'refused' ? read.problems : findFailingExamples(read.config, read.topicFiles);

const summarise = (folder: string, read: ReadConfig, problems: readonly ConfigProblem[]): string => {
  if (read.kind === 'refused' || problems.length > 0)
    return `${folder}: ${count(problems.length, 'mistake')}`;
  const { feeds, topics, publishers, searches } = read.config;
  const parts = [
    count(feeds.length, 'feed'),
    count(topics.length, 'topic'),
    count(publishers.length, 'publisher'),
    count(searches.length, 'saved search', 'saved searches'),
  ];
  return `${folder}: ${parts.join(', ')}; no mistakes`;
};

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
