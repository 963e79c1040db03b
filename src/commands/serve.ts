import { Command } from 'commander';
import type { BuildCommand } from './command.ts';
import { runProcess } from './process.ts';

export const buildServe: BuildCommand = (context) =>
  new Command()
    .description('Serves API, feeds and pages; other processes work. For PostgreSQL.')
    .action(() => runProcess(context, { work: false, serve: true }));
