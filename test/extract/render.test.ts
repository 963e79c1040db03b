import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.ts';
import { sanitizeHtml } from '../../src/text/html.ts';
import { VECTORS } from '../browser/xss-vectors.ts';

const URL_ = 'https://example.com/news/1';
const PROSE = [
  'The bridge over the river was reopened on Monday, eleven days after the flood had carried away its eastern pier.',
  'Engineers worked in three shifts, the mayor said, and the cost came to less than half of what had been set aside.',
];

/** The HTML of a page's article, with the markup before, in and after its paragraphs. */
const render = (markup: string): string => {
  const page =
    `<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>${markup}<p>${PROSE[0]} ${markup}</p>` +
    `${markup}<p>${PROSE[1]}</p><p>${markup} ${PROSE[0]}</p><p>${PROSE[1]}</p></article></body></html>`;
  const outcome = extractArticle(page, URL_, { zone: 'UTC', siteRules: false });
  return outcome.kind === 'extracted' ? outcome.article.html : '';
};

const ODD: readonly (readonly [what: string, markup: string])[] = [
  [
    'every mark, nested',
    '<b><i><u><a href="/x" title="t &amp; &quot;q&quot;"><code>a &lt; b</code></a></u></i></b>',
  ],
  ['marks crossed over', '<b>a <i>b</b> c</i> <a href="/x">d <a href="/y">e</a>'],
  ['more marks than any text has', `${'<b>'.repeat(200)}deep${'</b>'.repeat(200)}`],
  [
    'a link without an address',
    '<a title="" href>a</a><a href="">b</a><a href="mailto:a@example.com?b=<c>">d</a>',
  ],
  ['entities twice escaped', '&amp;lt;b&amp;gt; &#0; &#x80; &nbsp;&nbsp; "quotes" \'too\' &amp;amp;'],
  ['control characters and a lone surrogate', 'a\u0000b\u0001c\ud800d\r\ne\u2028f'],
  [
    'a time and an abbreviation',
    '<time datetime="2026-01-01">now</time> <abbr title="x > y">z</abbr><time datetime>t</time>',
  ],
  ['figures', '<figure><img src="/a.jpg" alt="a &quot; b"><figcaption>By <b>A</b> & B</figcaption></figure>'],
  [
    'images of all kinds',
    '<img data-src="/b.png"><img src="data:image/png;base64,AA"><img src="ftp://x/y.png"><img>',
  ],
  [
    'lists in lists and quotes in quotes',
    `<ul><li>${PROSE[0]}<ol><li>b</ol></ul><blockquote>${PROSE[1]}<blockquote>d</blockquote></blockquote>`,
  ],
  ['headings, code and breaks', `<h1>h</h1><h3>i</h3><pre>${PROSE[1]}\n  x &lt; y</pre>a<br>b<br><br>c`],
];

describe('the HTML of an article', () => {
  it.each([...VECTORS, ...ODD])('is what the sanitiser lets through: %s', (_, markup) => {
    const html = render(markup.replaceAll('FIRE', 'fire(0)'));
    expect(sanitizeHtml(html, URL_)).toBe(html);
  });

  it('keeps links, marks, pictures with their captions, lists and quotes', () => {
    expect(render('<a href="/x" title="t">l</a> <b>b</b>')).toContain(
      '<a href="https://example.com/x" title="t" rel="nofollow noopener noreferrer">l</a> <b>b</b>',
    );
    expect(render(ODD.find(([what]) => what === 'figures')?.[1] ?? '')).toContain(
      '<figure><img src="https://example.com/a.jpg" alt="a &quot; b" loading="lazy" /><figcaption>By A &amp; B</figcaption></figure>',
    );
  });

  it('has no figure for a picture without a usable address', () => {
    expect(render('<figure><img src="data:image/png;base64,AA"></figure>')).not.toContain('<figure>');
  });
});
