import { z } from '@hono/zod-openapi';

/** Since when until when an item bore a tag by one rule. */
export const TagSpanJson = z
  .object({
    tag: z.string(),
    label: z.string(),
    rule_hash: z.string().openapi({ description: 'Of the rule that gave it: another hash is another rule.' }),
    score: z.number().openapi({ description: 'The last one by that rule.' }),
    since: z.iso.datetime(),
    until: z.iso.datetime().nullable().openapi({ description: 'null while the item bears it.' }),
  })
  .openapi('TagSpan');

/** How far a retagging under way is. */
export const RetaggingJson = z.object({
  to_do: z.number().int().openapi({ description: 'Items still to be tagged anew, about.' }),
  done: z.number().int(),
  since: z.iso.datetime(),
  items_per_second: z.number().openapi({ description: 'On average since it began.' }),
  done_at: z.iso.datetime().nullable().openapi({
    description: 'When it will be done at that rate; null before the first items are.',
  }),
});

export type TagSpanJson = z.infer<typeof TagSpanJson>;
export type RetaggingJson = z.infer<typeof RetaggingJson>;
