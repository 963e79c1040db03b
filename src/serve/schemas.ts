import { z } from '@hono/zod-openapi';
import { ArticleJson } from './article-json.ts';
import { ExtractionJson } from './history-schemas.ts';
import { RetaggingJson, TagSpanJson } from './retag-schemas.ts';
import { FeedUrlsJson } from './search-schemas.ts';
import { ExplanationJson, maybeText, TagJson } from './tag-schemas.ts';

const time = (description: string) => z.iso.datetime().openapi({ description });
const maybeTime = (description: string) => z.iso.datetime().nullable().openapi({ description });
const label = z.record(z.string(), z.string()).openapi({ description: 'Label by language.' });

const ReadJson = z
  .object({
    state: z.enum(['pending', 'read', 'failed', 'feed-only']),
    failure: maybeText('Why the page gave no text.'),
    failure_means: maybeText('The same in words.'),
    extracted_by: maybeText('Which reading of the page gave the text.'),
    confidence: z.number().nullable().openapi({ description: '0 to 1.' }),
  })
  .openapi('Read');

/** An item as the API gives it. */
export const ItemJson = z
  .object({
    id: z.number().int(),
    url: maybeText("The publisher's page."),
    title: z.string().nullable(),
    publisher: z.object({ id: z.string(), name: z.string() }).openapi({ description: 'Its id and name.' }),
    feeds: z.array(z.string()).openapi({ description: 'Ids of the feeds that carried it.' }),
    language: z.string().openapi({ description: 'Primary language subtag; und where it could not be told.' }),
    published_at: maybeTime('As the publisher claims it.'),
    ordered_at: time('What the order goes by; it never changes.'),
    ordered_by: z.enum(['published', 'first-seen']),
    ordered_reason: maybeText('Why the claimed time does not order the item.'),
    first_seen_at: time('When it was first collected.'),
    updated_at: maybeTime('As the feed claims it.'),
    changed_at: time('When what is kept of it last changed.'),
    authors: z.array(z.string()),
    categories: z.array(z.string()).openapi({ description: "The publisher's own labels." }),
    summary: maybeText('What the feed said in short, as plain text.'),
    text: maybeText('Of a whole item: plain text in full, paragraphs apart by a blank line.').optional(),
    lead_image: z.string().nullable(),
    // Not .nullable(), which would make the named schema itself one that may be null.
    article: z
      .union([ArticleJson, z.null()])
      .optional()
      .openapi({ description: 'Of a whole item whose page was read.' }),
    tags: z.array(TagJson),
    read: ReadJson,
    tag_history: z.array(TagSpanJson).optional().openapi({
      description:
        'With history=true: since when until when it bore which tag by which rule, the newest first.',
    }),
    explanation: ExplanationJson.optional().openapi({ description: 'With explain=true.' }),
  })
  .openapi('Item');

/** A page of items. */
export const ItemsJson = z
  .object({
    items: z.array(ItemJson),
    next_cursor: maybeText('Give it as cursor for the next page; null at the end.'),
    next: maybeText('The same as a URL.'),
    removed: z.array(z.number().int()).optional().openapi({
      description: 'With changed_since: ids of items that are gone, or do not match (any more).',
    }),
    next_changed_since: z.string().optional().openapi({
      description: 'With changed_since: what to ask by the next time, whether or not there is more now.',
    }),
    more: z.boolean().optional().openapi({
      description: 'With changed_since: whether more changes are there already.',
    }),
  })
  .openapi('Items');

const TOPIC_FIELDS = {
  id: z.string(),
  parent: z.string().nullable(),
  iptc: maybeText('The IPTC Media Topic.'),
  label,
  items_24h: z.number().int().openapi({ description: 'Items of the last 24 hours.' }),
  feeds: FeedUrlsJson,
};

/** The topics of the applied config. */
export const TopicsJson = z
  .object({ topics: z.array(z.object(TOPIC_FIELDS).openapi('Topic')) })
  .openapi('Topics');

/** One topic's last 30 days. */
export const TopicDetailJson = z
  .object({
    ...TOPIC_FIELDS,
    days: z
      .array(z.object({ day: z.iso.date(), items: z.number().int() }))
      .openapi({ description: 'Items a day (UTC) of the last 30, oldest first, today included.' }),
    carriers: z
      .array(
        z.object({
          language: z.string(),
          term: z.string(),
          items: z.number().int(),
          points: z.number(),
        }),
      )
      .openapi({ description: 'The terms that brought the most points, most first.' }),
    idle: z
      .array(z.object({ language: z.string(), term: z.string() }))
      .openapi({ description: 'Terms of its own rule that counted in no item of these days.' }),
    items_read: z
      .number()
      .int()
      .openapi({ description: 'Newest items whose evidence was read for the terms.' }),
  })
  .openapi('TopicDetail');

