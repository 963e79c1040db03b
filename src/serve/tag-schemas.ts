import { z } from '@hono/zod-openapi';

/** A text, or null where there is none. */
export const maybeText = (description: string) => z.string().nullable().openapi({ description });

const EvidenceJson = z
  .object({
    rule: z
      .string()
      .openapi({ description: "The rule's term as written, a regex, or the publisher's label." }),
    field: z.enum(['title', 'text', 'categories']),
    index: z.number().int().optional().openapi({ description: 'Which label, where field is categories.' }),
    start: z.number().int(),
    end: z.number().int(),
    text: z.string().openapi({ description: 'field.slice(start, end), in UTF-16 units.' }),
    weight: z.number().openapi({ description: 'Points it brought.' }),
  })
  .openapi('Evidence');

const TAG_FIELDS = {
  tag: z.string().openapi({ description: 'A topic id, place:XX or org:name.', example: 'place:UA' }),
  label: z.string().openapi({ description: 'In the language asked by Accept-Language, else in English.' }),
  score: z.number().openapi({ description: "1 is the rule's threshold." }),
  given_by: z.enum(['rule', 'place', 'category']),
  evidence: z.array(EvidenceJson),
};

/** A tag as an item bears it. */
export const TagJson = z
  .object({
    ...TAG_FIELDS,
    evidence: TAG_FIELDS.evidence.optional().openapi({ description: 'Of a whole item.' }),
  })
  .openapi('Tag');

const LackJson = z
  .object({
    kind: z.enum(['points', 'vetoed', 'tag', 'words']).openapi({
      description:
        'Too few points; a term of `none` stands in the text; a tag the item does not bear, or any of some words, is required.',
    }),
    by: z.array(EvidenceJson).optional().openapi({ description: 'What vetoed.' }),
    tag: z.string().optional(),
    words: z.array(z.string()).optional(),
  })
  .openapi('Lack');

/** Why an item bears its tags. */
export const ExplanationJson = z
  .object({
    tagged_by: z.string().openapi({ description: 'Hash of the rules now applied.' }),
    given: z.array(
      z
        .object({
          ...TAG_FIELDS,
          min_score: z.number().openapi({ description: 'Points that make a score of 1.' }),
          rule_hash: z.string(),
          through: maybeText('The topic below whose words gave the tag, where they were not its own.'),
        })
        .openapi('ExplainedTag'),
    ),
    near_misses: z.array(
      z
        .object({
          tag: z.string(),
          label: z.string(),
          points: z.number(),
          min_score: z.number(),
          evidence: z.array(EvidenceJson),
          lacks: z.array(LackJson),
        })
        .openapi('NearMiss'),
    ),
    near_misses_omitted: z.number().int(),
  })
  .openapi('Explanation');

export type ExplanationJson = z.infer<typeof ExplanationJson>;
