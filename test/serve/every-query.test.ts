import type { Hono } from 'hono';
import { expect, it } from 'vitest';
import { ItemsJson } from '../../src/serve/schemas.ts';
import type { Database } from '../../src/store/schema.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildRandom } from '../support/random.ts';
import { buildTestApp } from './app.ts';
import { sure } from './catalog.ts';
import { type News, NOW, saveNews } from './news.ts';
import { answerByModel, type ModelItem } from './query-model.ts';
import { FOUND, SAYINGS } from './sayings.ts';

const TAGS = [
  'defence',
  'energy',
  'politics',
  'sport',
  'place:UA',
  'place:PL',
  'place:AZ',
  'org:nato',
  'org:eu',
];
const PUBLISHERS = ['xezer-xeber', 'dnipro-visnyk', 'harbour-post'];
const FEEDS = ['xezer-az', 'xezer-ru', 'dnipro', 'harbour'];

interface Said extends ModelItem {
  readonly saying: number;
}

type Random = () => number;
const pick = <T>(from: readonly T[], random: Random): T => sure(from[Math.floor(random() * from.length)]);
const some = <T>(from: readonly T[], share: number, random: Random): readonly T[] =>
  from.filter(() => random() < share);

/** Of few moments, so that many items are of the same one or a microsecond apart. */
function inventMoment(random: Random): string {
  const day = pick(['2026-02-20', '2026-03-08', '2026-03-09', '2026-03-10'], random);
  const minute = pick(['00:00', '00:59', '05:30', '11:59'], random);
  return `${day}T${minute}:${pick(['00', '07'], random)}.${pick(['000000', '000001', '500000', '999999'], random)}Z`;
}

/** Items with all, some and none of tags and feeds. */
const invent = (count: number, random: Random): readonly Omit<Said, 'id'>[] =>
  Array.from({ length: count }, () => {
    const saying = Math.floor(random() * SAYINGS.length);
    return {
      saying,
      publisher: pick(PUBLISHERS, random),
      feeds: some(FEEDS, 0.35, random),
      language: sure(SAYINGS[saying]).language,
      at: inventMoment(random),
      tags: some(TAGS, pick([0, 0.3, 0.6], random), random),
    };
  });

async function save(db: Database, items: readonly Omit<Said, 'id'>[]): Promise<readonly Said[]> {
  const ids = await saveNews(
    db,
    items.map(
      ({ saying, tags, ...item }): News => ({
        ...item,
        ...SAYINGS[saying],
        tags: Object.fromEntries(tags.map((tag) => [tag, []])),
      }),
    ),
  );
  return items.map((item, index) => ({ ...item, id: sure(ids[index]) }));
}

const TABLE = new Map(FOUND);
const answerFor = (items: readonly Said[], params: URLSearchParams): readonly number[] =>
  answerByModel(items, params, NOW, (item, q) => sure(TABLE.get(q)).includes(item.saying));

/** Each parameter with some of what it takes; ids that exist without any item among them. */
const FORMS: readonly (readonly [name: string, values: readonly (readonly string[])[]])[] = [
  [
    'topic',
    [
      ['energy'],
      ['defence,sport'],
      ['-politics'],
      ['energy', 'defence'],
      ['weather'],
      ['energy,weather', '-sport', '-defence'],
    ],
  ],
  ['place', [['UA'], ['ua,pl'], ['-AZ'], ['UA', 'PL'], ['NO'], ['UA,AZ', '-PL']]],
  ['org', [['nato'], ['nato,eu'], ['-nato'], ['nato', '-eu']]],
  [
    'publisher',
    [
      ['harbour-post'],
      ['harbour-post,dnipro-visnyk'],
      ['-harbour-post'],
      ['xezer-xeber', 'harbour-post'],
      ['nobody'],
    ],
  ],
  [
    'feed',
    [
      ['xezer-az'],
      ['dnipro,harbour'],
      ['-dnipro'],
      ['xezer-az', 'xezer-ru'],
      ['dnipro', '-harbour'],
      ['nothing'],
    ],
  ],
  ['language', [['az'], ['uk,RU'], ['-en'], ['und'], ['-und', '-ru'], ['fr']]],
  [
    'since',
    [
      ['3d'],
      ['24h'],
      ['2026-03-09'],
      ['2026-03-09T05:30:00.000001Z'],
      ['2026-03-10T09:30:00+04:00'],
      ['2026-03-09 05:30'],
    ],
  ],
  [
    'until',
    [['24h'], ['2026-03-10'], ['2026-03-09T05:30:07.000001Z'], ['2026-03-10T02:59:00-03:00'], ['2w']],
  ],
  ['q', FOUND.map(([q]) => [q])],
];

