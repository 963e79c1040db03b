import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { buildTokenCalls } from '../../src/serve/access/token-calls.ts';
import { listen } from '../../src/serve/server.ts';
import type { Database } from '../../src/store/schema.ts';
import { buildTestApp } from '../serve/app.ts';
import { FRONT_PAGE } from '../serve/front-page.ts';
import { NOW, saveNews } from '../serve/news.ts';
import type { Seeds } from './api-requests.ts';

const PAGE = z.object({ next_cursor: z.string() });
const CHANGES = z.object({ next_changed_since: z.string() });
const CREATED = z.object({ token: z.string() });

/** Two servers over one store to send odd requests to: one open, one that asks for a token. */
export interface FuzzSite {
  readonly ports: readonly number[];
  readonly seeds: Seeds;
  /** What the servers logged as their fault. */
  readonly errors: () => readonly object[];
  readonly close: () => Promise<void>;
}

/** Fills an empty store with news and serves it. */
export async function openFuzzSite(db: Database): Promise<FuzzSite> {
  const ids = await saveNews(db, FRONT_PAGE);
  const apps = [buildTestApp(db), buildTestApp(db, { settings: { requireToken: true, corsOrigins: ['*'] } })];
  const web = buildTestApp(db).app;
  const ask = async (path: string): Promise<unknown> => (await web.request(path)).json();
  const tokens = buildTokenCalls({
    ...{ db, web, basePath: '', now: () => NOW, makeSecret: () => randomBytes(32).toString('base64url') },
  });
  const make = async (feed?: string): Promise<string> => {
    const answered = await tokens.create('fuzz', feed);
    return answered.kind === 'answered' ? CREATED.parse(answered.json).token : '';
  };
  const listening = await Promise.all(apps.map(({ app }) => listen({ app, host: '127.0.0.1', port: 0 })));
  const ranked = PAGE.parse(
    await ask(`/api/v1/items?limit=1&order=relevance&q=${encodeURIComponent('п* OR в*')}`),
  );
  const seeds: Seeds = {
    cursors: [PAGE.parse(await ask('/api/v1/items?limit=2')).next_cursor, ranked.next_cursor],
    changeTokens: [CHANGES.parse(await ask('/api/v1/items?changed_since=start&limit=3')).next_changed_since],
    accessTokens: [await make(), await make('/topics/economy')],
    ids: [...ids.map(String), 'economy', 'defence'],
  };
  return {
    ports: listening.map(({ url }) => Number(new URL(url).port)),
    seeds,
    errors: () => apps.flatMap(({ errors }) => errors),
    close: async () => {
      await Promise.all(listening.map(({ close }) => close()));
    },
  };
}
