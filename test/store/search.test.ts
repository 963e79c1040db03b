import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { parseItemId } from '../../src/model.ts';
import { parseItemQuery } from '../../src/serve/query.ts';
import { countByTag, getItem, type ItemQuery, queryItems } from '../../src/store/search.ts';
import { searchVector } from '../../src/store/search-vector.ts';
import { sure } from '../serve/catalog.ts';
import { type News, NOW, saveNews } from '../serve/news.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildRandom } from '../support/random.ts';

const TAGS = ['defence', 'energy', 'politics', 'place:UA', 'place:PL', 'org:nato'];
const FEEDS = ['xezer-az', 'xezer-ru', 'dnipro', 'harbour'];
const PUBLISHERS = ['xezer-xeber', 'dnipro-visnyk', 'harbour-post'];
const LANGUAGES = ['az', 'ru', 'uk', 'en', 'und'];
const WORDS = ['reactor', 'harbour', 'bridge', 'election', 'storm'];

/** Items with many equal times, and times that differ by a microsecond only. */
function inventNews(count: number, random: () => number): readonly News[] {
  const pick = <T>(from: readonly T[]): T => sure(from[Math.floor(random() * from.length)]);
  const some = <T>(from: readonly T[]): readonly T[] => from.filter(() => random() < 0.3);
  return Array.from({ length: count }, () => {
    const minute = String(Math.floor(random() * 20)).padStart(2, '0');
    const micro = pick(['000000', '000001', '000002', '500000']);
    const words = some(WORDS);
    return {
      title: `Item ${words.join(' ')}`,
      publisher: pick(PUBLISHERS),
      feeds: some(FEEDS),
      language: pick(LANGUAGES),
      at: `2026-03-10T10:${minute}:00.${micro}Z`,
      tags: Object.fromEntries(some(TAGS).map((tag) => [tag, [['Item', 'item~']] as const])),
    };
  });
}

const toQuery = (text: string, limit = 7): ItemQuery => {
  const result = parseItemQuery(new URLSearchParams(text), NOW);
  if (result.kind === 'problem') throw new Error(result.problem.detail);
  return { ...result.query, limit };
};

describeEachEngine('the item query', (engine) => {
  it('gives the best match first by relevance, page by page, and none twice while others arrive', async () => {
    const at = (minute: number) => `2026-03-10T10:${String(minute).padStart(2, '0')}:00Z`;
    const item = (minute: number, title: string, text: string): News => ({
      ...{ publisher: 'p', feeds: [], language: 'en', at: at(minute), title, text },
    });
    const filler = 'Nothing else was said of it during the long day. '.repeat(5);
    const ids: readonly number[] = await saveNews(engine.db, [
      item(1, 'Reactor restarts', 'The reactor runs, the reactor is safe.'),
      item(2, 'Morning brief', `${filler} A reactor was mentioned.`),
      item(3, 'Evening brief', `${filler} A reactor was mentioned.`),
      item(4, 'Harbour', 'No word of it.'),
    ]);
    const found: number[] = [];
    let query: ItemQuery | undefined = toQuery('q=reactor&order=relevance', 1);
    for (let minute = 20; query !== undefined; minute += 1) {
      const page = await queryItems(engine.db, query);
      found.push(...page.items.map(({ id }) => ids.indexOf(id)));
      await saveNewer(item(minute, 'Reactor reactor', 'The reactor.'));
      query = page.next === undefined ? undefined : { ...query, after: page.next };
    }
    expect(found).toEqual([0, 2, 1]);

    async function saveNewer({ title = '', text = '', at: time }: News): Promise<void> {
      await sql`insert into items (publisher_id, host, title, text, language, first_seen_at, ordered_at, ordered_by,
          changed_at, read_state, search)
        values ('p', 'h', ${title}, ${text}, 'en', now(), ${time}::timestamptz, 'first-seen', now(), 'feed-only',
          ${searchVector(sql`'en'`, sql`${title}::text`, sql`${text}::text`)})`.execute(engine.db);
    }
  });

  it('gives every old item once while new ones arrive between pages', async () => {
    const random = buildRandom(11);
    const old = await saveNews(engine.db, inventNews(40, random));
    const found: number[] = [];
    let query: ItemQuery | undefined = toQuery('', 9);
    while (query !== undefined) {
      const page = await queryItems(engine.db, query);
      found.push(...page.items.map((item) => item.id));
      await sql`insert into items (publisher_id, host, first_seen_at, ordered_at, ordered_by, changed_at, read_state)
        values ('p', 'h', now(), '2026-03-10T10:10:00.000001Z', 'first-seen', now(), 'feed-only')`.execute(
        engine.db,
      );
      query = page.next === undefined ? undefined : { ...query, after: page.next };
    }
    expect(found.filter((id) => old.some((known) => known === id)).toSorted((a, b) => a - b)).toEqual(old);
    expect(new Set(found).size).toBe(found.length);
  });

  it('leaves out tags an item bore before', async () => {
    const [id] = await saveNews(engine.db, [
      {
        title: 'Item',
        publisher: 'p',
        feeds: [],
        language: 'en',
        at: '2026-03-10T10:00:00Z',
        tags: { defence: [['Item', 'item']] },
      },
    ]);
    await engine.db.updateTable('item_tags').set({ until: NOW }).execute();
    expect((await queryItems(engine.db, toQuery('topic=defence'))).items).toEqual([]);
    expect((await queryItems(engine.db, toQuery('topic=-defence'))).items.map((item) => item.id)).toEqual([
      id,
    ]);
    expect((await getItem(engine.db, sure(id)))?.tags).toEqual([]);
    expect(await countByTag(engine.db, [], NOW)).toEqual(new Map());
  });

  it('counts the items of tags since a time', async () => {
    const item = {
      title: 'Item',
      publisher: 'p',
      feeds: [],
      language: 'en',
      tags: { defence: [['Item', 'item']] },
    } as const;
    await saveNews(engine.db, [
      { ...item, at: '2026-03-10T10:00:00Z' },
      { ...item, at: '2026-03-09T12:00:00Z' },
      { ...item, at: '2026-03-09T11:59:59.999999Z' },
    ]);
    const tags = toQuery('topic=defence,energy').tags.flatMap((each) =>
      each.kind === 'any' ? each.values : [],
    );
    const counts = await countByTag(engine.db, tags, new Date('2026-03-09T12:00:00Z'));
    expect([...counts]).toEqual([['defence', 2]]);
  });

  it('knows no item of an unknown id', async () => {
    expect(await getItem(engine.db, sure(parseItemId(4_000_000_000)))).toBeUndefined();
  });
});
