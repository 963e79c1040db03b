import { Hono } from 'hono';
import type { ItemId } from '../model.ts';

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
}

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
  app.get('/operator/schema', async (c) => c.json({ schema: await calls.readSchema() }));
  app.onError((error, c) => c.json({ detail: error.message }, 500));
  app.route('/', web);
  return app;
}
