import { z } from '@hono/zod-openapi';

/** The URLs of a list as a feed, by format. */
export const FeedUrlsJson = z.object({ atom: z.string(), rss: z.string(), json: z.string() });

/** The saved searches of the applied config. */
export const SearchesJson = z
  .object({
    searches: z.array(
      z
        .object({
          id: z.string(),
          title: z.string(),
          query: z.string().openapi({
            description: 'As a query string of /api/v1/items.',
            example: 'topic=trade&place=UA',
          }),
          public: z.boolean().openapi({ description: 'false: only for who shows a token.' }),
          feeds: FeedUrlsJson,
        })
        .openapi('Search'),
    ),
  })
  .openapi('Searches');

export type FeedUrlsJson = z.infer<typeof FeedUrlsJson>;
export type SearchesJson = z.infer<typeof SearchesJson>;
