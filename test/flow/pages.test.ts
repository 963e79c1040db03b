import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../../src/config/load-settings.ts';
import { parseFeedId } from '../../src/model.ts';
import type { ReplayRequest } from '../../src/replay.ts';
import { makeTestFolder } from '../support/config-folder.ts';
import { describeEachEngine, type TestEngine } from '../support/database.ts';
import { type App, openApp } from '../support/open-app.ts';
import { startWeb, type Web, type WebAnswer } from '../support/web.ts';

const START = new Date('2026-02-10T08:00:00Z');
const HOUR = 3_600_000;
const PAGE = 'harbour.example/news/1';
const SENTENCES = [
  'The port authority of the town opened its new berth on Tuesday after two years of work on the quay.',
  'Container ships from three countries have booked it for the coming month, the authority said in a statement.',
  'The railway link, which the ministry had promised for the spring, will be ready before the first winter storms.',
  'Dockers had asked for shorter shifts while the cranes are tested, and the operator agreed to that on Monday.',
  'A second berth is planned further east, where the ground is firmer and the dredging costs about a third less.',
] as const;
const toText = (count: number): string => SENTENCES.slice(0, count).join('\n\n');
const toParagraphs = (lines: readonly string[]): string => lines.map((line) => `<p>${line}</p>`).join('');
const toPage = (count: number): string =>
  `<!doctype html><html lang="en"><head><title>Berth opens</title><meta property="og:type" content="article"></head><body><nav><a href="/">Home</a></nav><article><h1>Berth opens</h1>${toParagraphs(SENTENCES.slice(0, count))}</article></body></html>`;
const EMPTY =
  '<!doctype html><title>Berth opens</title><body><div id="app"></div><script src="/app.js"></script>';

const ITEM = z.object({
  id: z.number(),
  title: z.string(),
  text: z.string().nullable(),
  changed_at: z.string(),
  read: z.object({ state: z.string(), extracted_by: z.string().nullable() }),
  tags: z.array(z.object({ tag: z.string() })),
});

/** One feed of one entry, its page, and a clock that is moved by hand. */
interface Life {
  readonly app: App;
  readonly web: Web;
  /** What the feed and the page say from now on. */
  readonly say: { title: string; content: string; page: string; etag: string | undefined };
  /** Lets two hours pass and all that is due be done; gives the item. */
  readonly pass: () => Promise<z.infer<typeof ITEM>>;
  /** Requests of the page so far. */
  readonly asked: () => Web['requests'];
  readonly close: () => Promise<void>;
}

async function openLife(engine: TestEngine): Promise<Life> {
  let now = START;
  const say = { title: 'Berth opens', content: '', page: toPage(4), etag: undefined as string | undefined };
  const web = await startWeb({
    'harbour.example/rss': () => ({
      headers: { 'content-type': 'application/rss+xml' },
      body: `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour</title><item><title>${say.title}</title><link>https://${PAGE}</link><content:encoded><![CDATA[${say.content}]]></content:encoded></item></channel></rss>`,
    }),
    [PAGE]: (request: IncomingMessage): WebAnswer => {
      const headers = { 'content-type': 'text/html', ...(say.etag === undefined ? {} : { etag: say.etag }) };
      return say.etag !== undefined && request.headers['if-none-match'] === say.etag
        ? { status: 304, headers }
        : { headers, body: say.page };
    },
  });
  const folder = await makeTestFolder({
    'feeds.yaml': 'feeds: [{ url: "https://harbour.example/rss", id: harbour, language: en }]',
    'settings.yaml': 'languages: [en]\nfetch: { host_spacing_seconds: 0, initial_max_age: none }',
    'topics/ports.yaml': 'id: ports\nlabel: { en: Ports }\nany: { en: [dredging^9, lighthouse^4] }\n',
  });
  const directory = folder.env['TOPICWIRE_CONFIG'] ?? '';
  const loaded = await loadSettings(directory, {});
  if (loaded.kind === 'refused') throw new Error('the test settings are refused');
  const app = await openApp({
    store: { db: engine.db, engine: engine.name, close: async () => undefined },
    settings: { ...loaded.settings, apply: 'auto' },
    ...{ directory, env: {}, now: () => now, random: () => 0, log: pino({ level: 'silent' }) },
    connectTo: () => ({ host: '127.0.0.1', port: web.port }),
  });
  return {
    ...{ app, web, say },
    asked: () => web.requests.filter(({ path }) => path === '/news/1'),
    pass: async () => {
      now = new Date(now.getTime() + 2 * HOUR);
      await engine.db.updateTable('feeds').set({ next_fetch_at: now }).execute();
      await engine.db.updateTable('hosts').set({ due_at: now }).execute();
      await app.worker.drain();
      now = new Date(now.getTime() + 2 * HOUR);
      await engine.db.updateTable('hosts').set({ due_at: now }).execute();
      await app.worker.drain();
      const answer = await app.web.request('/api/v1/items?full=true');
      return z.object({ items: z.tuple([ITEM]) }).parse(await answer.json()).items[0];
    },
    close: async () => {
      await app.close();
      await web.close();
      await folder.remove();
    },
  };
}

