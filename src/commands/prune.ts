import { Command } from 'commander';
import * as z from 'zod';
import { type BuildCommand, printLine } from './command.ts';
import { findItemId } from './find-item.ts';
import { withOperator } from './operator.ts';

const REMOVED = z.object({
  id: z.number(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  feeds: z.number(),
  tags: z.number(),
  versions: z.number(),
  pages: z.number(),
  keys: z.number(),
});

/** `topicwire prune --item ITEM`: takes one item down for good. */
export const buildPrune: BuildCommand = (context) =>
  new Command()
    .description(
      'Removes one item for good: its texts, tags, earlier versions and kept page. It is gone from the API, feeds and pages, and no feed brings it back. Asks nothing.',
    )
    .requiredOption('--item <item>', "the item's id, or the URL of its page")
    .action(async ({ item }: { readonly item: string }) => {
      const removed = await withOperator(context, async (ask) =>
        REMOVED.parse(
          await ask({
            method: 'POST',
            url: '/operator/remove',
            body: { id: await findItemId(ask, item) },
          }),
        ),
      );
      for (const line of toLines(removed)) printLine(context.stdout, line);
    });

function toLines(removed: z.infer<typeof REMOVED>): readonly string[] {
  const { id, title, url, tags, versions, pages, feeds, keys } = removed;
  const rows = [
    count(tags, 'tag'),
    count(versions, 'earlier version'),
    count(pages, 'kept page'),
    `its place in ${count(feeds, 'feed')}`,
  ];
  return [
    `removed item ${id}: ${title ?? '(no title)'}`,
    `  ${url ?? '(no link)'}`,
    `  with its text, ${rows.join(', ')}; ${count(keys, 'key')} stay, so that no feed brings it back`,
  ];
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