const toParams = (parts: readonly (readonly [string, readonly string[]])[]): URLSearchParams =>
  new URLSearchParams(
    parts.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  );

/** All parameters alone, each two of them once in each other's company, and random ones of any number. */
function inventQueries(random: Random): readonly URLSearchParams[] {
  const alone = FORMS.flatMap(([name, forms]) => forms.map((values) => toParams([[name, values]])));
  const pairs = FORMS.flatMap(([name, forms], place) =>
    FORMS.slice(place + 1).map(([other, others]) =>
      toParams([
        [name, pick(forms, random)],
        [other, pick(others, random)],
      ]),
    ),
  );
  const mixed = Array.from({ length: 200 }, () =>
    toParams(
      some(FORMS, pick([0.2, 0.4], random), random).map(([name, forms]) => [name, pick(forms, random)]),
    ),
  );
  return [...alone, ...pairs, ...mixed];
}

describeEachEngine('every form of a query', (engine) => {
  /** All ids a query gives, page by page. */
  async function walk(app: Hono, params: URLSearchParams, limit: number): Promise<readonly number[]> {
    const ids: number[] = [];
    const asked = new URLSearchParams([...params, ['limit', String(limit)]]);
    for (;;) {
      const response = await app.request(`/api/v1/items?${asked}`);
      expect(response.status, String(asked)).toBe(200);
      const page = ItemsJson.parse(await response.json());
      expect(page.items.length, String(asked)).toBeLessThanOrEqual(limit);
      ids.push(...page.items.map(({ id }) => id));
      if (page.next_cursor === null) return ids;
      asked.set('cursor', page.next_cursor);
    }
  }

  it('gives the ids that a plain reading of the same items gives, in the same order', async () => {
    const random = buildRandom(29);
    const { app } = buildTestApp(engine.db);
    const items = await save(engine.db, invent(300, random));
    const sizes: number[] = [];
    for (const params of [new URLSearchParams(), ...inventQueries(random)]) {
      const expected = answerFor(items, params);
      const limit = expected.length < 5 ? 1 : pick([17, 50, 200], random);
      expect(await walk(app, params, limit), `${params} by ${limit}`).toEqual(expected);
      sizes.push(expected.length);
    }
    // Queries that all give nothing would agree too.
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(sizes.length / 2);
    expect(new Set(sizes).size).toBeGreaterThan(50);
  });

  it('gives the same ids by relevance, in one order however they are paged', async () => {
    const random = buildRandom(31);
    const { app } = buildTestApp(engine.db);
    const items = await save(engine.db, invent(150, random));
    for (const [q] of FOUND.filter((_row, place) => place % 4 === 0)) {
      const params = toParams([
        ['q', [q]],
        ['language', [pick(['-az', '-uk', '-ru'], random)]],
        ['order', ['relevance']],
      ]);
      const whole = await walk(app, params, 200);
      expect(new Set(whole), String(params)).toEqual(new Set(answerFor(items, params)));
      expect(await walk(app, params, 3), String(params)).toEqual(whole);
    }
  });
});
