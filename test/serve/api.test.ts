import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { type Explanation, parseTagId } from '../../src/model.ts';
import {
  FeedsJson,
  HealthJson,
  ItemJson,
  ItemsJson,
  ProblemJson,
  PublishersJson,
  TopicsJson,
} from '../../src/serve/schemas.ts';
import type { ItemView } from '../../src/store/item-view.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp, type TestAppOptions } from './app.ts';
import { sure } from './catalog.ts';
import { FRONT_PAGE } from './front-page.ts';
import { NOW, saveNews } from './news.ts';

describeEachEngine('the API', (engine) => {
  const get = (path: string, headers: Record<string, string> = {}, options: TestAppOptions = {}) =>
    buildTestApp(engine.db, options).app.request(path, { headers });
  const read = async <T>(
    schema: z.ZodType<T>,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const response = await get(path, headers);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      path,
      200,
      'application/json',
    ]);
    return schema.parse(await response.json());
  };

  it('gives items newest first, each as its schema says', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const page = await read(ItemsJson, '/api/v1/items');
    expect(page.items.map((item) => item.id)).toEqual(ids);
    expect(page).toMatchObject({ next: null, next_cursor: null });
  });

  it('gives an item with text, labels, tags and evidence that fits the fields', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const item = await read(ItemJson, `/api/v1/items/${ids[1]}`, { 'accept-language': 'uk-UA,en;q=0.5' });
    expect(item).toMatchObject({
      id: ids[1],
      url: 'https://dnipro-visnyk.example/news/spilne-vyrobnytstvo',
      publisher: { id: 'dnipro-visnyk', name: 'Дніпро Вісник' },
      feeds: ['dnipro'],
      language: 'uk',
      ordered_at: '2026-03-10T10:15:00.000Z',
      ordered_by: 'published',
      authors: ['Олена Ковтун'],
      categories: ['Політика'],
      text: FRONT_PAGE[1]?.text,
      read: { state: 'read', failure: null, extracted_by: 'general' },
    });
    expect(item.summary).toMatch(/^Міністри оборони двох країн/);
    expect(item.tags.map((tag) => [tag.tag, tag.label])).toContainEqual(['place:PL', 'Польща']);
    const evidence = item.tags.flatMap((tag) => tag.evidence ?? []);
    expect(evidence.length).toBeGreaterThan(2);
    for (const { field, start, end, text } of evidence) {
      const said = field === 'title' ? item.title : item.text;
      expect(said?.slice(start, end)).toBe(text);
    }
  });

  it('gives lists brief, and whole where it is asked to', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const { items } = await read(ItemsJson, '/api/v1/items?full=true');
    for (const id of ids) {
      const item = await read(ItemJson, `/api/v1/items/${id}`);
      expect(items.find((each) => each.id === id)).toEqual(item);
    }
    const brief = await read(ItemsJson, '/api/v1/items');
    expect(brief.items).toEqual(
      items.map(({ text: _text, article: _article, tags, ...item }) => ({
        ...item,
        tags: tags.map(({ evidence: _evidence, ...tag }) => tag),
      })),
    );
    const copy = await read(ItemsJson, '/api/v1/items?changed_since=start&full=true');
    expect(copy.items).toEqual(items);
    for (const path of ['/api/v1/items?full=yes', '/items/feed.atom?full=true'])
      expect((await get(path)).status, path).toBe(400);
  });

  it('explains tags where it is asked to', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const asked: ItemView[] = [];
    const explanation: Explanation = {
      taggedBy: 'f00',
      given: [],
      nearMisses: [
        {
          tag: sure(parseTagId('defence')),
          ...{ points: 1, minScore: 2, evidence: [] },
          lacks: [{ kind: 'points' }, { kind: 'words', words: ['frigate~'] }],
        },
      ],
      omitted: 0,
    };
    const { app } = buildTestApp(engine.db, {
      explain: (item) => {
        asked.push(item);
        return explanation;
      },
    });
    const plain = ItemJson.parse(await (await app.request(`/api/v1/items/${ids[1]}`)).json());
    expect(plain).not.toHaveProperty('explanation');
    const explained = await (await app.request(`/api/v1/items/${ids[1]}?explain=true`)).json();
    expect(ItemJson.parse(explained).explanation?.near_misses).toEqual([
      {
        ...{ tag: 'defence', label: 'Defence', points: 1, min_score: 2, evidence: [] },
        lacks: [{ kind: 'points' }, { kind: 'words', words: ['frigate~'] }],
      },
    ]);
    expect(asked.map(({ id }) => id)).toEqual([ids[1]]);
    const refused = await app.request(`/api/v1/items/${ids[1]}?explain=maybe`);
    expect(ProblemJson.parse(await refused.json())).toMatchObject({ status: 400, parameter: 'explain' });
  });

  it('says in words why an item has no text', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const item = await read(ItemJson, `/api/v1/items/${ids[3]}`);
    expect(item.text).toBeNull();
    expect(item.read).toMatchObject({ state: 'failed', failure: 'no-article' });
    expect(item.read.failure_means).toContain('no article could be found');
  });

  it('walks by cursor through every item once, the next page as a URL and a Link', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const found: number[] = [];
    let path: string | undefined = '/api/v1/items?limit=3';
    while (path !== undefined) {
      const response = await get(path);
      const page = ItemsJson.parse(await response.json());
      found.push(...page.items.map((item) => item.id));
      expect(response.headers.get('link')).toBe(page.next === null ? null : `<${page.next}>; rel="next"`);
      path = page.next?.replace('http://localhost', '') ?? undefined;
    }
    expect(found).toEqual(ids);
  });

  it.each([
    ['topic=transport', [0, 2, 3]],
    ['topic=transport&language=-en', [0, 2]],
    ['topic=defence&place=UA&org=nato', [1]],
    ['q=ferry', [3]],
    ['publisher=xezer-xeber&since=24h', [0, 2, 4]],
    ['feed=dnipro,harbour&until=2026-03-09T12:00Z', [6]],
  ])('answers %s', async (query, expected) => {
    const ids: readonly number[] = await saveNews(engine.db, FRONT_PAGE);
    const page = await read(ItemsJson, `/api/v1/items?${query}`);
    expect(page.items.map((item) => ids.indexOf(item.id))).toEqual(expected);
  });

  it.each([
    ['/api/v1/items?colour=red', 400, 'colour'],
    ['/api/v1/items?topic=a,-b', 400, 'topic'],
    ['/api/v1/items?topic=no-such-topic', 400, 'topic'],
    ['/api/v1/items?limit=1000', 400, 'limit'],
    ['/api/v1/items?cursor=%F0%28', 400, 'cursor'],
    ['/api/v1/items/999999999', 404, undefined],
    ['/api/v1/items/0', 404, undefined],
    ['/api/v1/items/1%27%20or%201', 404, undefined],
    ['/api/v1/nothing', 404, undefined],
  ])('answers %s with a problem of RFC 9457', async (path, status, parameter) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
    const problem = ProblemJson.parse(await response.json());
    expect(problem.status).toBe(status);
    expect(problem.parameter).toBe(parameter);
  });

  it('lists topics with labels, feeds and the items of the last day', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const { topics } = await read(TopicsJson, '/api/v1/topics');
    expect(topics.find((topic) => topic.id === 'transport')).toEqual({
      id: 'transport',
      parent: 'economy',
      iptc: null,
      label: { en: 'Transport', az: 'Nəqliyyat', uk: 'Транспорт', ru: 'Транспорт' },
      items_24h: 3,
      feeds: {
        atom: 'http://localhost/topics/transport/feed.atom',
        rss: 'http://localhost/topics/transport/feed.rss',
        json: 'http://localhost/topics/transport/feed.json',
      },
    });
  });

  it('lists publishers with their feeds', async () => {
    const { publishers } = await read(PublishersJson, '/api/v1/publishers');
    expect(publishers[0]).toMatchObject({
      id: 'xezer-xeber',
      name: 'Xəzər Xəbər',
      feeds: ['xezer-az', 'xezer-ru'],
    });
  });

  it('lists feeds with their state, the last error in words, and the next time', async () => {
    await saveNews(engine.db, []);
    await sql`update feeds set failures = 2, failure = 'timeout', failure_detail = 'no answer in 30 s', last_fetch_at = ${NOW},
      failing_since = ${NOW} where id = 'harbour'`.execute(engine.db);
    const { feeds } = await read(FeedsJson, '/api/v1/feeds');
    expect(feeds.map((feed) => [feed.id, feed.state])).toEqual([
      ['dnipro', 'new'],
      ['harbour', 'failing'],
      ['xezer-az', 'new'],
      ['xezer-ru', 'new'],
    ]);
    expect(feeds[1]).toMatchObject({ failures: 2, next_fetch_at: '2026-03-10T12:10:00.000Z' });
    expect(feeds[1]?.error).toMatchObject({ failure: 'timeout', detail: 'no answer in 30 s' });
    expect(feeds[1]?.error?.means).toContain('in time');
  });

  it('tells of a feed that is silent, has moved, was missed from, or wants never to be asked', async () => {
    await saveNews(engine.db, []);
    const [since, used] = ['2026-03-01T08:00:00.000Z', '2026-03-04T08:00:00.000Z'];
    await sql`update feeds set last_fetch_at = ${NOW}, last_success_at = ${NOW}, silent_since = ${since},
      moved_to = 'https://new.example/rss', moved_since = ${since}, moved_polls = 9, move_adopted_at = ${used},
      overflows = 2, last_overflow_at = ${used}, skip_days = '{0,1,2,3,4,5,6}' where id = 'harbour'`.execute(
      engine.db,
    );
    const { feeds } = await read(FeedsJson, '/api/v1/feeds');
    expect(feeds[1]).toMatchObject({
      state: 'silent',
      error: null,
      silent: { since },
      moved: { to: 'https://new.example/rss', since, used_since: used },
      overflows: 2,
      last_overflow_at: used,
      asks: { ttl_seconds: null, skip_hours: [], skip_days: [0, 1, 2, 3, 4, 5, 6] },
    });
    expect(feeds[1]?.notes).toEqual([
      'It has moved to https://new.example/rss, used since 2026-03-04 08:00 UTC: put that URL into feeds.yaml.',
      expect.stringMatching(/^Items were probably missed 2 times, last at 2026-03-04 08:00 UTC/),
      'Its skipHours and skipDays leave no time at all to fetch it; they are not kept.',
    ]);
    expect(feeds[0]).toMatchObject({ state: 'new', silent: null, moved: null, overflows: 0, notes: [] });
  });

  it('keeps the words of a bug of ours to the log', async () => {
    await saveNews(engine.db, []);
    await sql`update feeds set failures = 1, failure = 'internal', failing_since = ${NOW}, last_fetch_at = ${NOW},
      failure_detail = 'Cannot read properties of undefined' where id = 'harbour'`.execute(engine.db);
    const { feeds } = await read(FeedsJson, '/api/v1/feeds');
    expect(feeds[1]?.error).toMatchObject({ failure: 'internal', detail: null });
  });

  it.each([
    ['ok', 200],
    ['degraded', 200],
    ['down', 503],
  ] as const)('tells a health of %s by the status %i', async (status, code) => {
    const said = { status, pending: 'config/feeds.yaml:3: …', counts: { items: 1 } };
    const retagging = { toDo: 30, done: 10, since: new Date(NOW.getTime() - 5000) };
    const health = { ...said, revision: undefined, retagging };
    const response = await get('/health', {}, { health });
    expect(response.status).toBe(code);
    expect(HealthJson.parse(await response.json())).toEqual({
      ...{ ...said, revision: null },
      retagging: {
        ...{ to_do: 30, done: 10, since: retagging.since.toISOString(), items_per_second: 2 },
        done_at: new Date(NOW.getTime() + 15_000).toISOString(),
      },
    });
  });
});
