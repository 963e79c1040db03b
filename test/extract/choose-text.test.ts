import { describe, expect, it } from 'vitest';
import { chooseText, readFeedText, withChosenText } from '../../src/extract/choose-text.ts';

const PAGE = 'https://harbour.example/news/1';
const SENTENCES = [
  'The port authority of the town opened its new berth on Tuesday after two years of work on the quay.',
  'Container ships from three countries have booked it for the coming month, the authority said in a statement.',
  'The railway link, which the ministry had promised for the spring, will be ready before the first winter storms.',
  'Dockers had asked for shorter shifts while the cranes are tested, and the operator agreed to that on Monday.',
  'A second berth is planned further east, where the ground is firmer and the dredging costs about a third less.',
  'Fishermen of the old harbour fear for their moorings, which the council has twice said that it will keep.',
] as const;
const toHtml = (lines: readonly string[]): string => lines.map((line) => `<p>${line}</p>`).join('');
const whole = toHtml(SENTENCES);
const toPage = (count: number, over: { confidence?: number; text?: string } = {}) => ({
  text: SENTENCES.slice(0, count).join('\n\n'),
  confidence: 0.9,
  extractedBy: 'general',
  ...over,
});
const headline = (at: number): string =>
  `<p><a href="/${at}">Another thing that happened in the town on day ${at}</a></p>`;

describe('the better of two texts', () => {
  it.each<[string, string | undefined, ReturnType<typeof toPage>, 'page' | 'feed' | undefined]>([
    ['the page where the feed carries nothing', undefined, toPage(6), undefined],
    ['the page where the feed carries a summary', toHtml(SENTENCES.slice(0, 1)), toPage(6), undefined],
    ['the page where both say the same', whole, toPage(6), undefined],
    ['the feed where the page stops after two paragraphs', whole, toPage(2), 'feed'],
    ['the feed where the page edits a word', whole.replace('Tuesday', 'Wednesday'), toPage(3), 'feed'],
    ['the page where the feed is a sentence longer only', whole, toPage(5), 'page'],
    [
      'the page where the feed adds other headlines',
      whole + Array.from({ length: 9 }, (_, at) => headline(at)).join(''),
      toPage(6),
      'page',
    ],
    [
      'the page where the feed adds advertising',
      `${toHtml(SENTENCES.slice(0, 3))}<p>Subscribe to our newsletter and never again miss what happens in the harbour, on the quays and out at sea.</p><p>Підпишіться на наш телеграм-канал, щоб першими дізнаватися про все, що відбувається в порту та на узбережжі.</p>${toHtml(SENTENCES.slice(3, 4))}`,
      toPage(4),
      'page',
    ],
    [
      'the page where the feed is cut off',
      `${toHtml(SENTENCES.slice(0, 5))}<p>Fishermen of the old harbour…</p>`,
      toPage(3),
      'page',
    ],
    [
      'the page where the feed asks to read on',
      `${toHtml(SENTENCES.slice(0, 5))}<p>Continue reading</p>`,
      toPage(3),
      'page',
    ],
    [
      'the page where the feed asks to read on in Russian',
      `${toHtml(SENTENCES.slice(0, 5))}<p>Читать далее →</p>`,
      toPage(3),
      'page',
    ],
    [
      'the page where the feed tells of something else',
      whole,
      toPage(2, { text: 'A storm is expected on the coast. '.repeat(12) }),
      'page',
    ],
    [
      'the feed where the page gave next to nothing',
      whole,
      toPage(1, { text: 'We value your privacy.' }),
      'feed',
    ],
    [
      'the feed where nobody is sure of the page',
      whole,
      toPage(2, { text: 'Menu and more of the menu. '.repeat(15), confidence: 0.2 }),
      'feed',
    ],
    [
      'the page where the feed is mostly links',
      Array.from({ length: 30 }, (_, at) => headline(at)).join(''),
      toPage(1),
      'page',
    ],
  ])('is %s', (_, contentHtml, page, taken) => {
    expect(chooseText(page, readFeedText(contentHtml, PAGE))?.taken).toBe(taken);
  });

  it('is recorded with its numbers', () => {
    const feed = readFeedText(whole, PAGE);
    const choice = chooseText(toPage(2), feed);
    expect(choice).toEqual({
      taken: 'feed',
      pageChars: SENTENCES.slice(0, 2).join('\n\n').length,
      feedChars: SENTENCES.join('\n\n').length,
      pageBy: 'general',
    });
    const article = {
      ...{ ...toPage(2), html: '', title: 'T', authors: [], publishedAt: undefined, modifiedAt: undefined },
      ...{
        language: undefined,
        section: undefined,
        keywords: [],
        leadImage: undefined,
        canonicalUrl: undefined,
      },
      ...{ credits: [], alternates: [], paywalled: false, dateline: undefined },
      siteRule: { kind: 'none' as const },
    };
    expect(withChosenText(article, feed, choice)).toMatchObject({
      ...{ text: SENTENCES.join('\n\n'), html: whole, title: 'T', extractedBy: 'feed', textChoice: choice },
    });
    expect(withChosenText(article, feed, undefined)).toBe(article);
  });

  it.each<[string, string]>([
    [
      'where a copy comes from',
      '<p>The post <a href="/1">Berth opens</a> appeared first on <a href="/">Harbour</a>.</p>',
    ],
    ['an appeal', '<p>Подписывайтесь на наш канал</p>'],
    ['empty paragraphs', '<p> </p><p></p>'],
  ])('leaves out %s at the end of the feed’s', (_, tail) => {
    expect(readFeedText(whole + tail, PAGE)?.html).toBe(whole);
  });

  it('takes time in proportion to the texts', () => {
    const long = toHtml(Array.from({ length: 2000 }, (_, at) => `${SENTENCES[at % 6]} (${at})`));
    const tower = '<a href="/">'.repeat(20_000);
    const tails = '<p>Subscribe!</p>'.repeat(10_000);
    for (const html of [long, tower + whole, whole + tails]) {
      const started = process.cpuUsage().user;
      chooseText(toPage(3), readFeedText(html, PAGE));
      expect((process.cpuUsage().user - started) / 1000).toBeLessThan(5_000);
    }
  });
});
