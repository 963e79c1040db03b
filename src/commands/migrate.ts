import { Command } from 'commander';
import * as z from 'zod';
import { type BuildCommand, printLine } from './command.ts';
import { withOperator } from './operator.ts';

const SCHEMA = z.object({ schema: z.number() });

/** `topicwire migrate`: opening the store is what migrates it; a running process has done it already. */
export const buildMigrate: BuildCommand = (context) =>
  new Command()
    .description("Brings the store's schema to this version's; safe to repeat, and beside a running process.")
    .action(async () => {
      const { schema } = SCHEMA.parse(
        await withOperator(context, (ask) => ask({ method: 'GET', url: '/operator/schema' })),
      );
      printLine(context.stdout, `the store has schema ${schema}`);
    });
