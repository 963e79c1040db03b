import { Command } from 'commander';
import type { BuildCommand } from './command.ts';
import { runProcess } from './process.ts';

export const buildWork: BuildCommand = (context) =>
  new Command()
    .description('Collects and reads; other processes serve. Any number of them share one PostgreSQL.')
    .action(() => runProcess(context, { work: true, serve: false }));
