import { Command } from 'commander';
import * as z from 'zod';
import { toExtractionLine } from '../serve/extraction-json.ts';
import { ExtractionJson } from '../serve/history-schemas.ts';
import { type BuildCommand, printLine } from './command.ts';
import { toDistance } from './distance.ts';
import { withOperator } from './operator.ts';
import { RETAGGING, toRetaggingLine } from './retagging-line.ts';

// Loose: `--json` prints what the API gives, and only the lines need these.
const FEED = z.looseObject({
  id: z.string(),
  url: z.string(),
  state: z.enum(['new', 'ok', 'failing', 'silent']),
  last_success_at: z.string().nullable(),
  last_new_item_at: z.string().nullable(),
  next_fetch_at: z.string(),
  failures: z.number(),
  failing_since: z.string().nullable(),
  error: z.object({ means: z.string(), do_this: z.string(), detail: z.string().nullable() }).nullable(),
  silent: z.object({ since: z.string(), means: z.string(), do_this: z.string() }).nullable(),
  extraction: ExtractionJson.nullable(),
  notes: z.array(z.string()),
  feed_links: z.array(z.string()),
});
const ANSWER = z.object({ feeds: z.array(FEED) });
const HEALTH = z.object({ retagging: RETAGGING.nullable() });
type FeedRow = z.infer<typeof FEED>;

/** `topicwire feeds`: how each followed feed fares, what is wrong with it in words, and when it is tried again. */
export const buildFeeds: BuildCommand = (context) =>
  new Command()
    .description(
      'Shows the state of each followed feed: when it was read, what is wrong with it and why, when it is tried next.',
    )
    .option('--failing', 'only the feeds that fail or have fallen silent')
    .option('--json', 'as the API gives it')
    .action(async (options: { readonly failing?: true; readonly json?: true }) => {
      const [answer, health] = await withOperator(context, async (ask) => [
        await ask({ method: 'GET', url: '/api/v1/feeds' }),
        await ask({ method: 'GET', url: '/health' }),
      ]);
      const { feeds } = ANSWER.parse(answer);
      const { retagging } = HEALTH.parse(health);
      const shown = feeds.filter((feed) => !options.failing || isInTrouble(feed));
      if (options.json) printLine(context.stdout, JSON.stringify(shown, undefined, 2));
      else {
        if (retagging !== null) printLine(context.stdout, toRetaggingLine(retagging, context.now()));
        for (const line of toLines(shown, feeds.length, context.now())) printLine(context.stdout, line);
      }
    });

const isInTrouble = ({ state }: FeedRow): boolean => state === 'failing' || state === 'silent';

/** The feeds as lines for people: those in trouble first, then by id. */
export function toLines(shown: readonly FeedRow[], total: number, now: Date): readonly string[] {
  const rank = { failing: 0, silent: 1, new: 2, ok: 3 } as const;
  const sorted = [...shown].sort((a, b) => rank[a.state] - rank[b.state] || (a.id < b.id ? -1 : 1));
  const width = Math.max(0, ...sorted.map((feed) => feed.id.length));
  const count = (state: FeedRow['state']): number => shown.filter((feed) => feed.state === state).length;
  return [
    ...sorted.flatMap((feed) => toFeedLines(feed, width, now)),
    `${total} feeds followed; shown: ${count('failing')} failing, ${count('silent')} silent, ${count('ok')} ok, ${count('new')} not yet fetched`,
  ];
}

function toFeedLines(feed: FeedRow, width: number, now: Date): readonly string[] {
  const head = `${feed.state.padEnd(7)}  ${feed.id.padEnd(width)}  `;
  const next = `next try ${toDistance(feed.next_fetch_at, now)}`;
  const indent = ' '.repeat(9);
  const pages = toExtractionLine(feed.extraction);
  const notes = [...(pages === undefined ? [] : [pages]), ...feed.notes].map((note) => indent + note);
  if (feed.error !== null) {
    const since = `${feed.failures} in a row, since ${toDistance(feed.failing_since, now)}`;
    const { means, do_this, detail } = feed.error;
    return [
      `${head}${since}; last read ${toDistance(feed.last_success_at, now)}; ${next}`,
      `${indent}${means}${detail === null ? '' : ` (${detail})`}`,
      `${indent}${do_this}`,
      ...feed.feed_links.map((link) => `${indent}the page names this feed: ${link}`),
      ...notes,
    ];
  }
  if (feed.silent !== null) {
    const { since, means, do_this } = feed.silent;
    return [
      `${head}no news since ${toDistance(since, now)}; last read ${toDistance(feed.last_success_at, now)}; ${next}`,
      ...[means, do_this].map((line) => `${indent}${line}`),
      ...notes,
    ];
  }
  const read = `read ${toDistance(feed.last_success_at, now)}, last news ${toDistance(feed.last_new_item_at, now)}`;
  return [`${head}${read}; ${next}`, ...notes];
}
