import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { type FeedId, type ItemId, parseFeedId, parseItemId } from '../model.ts';
import type { TokenCalls } from './access/token-calls.ts';
import type { Answered } from './answered.ts';

/** What only the operator may ask of a store; never reachable over the network. */
export interface OperatorCalls {
  /** Makes a revision's config the applied one, unless it is held back; the answer is given as it is. */
  readonly apply: (json: unknown, mode: 'judged' | 'forced') => Promise<Answered>;
  /** Says what applying a revision's config would change. */
  readonly plan: (json: unknown) => Promise<Answered>;
  readonly readSchema: () => Promise<number>;
  readonly tokens: TokenCalls;
  /** The item of a page's URL; undefined where none is stored or the URL is none. */
  readonly findItem: (url: string) => Promise<ItemId | undefined> | undefined;
  /** Removes an item for good; undefined where there is none. */
  readonly removeItem: (id: ItemId) => Promise<object | undefined>;
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

const REMOVE = z.object({ id: z.number() });
const NEW_TOKEN = z.object({ name: z.string(), feed: z.string().optional() });
const TOKEN = z.object({ id: z.number() });

/** The API and the operator's paths as one app, for the socket and for commands that hold the store themselves. */
export function buildOperatorApp(web: Hono, calls: OperatorCalls): Hono {
  const app = new Hono();
  const give = (c: Context, answered: Answered) =>
    answered.kind === 'refused' ? c.json({ detail: answered.detail }, 400) : c.json(answered.json);
  app.post('/operator/apply', async (c) =>
    give(c, await calls.apply(await c.req.json(), c.req.query('force') === 'true' ? 'forced' : 'judged')),
  );
  app.post('/operator/plan', async (c) => give(c, await calls.plan(await c.req.json())));
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
  app.post('/operator/remove', async (c) => {
    const id = parseItemId(REMOVE.parse(await c.req.json()).id);
    const removed = id === undefined ? undefined : await calls.removeItem(id);
    return removed === undefined
      ? c.json({ detail: 'there is no item of this id (any more)' }, 400)
      : c.json(removed);
  });
  app.get('/operator/tokens', async (c) => c.json({ tokens: await calls.tokens.list() }));
  app.post('/operator/tokens', async (c) => {
    const { name, feed } = NEW_TOKEN.parse(await c.req.json());
    return give(c, await calls.tokens.create(name, feed));
  });
  app.post('/operator/tokens/revoke', async (c) =>
    give(c, await calls.tokens.revoke(TOKEN.parse(await c.req.json()).id)),
  );
  app.get('/operator/schema', async (c) => c.json({ schema: await calls.readSchema() }));
  app.onError((error, c) => c.json({ detail: error.message }, 500));
  app.route('/', web);
  return app;
}
