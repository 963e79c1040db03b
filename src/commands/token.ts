import { Command } from 'commander';
import * as z from 'zod';
import { type BuildCommand, type CommandContext, CommandError, printLine } from './command.ts';
import { toDistance } from './distance.ts';
import { withOperator } from './operator.ts';

const CREATED = z.object({ id: z.number(), feed: z.string().nullable(), token: z.string() });
const TOKEN = z.object({
  id: z.number(),
  name: z.string(),
  feed: z.string().nullable(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});
const TOKENS = z.object({ tokens: z.array(TOKEN) });
type TokenRow = z.infer<typeof TOKEN>;

const NAME = /^[^\p{C}]{1,80}$/u;

/** `topicwire token`: who may read the server from other machines. */
export const buildToken: BuildCommand = (context) =>
  new Command()
    .description('Makes, lists and revokes the tokens by which the server is read from other machines.')
    .addCommand(buildCreate(context))
    .addCommand(buildList(context))
    .addCommand(buildRevoke(context));

const buildCreate: BuildCommand = (context) =>
  new Command('create')
    .description('Makes a token and shows it, this once.')
    .argument('<name>', 'what the list shows it by: who or what will have it')
    .option('--feed <path>', 'opens this feed alone, as /topics/energy or "/items?place=UA"')
    .action(async (name: string, { feed }: { readonly feed?: string }) => {
      if (!NAME.test(name)) throw new CommandError('name: expected 1 to 80 characters on one line');
      const body = feed === undefined ? { name } : { name, feed };
      const created = CREATED.parse(
        await withOperator(context, (ask) => ask({ method: 'POST', url: '/operator/tokens', body })),
      );
      for (const line of toCreatedLines(created)) printLine(context.stderr, line);
      printLine(context.stdout, created.token);
    });

const toCreatedLines = ({ id, feed }: z.infer<typeof CREATED>): readonly string[] => [
  `Token ${id} opens ${feed === null ? 'everything' : `the feed ${feed} and nothing else`}. It is shown this once:`,
  ...(feed === null
    ? []
    : ["(for a feed reader: the feed's URL, in any format, with token=TOKEN as a parameter)"]),
];

const buildList: BuildCommand = (context) =>
  new Command('list')
    .description('Lists the tokens: what they open, when they were made, last used and revoked.')
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const answer = await withOperator(context, (ask) => ask({ method: 'GET', url: '/operator/tokens' }));
      const { tokens } = TOKENS.parse(answer);
      if (json) printLine(context.stdout, JSON.stringify(tokens, undefined, 2));
      else if (tokens.length === 0) printLine(context.stdout, 'there are no tokens');
      else for (const token of tokens) printLine(context.stdout, toLine(token, context));
    });

function toLine(token: TokenRow, { now }: CommandContext): string {
  const times = [
    `made ${toDistance(token.created_at, now())}`,
    token.last_used_at === null ? 'never used' : `last used ${toDistance(token.last_used_at, now())}`,
    ...(token.revoked_at === null ? [] : [`revoked ${toDistance(token.revoked_at, now())}`]),
  ];
  return `${token.id}  ${token.name}  ${token.feed ?? 'everything'}  ${times.join(', ')}`;
}

const buildRevoke: BuildCommand = (context) =>
  new Command('revoke')
    .description('Ends a token at once and for good.')
    .argument('<id>', 'its number in the list')
    .action(async (text: string) => {
      const id = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
      if (id === undefined)
        throw new CommandError(`${text}: expected a token's number; token list shows them`);
      await withOperator(context, (ask) =>
        ask({ method: 'POST', url: '/operator/tokens/revoke', body: { id } }),
      );
      printLine(context.stdout, `token ${id} is revoked`);
    });
