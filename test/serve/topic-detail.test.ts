import { expect, it } from 'vitest';
import { TopicDetailJson } from '../../src/serve/schemas.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { type News, saveNews } from './news.ts';

/** Items of the transport topic by their time; the clock stands at 2026-03-10 noon. */
const item = (at: string, language: string, title: string, words: readonly (readonly [string, string])[]) =>
  ({
    ...{ publisher: 'xezer-xeber', feeds: ['xezer-az'], language, at, title },
    tags: { transport: words },
  }) satisfies News;

const NEWS: readonly News[] = [
  item('2026-03-10T09:00:00Z', 'en', 'Harbour opens', [['Harbour', 'harbour~']]),
  item('2026-03-10T08:00:00Z', 'en', 'Harbour and railway', [
    ['Harbour', 'harbour~'],
    ['railway', 'rail*'],
  ]),
  item('2026-03-08T08:00:00Z', 'uk', 'Нова гавань', [['гавань', 'гавань~']]),
  item('2026-02-08T23:59:00Z', 'en', 'Airport of last month', [['Airport', 'airport~']]),
];

const TERMS = [
  { language: 'en', term: 'harbour~' },
  { language: 'en', term: 'airport~' },
  { language: 'uk', term: 'гавань~' },
  { language: 'ru', term: 'гавань~' },
];

describeEachEngine('a topic of late', (engine) => {
  const ask = (path: string) => buildTestApp(engine.db, { terms: () => TERMS }).app.request(path);

  it('counts items a day over 30 days, and tells which terms carried it and which found nothing', async () => {
    await saveNews(engine.db, NEWS);
    const topic = TopicDetailJson.parse(await (await ask('/api/v1/topics/transport')).json());
    expect(topic).toMatchObject({ id: 'transport', items_24h: 2, items_read: 3 });
    expect(topic.days).toHaveLength(30);
    expect([topic.days[0]?.day, topic.days.at(-1)]).toEqual(['2026-02-09', { day: '2026-03-10', items: 2 }]);
    expect(topic.days.filter(({ items }) => items > 0).map(({ day }) => day)).toEqual([
      '2026-03-08',
      '2026-03-10',
    ]);
    expect(topic.carriers.map(({ language, term, items }) => [language, term, items])).toEqual([
      ['en', 'harbour~', 2],
      ['en', 'rail*', 1],
      ['uk', 'гавань~', 1],
    ]);
    expect(topic.idle).toEqual([
      { language: 'en', term: 'airport~' },
      { language: 'ru', term: 'гавань~' },
    ]);
  });

  it('answers an unknown topic with 404', async () => {
    expect((await ask('/api/v1/topics/no-such')).status).toBe(404);
  });

  it('draws the days on the topic’s page, with the terms', async () => {
    await saveNews(engine.db, NEWS);
    const html = await (await ask('/topics/transport')).text();
    expect(html.match(/<rect /g)).toHaveLength(30);
    expect(html).toContain('3 items in 30 days');
    expect(html).toContain('<title>2026-03-10: 2</title>');
    expect(html).toMatch(/<code lang="en">harbour~<\/code> in 2/);
    expect(html).toContain('2 terms found nothing');
  });
});
