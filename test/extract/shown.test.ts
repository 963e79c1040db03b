import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.ts';

const PROSE = [
  'The bridge over the river was reopened on Monday, eleven days after the flood had carried away its eastern pier and cut the town in two.',
  'Engineers worked in three shifts, the mayor said, and the cost came to less than half of the sum that the council had set aside in spring.',
  'Repairs to the road on the northern bank will go on until the end of the month, and lorries are asked to use the motorway until then.',
];

const read = (before: string, after = '', path = 'bridge') => {
  const body = PROSE.map((text) => `<p>${text}</p>`).join('');
  const html = `<html><head><title>Bridge reopened</title></head><body><article><h1>Bridge reopened</h1>${before}<div class="article-body">${body}</div>${after}</article></body></html>`;
  const outcome = extractArticle(html, `https://example.com/news/${path}`, {
    ...{ zone: 'Asia/Baku', siteRules: true },
    now: new Date('2026-02-09T20:30:00Z'),
  });
  if (outcome.kind === 'failed') throw new Error(outcome.detail);
  return outcome.article;
};

describe('the date that a page shows', () => {
  it.each([
    ['in Azerbaijani', '<div>9 fevral 2026, 16:25</div>', '2026-02-09T12:25'],
    ['in Ukrainian', '<div>9 лютого 2026, 16:25</div>', '2026-02-09T12:25'],
    ['in Russian', '<div>9 февраля 2026 г., 16:25</div>', '2026-02-09T12:25'],
    ['in English', '<div>Published February 9, 2026 at 4:25 pm</div>', '2026-02-09T12:25'],
    ['in digits', '<div>09.02.2026 | 16:25</div>', '2026-02-09T12:25'],
    ['year first', '<div>2026/02/09 16:25</div>', '2026-02-09T12:25'],
    ['in Japanese', '<div>2026年2月9日 16時25分</div>', '2026-02-09T12:25'],
    [
      'with its time in a line of its own',
      '<ul><li>9 fevral, 2026</li><li>16:25</li></ul>',
      '2026-02-09T12:25',
    ],
    ['as today', '<div>Bu gün / 00:12</div>', '2026-02-09T20:12'],
    ['as yesterday', '<div>Вчера, 22:30</div>', '2026-02-09T18:30'],
  ])('is read %s', (_, before, published) => {
    expect(read(before).publishedAt?.toISOString().slice(0, 16)).toBe(published);
  });

  it('is not that of a caption, nor of a change', () => {
    const caption =
      '<figure><img src="/a.jpg"><figcaption>The bridge before the flood, seen from the north, 4 May 2020</figcaption></figure>';
    const { publishedAt } = read(caption, '<p>Updated 11 February 2026</p><p>Date 9 February 2026</p>');
    expect(publishedAt?.toISOString()).toBe('2026-02-08T20:00:00.000Z');
  });

  it('is that of the address where the page shows none', () => {
    expect(read('', '', '2026/02/09/bridge').publishedAt?.toISOString()).toBe('2026-02-08T20:00:00.000Z');
    expect(read('').publishedAt).toBeUndefined();
  });
});

describe('the authors that a page shows in words', () => {
  it.each([
    ['English', '<p>By Ann Example and Bob Other</p>', ['Ann Example', 'Bob Other']],
    ['English, with a date', '<p>By Ann Example on May 3, 2026</p>', ['Ann Example']],
    ['German', '<p>Von Ann Beispiel, Frankfurt</p>', ['Ann Beispiel']],
    ['Ukrainian', '<p>Автор: Олена Марчук</p>', ['Олена Марчук']],
    ['Russian', '<p>Автор: Елена Марчук</p>', ['Елена Марчук']],
    ['Azerbaijani', '<p>Müəllif: Aysel Məmmədova</p>', ['Aysel Məmmədova']],
    ['a sentence', '<p>By the river, the work goes on.</p>', []],
    ['a department', '<p>Автор: Отдел экономики</p>', []],
  ])('are read from a line near the text: %s', (_, before, authors) => {
    expect(read(before).authors).toEqual(authors);
  });
});
