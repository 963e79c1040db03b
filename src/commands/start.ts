import { Command } from 'commander';
import type { BuildCommand } from './command.ts';
import { runProcess } from './process.ts';

export const buildStart: BuildCommand = (context) =>
  new Command()
    .description('Collects, reads and serves in one process, until it is stopped.')
    .action(() => runProcess(context, { work: true, serve: true }));
