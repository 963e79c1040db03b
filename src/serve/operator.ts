import { Hono } from 'hono';
import * as z from 'zod';
import { type FeedId, type ItemId, parseFeedId, parseItemId } from '../model.ts';

/** What only the operator may ask of a store; never reachable over the network. */
export interface OperatorCalls {
  /** Makes a revision's config the applied one; gives its number and the one before. */
  readonly apply: (
    json: unknown,
  ) => Promise<
    | { readonly kind: 'applied'; readonly revision: number; readonly before: number | undefined }
    | { readonly kind: 'refused'; readonly detail: string }
  >;
  readonly readSchema: () => Promise<number>;
  /** The item of a page's URL; undefined where none is stored or the URL is none. */
  readonly findItem: (url: string) => Promise<ItemId | undefined> | undefined;
  /** Reads some kept pages again; the answer is given to the command as it is. */
  readonly replay: (request: {
    readonly feed: FeedId | undefined;
    readonly which: 'all' | 'failed';
    readonly after: ItemId | undefined;
  }) => Promise<
    | { readonly kind: 'replayed'; readonly pages: readonly object[]; readonly next: ItemId | undefined }
    | { readonly kind: 'refused'; readonly detail: string }
  >;
}

const REPLAY = z.object({
  feed: z.string().optional(),
  which: z.enum(['all', 'failed']),
  after: z.number().optional(),
});

/** The API and the operator's paths as one app, for the socket and for commands that hold the store themselves. */
export function buildOperatorApp(web: Hono, calls: OperatorCalls): Hono {
  const app = new Hono();
  app.post('/operator/apply', async (c) => {
    const applied = await calls.apply(await c.req.json());
    return applied.kind === 'refused'
      ? c.json({ detail: applied.detail }, 400)
      : c.json({ revision: applied.revision, before: applied.before ?? null });
  });
  app.get('/operator/item', async (c) =>
    c.json({ id: (await calls.findItem(c.req.query('url') ?? '')) ?? null }),
  );
  app.post('/operator/replay', async (c) => {
    const { feed, which, after } = REPLAY.parse(await c.req.json());
    const id = feed === undefined ? undefined : parseFeedId(feed);
    if (feed !== undefined && id === undefined)
      return c.json({ detail: `${feed}: expected a feed's id` }, 400);
    const replayed = await calls.replay({
      ...{ feed: id, which, after: after === undefined ? undefined : parseItemId(after) },
    });
    return replayed.kind === 'refused' ? c.json({ detail: replayed.detail }, 400) : c.json(replayed);
  });
  app.get('/operator/schema', async (c) => c.json({ schema: await calls.readSchema() }));
  app.onError((error, c) => c.json({ detail: error.message }, 500));
  app.route('/', web);
  return app;
}