describeEachEngine('the life of a page', (engine) => {
  const opened: Life[] = [];
  const open = async (): Promise<Life> => {
    const life = await openLife(engine);
    opened.push(life);
    return life;
  };
  afterEach(async () => {
    for (const life of opened.splice(0)) await life.close();
  });
  const kept = () => engine.db.selectFrom('page_snapshots').select(['reason', 'url', 'fetched_at']).execute();
  const replay = async ({ app }: Life, over: Partial<ReplayRequest> = {}) =>
    app.replay({ feed: undefined, which: 'all', after: undefined, ...over });

  it('is asked for once while nothing of its entry changes', async () => {
    const life = await open();
    const first = await life.pass();
    expect(first).toMatchObject({ text: toText(4), read: { state: 'read', extracted_by: 'general' } });
    expect(await life.pass()).toEqual(first);
    expect(life.asked()).toHaveLength(1);
    expect(await kept()).toEqual([]);
  });

  it.each([
    ['by its validators', '"1"', '"1"'],
    ['by its body', undefined, undefined],
  ])(
    'leaves its article as it is where it is known again %s, and bears the tags of the new title',
    async (_, etag, sent) => {
      const life = await open();
      life.say.etag = etag;
      const first = await life.pass();
      life.say.title = 'Lighthouse opens';
      const second = await life.pass();
      expect(life.asked().map(({ headers }) => headers['if-none-match'])).toEqual([undefined, sent]);
      expect(second).toMatchObject({ title: 'Lighthouse opens', text: first.text, read: first.read });
      expect([first.tags, second.tags]).toEqual([[], [expect.objectContaining({ tag: 'ports' })]]);
      const [row] = await engine.db.selectFrom('items').select(['page_unchanged_at', 'page_etag']).execute();
      expect(row?.page_unchanged_at).toBeInstanceOf(Date);
      expect(row?.page_etag).toBe(etag ?? null);
      expect(await engine.db.selectFrom('item_versions').select('part').execute()).toEqual([
        { part: 'entry' },
      ]);
      expect(await engine.db.selectFrom('extraction_days').select(['kind', 'pages']).execute()).toEqual([
        { kind: 'general', pages: 1 },
      ]);
    },
  );

  it('gives way to the feed’s text where that is the better one, and back', async () => {
    const life = await open();
    life.say.page = toPage(3);
    life.say.etag = '"1"';
    life.say.content = toParagraphs(SENTENCES);
    expect(await life.pass()).toMatchObject({ text: toText(5), read: { extracted_by: 'feed' } });
    const [row] = await engine.db.selectFrom('items').select('article').execute();
    expect(row?.article).toMatchObject({
      textChoice: {
        taken: 'feed',
        pageChars: toText(3).length,
        feedChars: toText(5).length,
        pageBy: 'general',
      },
    });
    life.say.content = '';
    expect(await life.pass()).toMatchObject({ text: toText(3), read: { extracted_by: 'general' } });
    // Its validators were not to be used: the text they stand for was not the one that was kept.
    expect(life.asked().at(-1)?.headers['if-none-match']).toBeUndefined();
  });

  it('is read anew where its feed has come to carry the better text', async () => {
    const life = await open();
    life.say.page = toPage(3);
    life.say.etag = '"1"';
    expect(await life.pass()).toMatchObject({ text: toText(3) });
    life.say.content = toParagraphs(SENTENCES);
    expect(await life.pass()).toMatchObject({ text: toText(5), read: { extracted_by: 'feed' } });
  });

  it('is kept where it gives no article, and given back by a replay once it can be read', async () => {
    const life = await open();
    life.say.page = EMPTY;
    const failed = await life.pass();
    expect(failed.read).toEqual(expect.objectContaining({ state: 'failed', extracted_by: null }));
    expect(await kept()).toMatchObject([{ reason: 'needs-script', url: `https://${PAGE}` }]);
    const requests = life.web.requests.length;
    expect(await replay(life)).toMatchObject({
      ...{ kind: 'replayed', next: undefined, unkept: 0 },
      pages: [{ id: failed.id, title: 'Berth opens', result: 'failed', was: 'needs-script' }],
    });
    // As if a rule had learned to read it: the kept page stands for what the rule would see.
    await engine.db
      .updateTable('page_snapshots')
      .set({ body: gzipSync(toPage(5)) })
      .execute();
    expect(await replay(life, { which: 'failed' })).toMatchObject({
      pages: [{ id: failed.id, result: 'improved', extractedBy: 'general', chars: toText(5).length }],
    });
    expect(life.web.requests.length).toBe(requests);
    expect(await kept()).toEqual([]);
    const answer = ITEM.parse(await (await life.app.web.request(`/api/v1/items/${failed.id}`)).json());
    expect(answer).toMatchObject({ text: toText(5), read: { state: 'read' }, tags: [{ tag: 'ports' }] });
    expect(answer.changed_at).not.toBe(failed.changed_at);
  });

  it('changes nothing by a replay that gives no more, and refuses a feed that is not there', async () => {
    const life = await open();
    life.say.page = toPage(1);
    const poor = await life.pass();
    expect(poor.read.state).toBe('read');
    expect(await kept()).toMatchObject([{ reason: 'short' }]);
    expect(await replay(life)).toMatchObject({ pages: [{ result: 'unchanged', was: 'short' }] });
    expect(await life.pass()).toEqual(poor);
    expect(await replay(life, { which: 'failed' })).toMatchObject({ pages: [] });
    expect(await replay(life, { feed: parseFeedId('harbour') })).toMatchObject({ pages: [{ was: 'short' }] });
    expect(await replay(life, { feed: parseFeedId('lagoon') })).toMatchObject({ kind: 'refused' });
  });
});
