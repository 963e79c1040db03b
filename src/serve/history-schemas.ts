import { z } from '@hono/zod-openapi';

const RunJson = z
  .object({
    kind: z.enum(['same', 'added', 'removed']),
    text: z.string().openapi({ description: 'What stayed the same is shortened in its middle.' }),
  })
  .openapi('Run');

/** What an item said before, and how it differs from what came after. */
export const VersionsJson = z
  .object({
    id: z.number().int(),
    versions: z
      .array(
        z
          .object({
            part: z
              .enum(['entry', 'article'])
              .openapi({ description: "What was replaced: the feed's words or the page's." }),
            replaced_at: z.iso.datetime(),
            changes: z
              .array(
                z.object({
                  field: z.enum(['title', 'summary', 'content', 'text']),
                  added_chars: z.number().int(),
                  removed_chars: z.number().int(),
                  runs: z.array(RunJson),
                }),
              )
              .openapi({ description: 'By field; empty where only markup, labels or authors changed.' }),
          })
          .openapi('Version'),
      )
      .openapi({ description: 'The newest first.' }),
    versions_omitted: z.number().int().openapi({ description: 'Older ones that are not given.' }),
    page_unchanged_at: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'When the page was last asked for again and found to be the same.' }),
  })
  .openapi('Versions');
export type VersionsJson = z.infer<typeof VersionsJson>;

const COUNTS = {
  site: z.number().int().openapi({ description: "Read by the site's own rule." }),
  structured: z.number().int().openapi({ description: 'By the text that the page states for machines.' }),
  general: z.number().int(),
  feed: z.number().int().openapi({ description: 'The text of the feed was the better one.' }),
  short: z.number().int().openapi({ description: 'To a few lines.' }),
  failed: z.number().int().openapi({ description: 'No article was found.' }),
};

/** How a publisher's pages were read of late. */
export const ExtractionJson = z.object({
  pages: z.number().int().openapi({ description: 'Pages read in the last 14 days (UTC).' }),
  ...COUNTS,
  days: z
    .array(z.object({ day: z.iso.date(), ...COUNTS }))
    .openapi({ description: 'The days of them that had pages, the newest first.' }),
  stopped_rules: z
    .array(
      z.object({
        rule: z.string(),
        matched_at: z.iso.datetime(),
        missed_since: z.iso.datetime(),
        misses: z.number().int().openapi({ description: 'Pages in a row.' }),
      }),
    )
    .openapi({ description: "Site rules that fitted the publisher's pages and no longer do." }),
});
export type ExtractionJson = z.infer<typeof ExtractionJson>;