/** The publishers of the applied config. */
export const PublishersJson = z
  .object({
    publishers: z.array(
      z
        .object({
          id: z.string(),
          name: z.string(),
          domains: z.array(z.string()),
          aliases: z.array(z.string()),
          feeds: z.array(z.string()),
        })
        .openapi('Publisher'),
    ),
  })
  .openapi('Publishers');

/** One feed and how it fares. */
export const FeedJson = z
  .object({
    id: z.string(),
    url: z.string(),
    publisher: z.string(),
    source: z.enum(['feed', 'list', 'sitemap', 'telegram']).openapi({
      description: 'What it is read as: a feed, or as the operator says a listing page, sitemap or channel.',
    }),
    language: maybeText('Where the operator stated it.'),
    title: maybeText("The feed's own."),
    state: z.enum(['new', 'ok', 'failing', 'silent']).openapi({
      description:
        'new has not been asked yet; silent answers, but has had nothing new for far longer than is its habit.',
    }),
    last_fetch_at: maybeTime('When it was last asked.'),
    last_success_at: maybeTime('When it last answered soundly.'),
    last_new_item_at: maybeTime('When it last had a new item.'),
    next_fetch_at: time('When it will be asked next.'),
    failures: z.number().int().openapi({ description: 'Failures in a row.' }),
    failing_since: maybeTime('When the first of them was.'),
    error: z
      .object({
        failure: z.string(),
        means: z.string(),
        do_this: z.string(),
        detail: z.string().nullable(),
        status: z.number().int().nullable(),
      })
      .nullable()
      .openapi({ description: 'The last failure in words, while it fails.' }),
    silent: z
      .object({ since: z.iso.datetime(), means: z.string(), do_this: z.string() })
      .nullable()
      .openapi({ description: 'While it is silent: when its last news came, and words.' }),
    moved: z
      .object({
        to: z.string(),
        since: z.iso.datetime(),
        used_since: maybeTime('When it began to be asked there; null while the redirect is not trusted yet.'),
      })
      .nullable()
      .openapi({ description: 'Where permanent redirects lead; url stays what the operator wrote.' }),
    overflows: z
      .number()
      .int()
      .openapi({ description: 'Polls in which every entry was new: items were probably missed before.' }),
    last_overflow_at: maybeTime('When that last happened.'),
    asks: z
      .object({
        ttl_seconds: z.number().int().nullable(),
        skip_hours: z.array(z.number().int()),
        skip_days: z.array(z.number().int()),
      })
      .openapi({ description: 'What the feed asks of readers; hours and days (0 is Sunday) in GMT.' }),
    extraction: ExtractionJson.nullable().openapi({
      description: "How its publisher's pages were read in the last 14 days; null where none were.",
    }),
    notes: z.array(z.string()).openapi({ description: 'What else the operator should know, in words.' }),
    feed_links: z.array(z.string()).openapi({ description: 'Feeds that a page offered in place of one.' }),
  })
  .openapi('Feed');

/** All feeds and how they fare. */
export const FeedsJson = z.object({ feeds: z.array(FeedJson) }).openapi('Feeds');

/** What the whole process says of itself. */
export const HealthJson = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    revision: z.number().int().nullable().openapi({ description: 'The applied config revision.' }),
    pending: maybeText('Why the config on disk is not the applied one.'),
    retagging: RetaggingJson.nullable().openapi({
      description: 'While stored items are tagged anew by changed rules.',
    }),
    counts: z.record(z.string(), z.number()),
  })
  .openapi('Health');

/** The same to those who have no token, where one is needed. */
export const HealthStatusJson = HealthJson.pick({ status: true }).openapi('HealthStatus');

/** RFC 9457. */
export const ProblemJson = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().openapi({ description: 'Names the request, as X-Request-Id does.' }),
    parameter: z.string().optional().openapi({ description: 'The parameter at fault.' }),
  })
  .openapi('Problem');

export type ItemJson = z.infer<typeof ItemJson>;
export type ItemsJson = z.infer<typeof ItemsJson>;
export type TopicsJson = z.infer<typeof TopicsJson>;
export type TopicDetailJson = z.infer<typeof TopicDetailJson>;
export type PublishersJson = z.infer<typeof PublishersJson>;
export type FeedJson = z.infer<typeof FeedJson>;
export type FeedsJson = z.infer<typeof FeedsJson>;
export type HealthJson = z.infer<typeof HealthJson>;
export type HealthStatusJson = z.infer<typeof HealthStatusJson>;
