import { Command } from 'commander';
import * as z from 'zod';
import { type BuildCommand, printLine } from './command.ts';
import { type Ask, withOperator } from './operator.ts';

const PAGE = z.object({
  id: z.number(),
  title: z.string().optional(),
  url: z.string(),
  result: z.enum(['improved', 'unchanged', 'failed', 'passed-over']),
  was: z.string(),
  extractedBy: z.string().optional(),
  chars: z.number().optional(),
  detail: z.string().optional(),
});
const ANSWER = z.object({ pages: z.array(PAGE), next: z.number().optional(), unkept: z.number() });
type Page = z.infer<typeof PAGE>;

interface Options {
  readonly feed?: string;
  readonly failed?: true;
  readonly json?: true;
}

/** `topicwire replay`: the kept pages of failed and poor items, read again by the rules as they are now. */
export const buildReplayCommand: BuildCommand = (context) =>
  new Command()
    .description(
      'Reads the kept pages of failed and poor items again, without the network, after a rule was changed; saves what is better now.',
    )
    .option('--feed <id>', 'only items of this feed')
    .option('--failed', 'only items whose page gave no article at all')
    .option('--json', 'every page and the counts as JSON')
    .action(async (options: Options) => {
      const { pages, unkept } = await withOperator(context, (ask) => replayAll(ask, options));
      const lines = options.json
        ? [JSON.stringify(toJson(pages, unkept), undefined, 2)]
        : toLines(pages, unkept);
      for (const line of lines) printLine(context.stdout, line);
    });

/** Some pages an answer, so that whoever holds the store goes on between. */
async function replayAll(
  ask: Ask,
  { feed, failed }: Options,
): Promise<{ readonly pages: readonly Page[]; readonly unkept: number }> {
  const pages: Page[] = [];
  const which = failed ? 'failed' : 'all';
  for (let after: number | undefined; ; ) {
    const body = { feed, which, after };
    const answer = ANSWER.parse(await ask({ method: 'POST', url: '/operator/replay', body }));
    pages.push(...answer.pages);
    if (answer.next === undefined) return { pages, unkept: answer.unkept };
    after = answer.next;
  }
}

const count = (pages: readonly Page[], result: Page['result']): number =>
  pages.filter((page) => page.result === result).length;

const toJson = (pages: readonly Page[], unkept: number): object => ({
  improved: count(pages, 'improved'),
  unchanged: count(pages, 'unchanged'),
  failed: count(pages, 'failed'),
  passed_over: count(pages, 'passed-over'),
  failed_without_page: unkept,
  pages: pages.map(({ extractedBy, title, chars, detail, ...page }) => ({
    ...page,
    ...{
      title: title ?? null,
      extracted_by: extractedBy ?? null,
      chars: chars ?? null,
      detail: detail ?? null,
    },
  })),
});

const ORDER = ['improved', 'failed', 'unchanged', 'passed-over'] as const;

/** The pages as lines for people: the improved ones first, the counts last. */
export function toLines(pages: readonly Page[], unkept: number): readonly string[] {
  const passedOver = count(pages, 'passed-over');
  const sum =
    pages.length === 0
      ? 'no page is kept that could be read again'
      : `${pages.length} kept pages read again: ${count(pages, 'improved')} improved, ${count(pages, 'unchanged')} unchanged, ${count(pages, 'failed')} still failed`;
  return [
    ...ORDER.flatMap((result) => pages.filter((page) => page.result === result).flatMap(toPageLines)),
    `${sum}${passedOver === 0 ? '' : `, ${passedOver} passed over: fetched anew meanwhile`}`,
    ...(unkept === 0 ? [] : [`${unkept} failed items have no kept page: only a new fetch can help them`]),
  ];
}

const toPageLines = (page: Page): readonly string[] => [
  `${page.result.padEnd(9)}  item ${page.id}: ${page.title ?? '(no title)'}`,
  `           ${page.url}`,
  `           was ${page.was}${toNow(page)}`,
];

const toNow = ({ extractedBy, chars, detail }: Page): string =>
  extractedBy === undefined
    ? detail === undefined
      ? ''
      : `; ${detail}`
    : `; now read by ${extractedBy}, ${chars ?? 0} characters`;
