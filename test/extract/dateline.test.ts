import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.ts';
import { findDateline } from '../../src/extract/dateline.ts';

const SENTENCE = 'The bridge over the Lesnaya was reopened to traffic on Monday.';

describe('a dateline', () => {
  it.each([
    ['KYIV. Nov 24 (Interfax-Ukraine) – ', 'KYIV', 'Nov 24', 'Interfax-Ukraine'],
    ['Київ. 24 листопада. ІНТЕРФАКС-УКРАЇНА – ', 'Київ', '24 листопада', 'ІНТЕРФАКС-УКРАЇНА'],
    ['Киев. 24 ноября. ИНТЕРФАКС-УКРАИНА – ', 'Киев', '24 ноября', 'ИНТЕРФАКС-УКРАИНА'],
    ['Bakı. 24 noyabr. REPORT.AZ: ', 'Bakı', '24 noyabr', 'REPORT.AZ'],
    ['BAKU, November 24 (AZERTAC) ', 'BAKU', 'November 24', 'AZERTAC'],
    ['BAKU, November 24, AZERTAC\n\n', 'BAKU', 'November 24', 'AZERTAC'],
    ['Bakı, 24 noyabr, AZƏRTAC\n\n', 'Bakı', '24 noyabr', 'AZƏRTAC'],
    ['Баку, 24 ноября, АЗЕРТАДЖ\n\n', 'Баку', '24 ноября', 'АЗЕРТАДЖ'],
    ['LONDON (Reuters) – ', 'LONDON', undefined, 'Reuters'],
    ['LONDON, Nov 24 (Reuters) - ', 'LONDON', 'Nov 24', 'Reuters'],
    ['KYIV, Ukraine (AP) — ', 'KYIV, Ukraine', undefined, 'AP'],
    ['NEW YORK/LONDON, Nov. 24, 2025 (Reuters) -- ', 'NEW YORK/LONDON', 'Nov. 24, 2025', 'Reuters'],
    ['МОСКВА, 24 ноября. /ТАСС/. ', 'МОСКВА', '24 ноября', 'ТАСС'],
    ['МОСКВА, 24 ноя — РИА Новости. ', 'МОСКВА', '24 ноя', 'РИА Новости'],
    ['ЛЬВІВ, 24 листопада – ', 'ЛЬВІВ', '24 листопада', undefined],
    ['Івано-Франківськ. 24 листопада. УКРІНФОРМ – ', 'Івано-Франківськ', '24 листопада', 'УКРІНФОРМ'],
  ])('%j is set apart', (lead, place, date, agency) => {
    const found = findDateline(lead + SENTENCE);
    expect(found?.dateline).toEqual({
      text: lead.replace(/[\s–—:-]+$/u, ''),
      ...{ place, date, agency },
    });
    expect((lead + SENTENCE).slice(found?.length).trimStart()).toBe(SENTENCE);
  });

  it.each([
    ['a name and its abbreviation', 'Apple (AAPL) – the maker of phones – fell on Monday.'],
    ['an organisation in capitals', 'NATO (North Atlantic Treaty Organization) – the alliance – met.'],
    ['a place that begins a sentence', 'Kyiv – the capital – was quiet on Monday.'],
    ['a day within a sentence', 'In Kyiv, November 24 – the day of the march – was quiet.'],
    ['a place, a day and a sentence', 'Kyiv, November 24 was quiet – for once.'],
    ['a number that is no day', 'KYIV. Nov 47 (Interfax-Ukraine) – The bridge is open.'],
    ['a word that is no month', 'KYIV. Bus 24 (Interfax-Ukraine) – The line is open.'],
    ['a place without day or agency', 'VIENNA — The house is to be a police station.'],
    ['a headline with a colon', 'Bakı: körpü açıldı'],
    ['a dateline further on', `${SENTENCE} KYIV. Nov 24 (Interfax-Ukraine) – More.`],
    ['quoted speech', '– Ми готові, – сказала вона.'],
    ['nothing', ''],
  ])('%s is none', (_, text) => {
    expect(findDateline(text)).toBeUndefined();
  });
});

describe('an article with a dateline', () => {
  const rest = [
    'Engineers worked in three shifts, the mayor said, and the cost came to less than half of the sum that the council had set aside.',
    'Repairs to the road on the northern bank will go on until the end of the month, and lorries are asked to use the motorway until then.',
  ];
  const read = (first: string, siteRules: boolean) => {
    const body = [first, ...rest].map((line) => `<p>${line}</p>`).join('');
    const html = `<html><head><title>Bridge reopened</title></head><body><article><h1>Bridge reopened</h1>${body}</article></body></html>`;
    const outcome = extractArticle(html, 'https://example.com/a', { zone: 'UTC', siteRules });
    if (outcome.kind === 'failed') throw new Error(outcome.detail);
    return outcome.article;
  };

  it.each([
    ['plain', `KYIV. Nov 24 (Interfax-Ukraine) – ${SENTENCE}`],
    ['in bold', `<strong>KYIV. Nov 24 (Interfax-Ukraine)</strong> – ${SENTENCE}`],
    ['partly linked', `KYIV. Nov 24 (<a href="/about">Interfax-Ukraine</a>) –&nbsp;${SENTENCE}`],
  ])('begins with its first sentence, in text and HTML (%s)', (_, first) => {
    const article = read(first, true);
    expect(article.text).toBe([SENTENCE, ...rest].join('\n\n'));
    expect(article.dateline?.agency).toBe('Interfax-Ukraine');
    expect(article.html).toContain(SENTENCE);
    expect(article.html).not.toContain('Nov 24');
  });

  it('loses a dateline that is a paragraph of its own', () => {
    const article = read(`Bakı, 24 noyabr, AZƏRTAC</p><p>${SENTENCE}`, true);
    expect(article.text.startsWith(SENTENCE)).toBe(true);
    expect(article.html).not.toMatch(/AZƏRTAC|<p>\s*<\/p>/);
  });

  it('keeps its text as it stands where the general extractor is measured alone', () => {
    const article = read(`KYIV. Nov 24 (Interfax-Ukraine) – ${SENTENCE}`, false);
    expect(article.text).toContain('KYIV. Nov 24');
    expect(article.dateline).toBeUndefined();
  });
});
