import { describe, expect, it } from 'vitest';
import { suggestLists } from '../../src/discover/suggest.ts';

const MENU = `<nav><ul class="menu">${Array.from({ length: 9 }, (_, n) => `<li class="entry"><a href="/m${n}">A section of the site with a long name ${n}</a></li>`).join('')}</ul></nav>`;
const toRows = (count: number, toRow: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => toRow(n)).join('');
const TITLE = 'The harbour office opens a berth, number';

describe('lists of news on a page', () => {
  it('are offered by the selector of their rows, the largest first, menus left out', () => {
    const html = `${MENU}<main><div class="latest">${toRows(
      6,
      (n) =>
        `<div class="card c-100${n}"><a href="/a${n}"><img alt=""></a><h3 class="t"><a class="l" href="/a${n}">${TITLE} ${n}</a></h3></div>`,
    )}</div><ul class="side">${toRows(4, (n) => `<li><a href="/b${n}">${TITLE} side ${n}</a></li>`)}</ul></main>`;
    expect(suggestLists(html, 'https://one.example/')).toEqual([
      { item: expect.stringMatching(/^(?:a\.l|h3\.t|div\.card)$/), rows: 6, sample: `${TITLE} 0` },
      { item: expect.stringMatching(/^ul\.side > li$/), rows: 4, sample: `${TITLE} side 0` },
    ]);
  });

  it.each([
    ['too few rows', toRows(3, (n) => `<p class="x"><a href="/${n}">${TITLE} ${n}</a></p>`)],
    ['short words', toRows(9, (n) => `<p class="x"><a href="/${n}">Page ${n}</a></p>`)],
    ['a menu', MENU],
    ['nothing', ''],
  ])('are none where there is %s', (_name, html) => {
    expect(suggestLists(html, 'https://one.example/')).toEqual([]);
  });
});
