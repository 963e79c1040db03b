import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listening, listen } from '../../src/serve/server.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { buildTestApp } from '../serve/app.ts';
import { CATALOG, sure } from '../serve/catalog.ts';
import { saveNews } from '../serve/news.ts';
import { openMemory } from '../support/memory-store.ts';
import { NEWSBOAT, pollThrice } from './readers/newsboat.ts';
import { type Ending, PARSERS, type ReadItem } from './readers/parsers.ts';
import { QUERIES, TRAP_NEWS } from './readers/trap-news.ts';

const PYTHON = '/usr/bin/python3';
const FEEDPARSER = '/usr/lib/python3/dist-packages/feedparser';
const FOLDER = join(import.meta.dirname, 'readers');
const XML: readonly Ending[] = ['atom', 'rss'];

const run = promisify(execFile);

const ITEMS = z.object({
  items: z.array(
    z.object({
      ...{ id: z.number(), title: z.string().nullable(), summary: z.string().nullable() },
      ...{ ordered_at: z.string(), changed_at: z.string(), publisher: z.object({ name: z.string() }) },
      tags: z.array(z.object({ label: z.string() })),
    }),
  ),
});
type ApiItem = z.infer<typeof ITEMS>['items'][number];

const CACHED = z.array(z.object({ id: z.string(), title: z.string(), published: z.number() }));
const READ = z.object({
  ...{ url: z.string(), status: z.number(), sound: z.boolean() },
  entries: z.array(
    z.object({
      ...{ id: z.string(), title: z.string(), published: z.number(), updated: z.number() },
      ...{ authors: z.array(z.string()), source: z.string(), publisher: z.string().nullable() },
      tags: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
  again: z.object({ status: z.number(), entries: z.number() }),
});

interface Answered {
  readonly agent: string;
  readonly path: string;
  readonly status: number;
  readonly hasBody: boolean;
}

/** A query's feed in a format. */
const toFeedPath = (query: string, ending: Ending): string => query.replace(/(?=\?|$)/, `/feed.${ending}`);

/** The items API's path for the same items. */
function toApiPath(query: string): string {
  const [path = '', parameters = ''] = query.split('?');
  const [, kind, id] = path.split('/');
  const search = CATALOG.searches.find((each) => each.id === id);
  const own = kind === 'topics' ? `topic=${id}&` : search === undefined ? '' : `${search.query}&`;
  return `/api/v1/items?${own}${parameters}`;
}

/** What every reader is to make of an item: what could pass for markup stands apart, a missing title is the summary. */
const toReadItem = ({ id, title, summary, ordered_at }: ApiItem): ReadItem => ({
  id: `tag:localhost,2026:items/${id}`,
  title: (title ?? summary ?? '').replace(/<(?=[a-z/!?])|&(?=(?:amp|lt|gt|#33);)/gi, '$& '),
  published: Math.floor(Date.parse(ordered_at) / 1000),
});

describe('readers of feeds', () => {
  const opened: { database?: OpenDatabase; server?: Listening; folder?: string } = {};
  const answered: Answered[] = [];
  const expected = new Map<string, readonly ApiItem[]>();
  const toUrl = (query: string, ending: Ending) => `${opened.server?.url}${toFeedPath(query, ending)}`;
  const expectItems = (query: string, read: readonly ReadItem[], what: string) =>
    expect(read, `${what} of ${query}`).toEqual(sure(expected.get(query)).map(toReadItem));

  beforeAll(async () => {
    opened.database = await openMemory();
    await migrate(opened.database.db);
    await saveNews(opened.database.db, TRAP_NEWS);
    const app = new Hono();
    app.use(async (c, next) => {
      await next();
      const agent = c.req.header('user-agent') ?? '';
      const path = c.req.url.slice(new URL(c.req.url).origin.length);
      answered.push({ agent, path, status: c.res.status, hasBody: c.res.body !== null });
    });
    app.route('/', buildTestApp(opened.database.db).app);
    opened.server = await listen({ app, host: '127.0.0.1', port: 0 });
    opened.folder = await mkdtemp(join(tmpdir(), 'topicwire-readers-'));
    for (const query of QUERIES) {
      const answer = await fetch(`${opened.server.url}${toApiPath(query)}`);
      expected.set(query, ITEMS.parse(await answer.json()).items);
    }
  });
  afterAll(async () => {
    await opened.server?.close();
    await opened.database?.close();
    if (opened.folder !== undefined) await rm(opened.folder, { recursive: true });
  });

  /** Whether a reader that polled each feed some times had a 304 without a body, once it sent validators. */
  const expectLastPollsUnmodified = (agent: RegExp, polls: number) => {
    const own = answered.filter((each) => agent.test(each.agent));
    for (const query of QUERIES) {
      for (const ending of XML) {
        const path = toFeedPath(query, ending);
        const answers = own.filter((each) => each.path === path);
        expect(answers.map(({ status, hasBody }) => [status, hasBody])).toEqual([
          ...Array.from({ length: polls - 1 }, () => [200, true]),
          [304, false],
        ]);
      }
    }
  };

  it('are asked 20 questions, of which all but two find something', () => {
    expect(QUERIES).toHaveLength(20);
    expect([...expected.values()].filter((items) => items.length === 0)).toHaveLength(2);
    expect(Math.max(...[...expected.values()].map((items) => items.length))).toBe(TRAP_NEWS.length);
  });

  it.each(
    PARSERS.flatMap((parser) => parser.endings.map((ending) => [parser.name, ending, parser] as const)),
  )('%s reads the items of every feed.%s', async (name, ending, parser) => {
    for (const query of QUERIES) {
      const answer = await fetch(toUrl(query, ending));
      expectItems(query, await parser.read(await answer.text(), ending), name);
    }
  });

  it.skipIf(!existsSync(FEEDPARSER))(
    'Python’s feedparser reads items, tags and credit, and gets nothing the second time',
    async () => {
      const reading = run(PYTHON, [join(FOLDER, 'read-feeds.py')]);
      reading.child.stdin?.end(
        QUERIES.flatMap((query) => XML.map((ending) => toUrl(query, ending))).join('\n'),
      );
      const lines = (await reading).stdout.trim().split('\n');
      const read = lines.map((line) => READ.parse(JSON.parse(line)));
      for (const query of QUERIES) {
        for (const ending of XML) {
          const feed = sure(read.find(({ url }) => url === toUrl(query, ending)));
          expect([feed.status, feed.sound, feed.again], feed.url).toEqual([
            200,
            true,
            { status: 304, entries: 0 },
          ]);
          const entries = feed.entries.map(({ id, title, published }) => ({ id, title, published }));
          expectItems(query, entries, 'feedparser');
          const items = sure(expected.get(query));
          expect(feed.entries.map(({ updated }) => updated)).toEqual(
            items.map(({ changed_at }) => Math.floor(Date.parse(changed_at) / 1000)),
          );
          for (const [at, entry] of feed.entries.entries()) {
            const { publisher } = sure(items[at]);
            expect([entry.authors[0], entry.source]).toEqual([publisher.name, publisher.name]);
            if (ending === 'rss') expect(entry.publisher).toBe(publisher.name);
            expect(entry.tags.map(([scheme]) => scheme)).toEqual(
              items[at]?.tags.map(() => 'tag:localhost,2026:tags'),
            );
          }
        }
      }
      expectLastPollsUnmodified(/feedparser/i, 2);
    },
  );

  it.skipIf(!existsSync(NEWSBOAT))(
    'newsboat keeps the items of every feed, and gets nothing once it sends validators',
    async () => {
      const feeds = QUERIES.flatMap((query) => XML.map((ending) => ({ query, ending })));
      const caches: string[] = [];
      for (let at = 0; at < feeds.length; at += 8) {
        const some = feeds.slice(at, at + 8);
        const polled = some.map(({ query, ending }) => pollThrice(toUrl(query, ending), sure(opened.folder)));
        caches.push(...(await Promise.all(polled)));
      }
      const { stdout } = await run(PYTHON, [join(FOLDER, 'read-caches.py'), ...caches]);
      const kept = stdout
        .trim()
        .split('\n')
        .map((line) => CACHED.parse(JSON.parse(line)));
      expect(kept).toHaveLength(feeds.length);
      for (const [at, { query, ending }] of feeds.entries())
        expectItems(query, sure(kept[at]), `newsboat’s ${ending}`);
      expectLastPollsUnmodified(/newsboat/i, 3);
    },
  );
});
