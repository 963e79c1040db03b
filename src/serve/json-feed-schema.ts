import { z } from '@hono/zod-openapi';

/** JSON Feed 1.1, as far as it is of use to say. */
export const JsonFeedJson = z
  .looseObject({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    home_page_url: z.string(),
    feed_url: z.string(),
    next_url: z.string().optional(),
    items: z.array(z.looseObject({ id: z.string(), url: z.string(), date_published: z.iso.datetime() })),
  })
  .openapi('JsonFeed');
