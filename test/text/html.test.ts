import { describe, expect, it } from 'vitest';
import { escapeHtml, sanitizeHtml, toPlainText } from '../../src/text/html.ts';

const BASE = 'https://example.com/news/';

describe('toPlainText', () => {
  it.each([
    ['keeps inline elements in their line', '<p>One <b>two</b> three</p>', 'One two three'],
    ['puts a blank line between blocks', '<div>One<p>Two</p>Three</div>', 'One\n\nTwo\n\nThree'],
    ['glues no list entries', '<ul><li>a<li>b</ul>', 'a\n\nb'],
    ['reads a break as a line, two as a paragraph', 'a<br>b<br><br>c', 'a\nb\n\nc'],
    [
      'decodes named, decimal and hexadecimal entities',
      '&lt;a&gt; &amp; &#1040; &#x0401; &copy',
      '<a> & А Ё ©',
    ],
    ['collapses white space and no-break spaces', ' a \n\t b&nbsp;&nbsp;c ', 'a b c'],
    [
      'leaves out scripts, styles and templates',
      'a<script>x<1</script><style>p{}</style><template>t</template>b',
      'ab',
    ],
    ['keeps what follows an svg that closes itself', 'a<svg/>b', 'ab'],
    ['takes a lone angle bracket as text', 'a < b > c', 'a < b > c'],
    ['ends with a tag that is cut off', 'text<a href="x', 'text'],
    ['reads CDATA as text', '<![CDATA[x]]>', 'x'],
    ['is empty for nothing', '', ''],
  ])('%s', (_, html, text) => {
    expect(toPlainText(html)).toBe(text);
  });

  it('reads 300,000 nested elements without overflowing', () => {
    expect(toPlainText(`${'<b>'.repeat(300_000)}deep`)).toBe('deep');
  });
});

describe('sanitizeHtml', () => {
  it.each([
    ['drops scripts with their content', '<p>a<script>alert(1)</script></p>', '<p>a</p>'],
    [
      'drops styles, handlers, ids and classes',
      '<p style="color:red" onclick="x()" id="i" class="c">a</p>',
      '<p>a</p>',
    ],
    ['keeps the text of an element it does not know', '<form><x-y>a</x-y><input></form>', 'a'],
    [
      'makes links absolute and harmless',
      '<a href="/x?a=1&amp;b=2">l</a>',
      '<a href="https://example.com/x?a=1&amp;b=2" rel="nofollow noopener noreferrer">l</a>',
    ],
    [
      'drops the address of a script link',
      '<a href="java\tscript:alert(1)">l</a>',
      '<a rel="nofollow noopener noreferrer">l</a>',
    ],
    [
      'makes images absolute',
      '<img src="a.png" onerror="x()">',
      '<img src="https://example.com/news/a.png" loading="lazy" />',
    ],
    [
      'drops an image without a usable address',
      '<p>a<img src="data:image/png;base64,AA"><img></p>',
      '<p>a</p>',
    ],
    [
      'drops frames, objects and svg',
      '<iframe src="//x"></iframe><object>o</object><svg><a href="x">s</a></svg>t',
      't',
    ],
    [
      'keeps a base that is no URL from throwing',
      '<a href="x">l</a>',
      '<a href="https://example.com/news/x" rel="nofollow noopener noreferrer">l</a>',
    ],
  ])('%s', (_, html, expected) => {
    expect(sanitizeHtml(html, BASE)).toBe(expected);
  });

  it('leaves relative links without an address where the base is no URL', () => {
    expect(sanitizeHtml('<a href="x">l</a>', 'nowhere')).toBe('<a rel="nofollow noopener noreferrer">l</a>');
  });

  it.each([
    '<a title="t" rel="x" href="/x" hreflang="uk">l</a>',
    '<p>a<img alt="b" width="2" src="a.png" loading="eager"></p>',
    '<table><tr><td colspan=2>a<td>b</table><ol start=3><li>c</ol>',
    'a &lt;b&gt; &amp;amp; "c"',
  ])('gives its own answer back unchanged: %s', (html) => {
    const once = sanitizeHtml(html, BASE);
    expect(sanitizeHtml(once, BASE)).toBe(once);
  });

  it('flattens what is nested too deep to parse', () => {
    expect(sanitizeHtml(`${'<b>'.repeat(100_000)}a &amp; b<p>c`, BASE)).toBe('<p>a &amp; b</p><p>c</p>');
  });
});

describe('escapeHtml', () => {
  it('escapes the five characters that matter in content and attributes', () => {
    expect(escapeHtml(`<a b="c" d='e'> & f`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt; &amp; f');
  });
});
