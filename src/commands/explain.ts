import { Command } from 'commander';
import * as z from 'zod';
import { type BuildCommand, printLine } from './command.ts';
import { findItemId } from './find-item.ts';
import { withOperator } from './operator.ts';

const EVIDENCE = z.object({
  rule: z.string(),
  field: z.enum(['title', 'text', 'categories']),
  start: z.number(),
  end: z.number(),
  text: z.string(),
  weight: z.number(),
});
const LACK = z.object({
  kind: z.enum(['points', 'vetoed', 'tag', 'words']),
  by: z.array(EVIDENCE).optional(),
  tag: z.string().optional(),
  words: z.array(z.string()).optional(),
});
const EXPLANATION = z.object({
  given: z.array(
    z.object({
      ...{ tag: z.string(), label: z.string(), score: z.number(), given_by: z.string() },
      ...{ min_score: z.number(), rule_hash: z.string(), through: z.string().nullable() },
      evidence: z.array(EVIDENCE),
    }),
  ),
  near_misses: z.array(
    z.object({
      ...{ tag: z.string(), label: z.string(), points: z.number(), min_score: z.number() },
      evidence: z.array(EVIDENCE),
      lacks: z.array(LACK),
    }),
  ),
  near_misses_omitted: z.number(),
});
// Loose: `--json` prints what the API gives.
const ANSWER = z.looseObject({
  id: z.number(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  language: z.string(),
  tags: z.array(z.object({ tag: z.string() })),
  explanation: EXPLANATION.optional(),
});
type Answer = z.infer<typeof ANSWER>;

/** `topicwire explain ITEM|URL`: why a stored item bears its tags, and why not others it nearly bore. */
export const buildExplain: BuildCommand = (context) =>
  new Command()
    .description(
      'Shows for each tag of a stored item the rule, the words and where they stand, score and threshold; and for near misses what lacked or what vetoed.',
    )
    .argument('<item>', "an item's id, or the URL of its page")
    .option('--json', 'as the API gives it')
    .action(async (item: string, options: { readonly json?: true }) => {
      const answer = await withOperator(context, async (ask) =>
        ANSWER.parse(
          await ask({ method: 'GET', url: `/api/v1/items/${await findItemId(ask, item)}?explain=true` }),
        ),
      );
      if (options.json) printLine(context.stdout, JSON.stringify(answer, undefined, 2));
      else for (const line of toLines(answer)) printLine(context.stdout, line);
    });

function toLines(answer: Answer): readonly string[] {
  const head = [
    `item ${answer.id}: ${answer.title ?? '(no title)'}`,
    `  ${answer.url ?? '(no link)'}  language ${answer.language}`,
  ];
  const { explanation } = answer;
  if (explanation === undefined) return [...head, 'no rules are applied yet'];
  const { given, near_misses, near_misses_omitted } = explanation;
  const stored = new Set(answer.tags.map(({ tag }) => tag));
  const isStale = given.length !== stored.size || given.some(({ tag }) => !stored.has(tag));
  return [
    ...head,
    ...(given.length === 0 ? ['no tag'] : []),
    ...given.flatMap(({ tag, label, score, min_score, given_by, through, evidence, rule_hash }) => [
      `tag ${tag} (${label}): score ${score.toFixed(2)}, threshold 1 = ${min_score} points, by ${given_by}${through === null ? '' : ` through ${through}`}, rule ${rule_hash}`,
      ...evidence.map(toEvidenceLine),
    ]),
    ...near_misses.flatMap(({ tag, label, points, min_score, evidence, lacks }) => [
      `not ${tag} (${label}): ${points.toFixed(2)} of ${min_score} points; ${lacks.map(toLackWords).join('; ')}`,
      ...evidence.map(toEvidenceLine),
    ]),
    ...(near_misses_omitted > 0 ? [`and ${near_misses_omitted} more near misses`] : []),
    ...(isStale ? ['its stored tags differ: retagging has not come to it yet'] : []),
  ];
}

const toEvidenceLine = ({ rule, field, start, end, text, weight }: z.infer<typeof EVIDENCE>): string =>
  `  ${weight.toFixed(2)}  “${text}” in the ${field} at ${start}–${end}, rule ${rule}`;

function toLackWords({ kind, by = [], tag = '', words = [] }: z.infer<typeof LACK>): string {
  switch (kind) {
    case 'points':
      return 'too few points';
    case 'vetoed':
      return `vetoed by ${by.map(({ text, field }) => `“${text}” in the ${field}`).join(', ')}`;
    case 'tag':
      return `needs the tag ${tag}`;
    case 'words':
      return words.length === 0
        ? 'needs words it has none of in this language'
        : `needs one of ${words.join(', ')}`;
    default:
      return kind satisfies never;
  }
}
