import { describe, expect, it } from 'vitest';
import { extractArticle as extract } from '../../src/extract/article.ts';
import type { FailureKind } from '../../src/model.ts';

const URL_ = 'https://example.com/news/2026/bridge';
const HINTS = { zone: 'UTC', siteRules: true };

const PROSE = [
  'The bridge over the river was reopened on Monday, eleven days after the flood had carried away its eastern pier and cut the town in two.',
  'Engineers worked in three shifts, the mayor said, and the cost came to less than half of the sum that the council had set aside in spring.',
  '“We did not expect to be this early,” she told reporters at the site, where the first bus crossed shortly after noon to applause.',
  'Repairs to the road on the northern bank will go on until the end of the month, and lorries are asked to use the motorway until then.',
];

const toPage = (body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge reopened - Example News</title>${head}</head>` +
  `<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>${body}` +
  '<footer><p>© 2026 Example News. All rights reserved.</p></footer></body></html>';

const toBody = (paragraphs: readonly string[]): string =>
  `<main><article><h1>Bridge reopened</h1><div class="article-body">${paragraphs.map((text) => `<p>${text}</p>`).join('')}</div></article></main>`;

const read = (html: string, hints: Parameters<typeof extract>[2] = HINTS) => {
  const outcome = extract(html, URL_, hints);
  if (outcome.kind === 'failed') throw new Error(`${outcome.failure}: ${outcome.detail}`);
  return outcome.article;
};

describe('extractArticle', () => {
  it('gives the paragraphs of a plain page and nothing of its frame', () => {
    const article = read(toPage(toBody(PROSE)));
    expect(article.text).toBe(PROSE.join('\n\n'));
    expect(article.title).toBe('Bridge reopened');
    expect(article.extractedBy).toBe('general');
    expect(article.confidence).toBeGreaterThan(0.5);
  });

  it.each([
    ['share buttons', '<div class="share-buttons"><a href="#">Share on Facebook</a></div>'],
    [
      'a related box',
      '<div class="related"><h3>Related stories</h3><ul><li><a href="/a">Another flood in the valley</a></li></ul></div>',
    ],
    ['a newsletter box', '<div class="newsletter-signup"><p>Sign up for our newsletter</p></div>'],
    [
      'a caption',
      '<figure><img src="/a.jpg"><figcaption>The bridge. Photo: A. Example</figcaption></figure>',
    ],
    ['a hidden line', '<p style="display: none">Print edition only</p>'],
    ['an advertisement mark', '<div class="ad-slot">Advertisement</div>'],
    ['a pitch', '<p>To view the full story, please subscribe to Example News.</p>'],
    ['a credit', '<p>(Credit: A. Example / Example News)</p>'],
    ['a card of the page itself', '<h2><a href="/news/2026/bridge">Bridge reopened</a></h2>'],
  ])('leaves %s between paragraphs out of the text', (_, noise) => {
    const [first = '', ...rest] = PROSE.map((text) => `<p>${text}</p>`);
    const article = read(
      toPage(
        `<article><h1>Bridge reopened</h1><div class="body">${first}${noise}${rest.join('')}</div></article>`,
      ),
    );
    expect(article.text).toBe(PROSE.join('\n\n'));
  });

  it('keeps headings, lists and quotes as blocks of their own', () => {
    const [one = '', two = '', three = '', four = ''] = PROSE;
    const article = read(
      toPage(
        `<article><div class="article-body"><p>${one}</p><h2>What it cost the town</h2><p>${two}</p><ul><li>${four}</li></ul><blockquote><p>${three}</p></blockquote></div></article>`,
      ),
    );
    expect(article.text).toBe([one, 'What it cost the town', two, four, three].join('\n\n'));
    expect(article.html).toContain('<h2>What it cost the town</h2>');
    expect(article.html).toContain(`<ul><li>${four}</li></ul>`);
    expect(article.html).toContain('<blockquote><p>');
  });

  it('leaves out comments that are longer than the article', () => {
    const comments = PROSE.map(
      (text) => `<li class="comment"><div class="comment-body"><p>${text} I say.</p></div></li>`,
    );
    const list = `<ol class="comment-list">${comments.join('').repeat(5)}</ol>`;
    const article = read(toPage(toBody(PROSE.slice(0, 2)).replace('</main>', `${list}</main>`)));
    expect(article.text).toBe(PROSE.slice(0, 2).join('\n\n'));
  });

  it('leaves out the posts that a blog shows beneath the one it is asked for', () => {
    const other = (day: string) =>
      `<article class="post"><h2><a href="/${day}">The ferry on ${day}</a></h2>${PROSE.map((text) => `<p>${text.replace('bridge', 'ferry')} So it was on ${day}.</p>`).join('')}</article>`;
    const others = ['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(other).join('');
    const own = `<article class="post"><h1>Bridge reopened</h1>${PROSE.map((text) => `<p>${text}</p>`).join('')}</article>`;
    expect(read(toPage(`<div class="posts">${own}${others}</div>`)).text).toBe(PROSE.join('\n\n'));
  });

  it('reads a page that is marked as one with comments', () => {
    const page = `<div class="post has-comments"><h1>Bridge reopened</h1><div class="comments-open">${PROSE.map((text) => `<p>${text}</p>`).join('')}</div></div>`;
    expect(read(toPage(page)).text).toBe(PROSE.join('\n\n'));
  });

  it('reads two line breaks as a paragraph and joins inline elements', () => {
    const [one = '', two = ''] = PROSE;
    const article = read(
      toPage(
        `<article><div class="article-body">${one.replace('bridge', '<b>br</b>idge')}<br><br>${two}</div></article>`,
      ),
    );
    expect(article.text).toBe(`${one}\n\n${two}`);
  });

  it.each([
    ['a card over a name', '<span class="rollover-block">The bridge Of 1913 Three spans</span>', ''],
    ['an element of the site’s own making', '<x-source>(12)</x-source>', '(12)'],
  ])('keeps a paragraph whole around %s', (_, inline, shown) => {
    const [one = '', ...rest] = PROSE;
    const article = read(toPage(toBody([one.replace('bridge', `bridge${inline}`), ...rest])));
    expect(article.text).toBe([one.replace('bridge', `bridge${shown}`), ...rest].join('\n\n'));
  });

  it('keeps a lead that stands above the text with the title', () => {
    const lead = 'Elf Tage nach der Flut ist die Brücke wieder offen, früher und billiger als gedacht.';
    const header = `<header><h1>Bridge reopened</h1><p class="teaser-text">${lead}</p></header>`;
    const body = `<article>${header}<div class="rich-text">${PROSE.map((text) => `<p>${text}</p>`).join('')}</div></article>`;
    const article = read(toPage(body).replace('lang="en"', 'lang="de"'));
    expect(article.text).toBe([lead, ...PROSE].join('\n\n'));
  });

  it('keeps what a list says twice, and drops the second copy of a text that stands elsewhere', () => {
    const repeated = [...PROSE, PROSE[1] ?? ''];
    const copies = `<div class="print-layout">${PROSE.map((text) => `<div>${text}</div>`).join('')}</div>`;
    expect(read(toPage(toBody(repeated))).text).toBe(repeated.join('\n\n'));
    expect(read(toPage(`${toBody(PROSE)}${copies}`)).text).toBe(PROSE.join('\n\n'));
  });

  it('gives HTML that is sanitised and absolute', () => {
    const [one = '', ...rest] = PROSE;
    const dirty = `${one} <a href="/more" onclick="x()">More</a><script>alert(1)</script>`;
    const { html } = read(toPage(toBody([dirty, ...rest])));
    expect(html).toContain('<a href="https://example.com/more" rel="nofollow noopener noreferrer">More</a>');
    expect(html).not.toMatch(/script|onclick/);
  });

  it('takes the stated body where the page shows only its beginning', () => {
    const body = [...PROSE, ...PROSE.map((text) => `Later, ${text}`)].join('\n\n');
    const head = `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', articleBody: body })}</script>`;
    const article = read(toPage(toBody(PROSE.slice(0, 2)), head));
    expect(article.text).toBe(body);
    expect(article.extractedBy).toBe('structured');
  });

  it.each([
    ['cut off', '{"@type":"NewsArticle","headline":'],
    ['no JSON', 'alert(1)'],
    ['null', 'null'],
    ['a number', '7'],
    [
      'fields of wrong types',
      '{"@type":7,"headline":{"x":[]},"author":[null,7,{"name":{}}],"keywords":{},"datePublished":{}}',
    ],
    [
      'an article of wrong types',
      '{"@type":["NewsArticle",3],"headline":[],"author":[[["x"]]],"image":[{}],"keywords":[null],"datePublished":"never"}',
    ],
    ['nested without end', `${'['.repeat(50_000)}1${']'.repeat(50_000)}`],
  ])('reads a page whose JSON-LD is %s', (_, json) => {
    const article = read(toPage(toBody(PROSE), `<script type="application/ld+json">${json}</script>`));
    expect(article.text).toBe(PROSE.join('\n\n'));
    expect(article.publishedAt).toBeUndefined();
  });

  it('uses what the caller knows where the page says nothing', () => {
    const bare = `<body><div>${PROSE.map((text) => `<p>${text}</p>`).join('')}</div></body>`;
    const article = read(bare, { ...HINTS, title: 'From the feed', language: 'en' });
    expect([article.title, article.language]).toEqual(['From the feed', 'en']);
  });

  it('reads a body that an unclosed head holds', () => {
    const article = read(`<html><head><title>Bridge</title><center><body>${toBody(PROSE)}</body></html>`);
    expect(article.text).toBe(PROSE.join('\n\n'));
  });

  it('reads an article 10,000 elements deep', () => {
    const article = read(toPage(`${'<div>'.repeat(10_000)}${toBody(PROSE)}`));
    for (const paragraph of PROSE) expect(article.text).toContain(paragraph);
  });
});

describe('a page without an article is a named failure', () => {
  const links = Array.from(
    { length: 60 },
    (_, at) => `<li><a href="/n/${at}">Council number ${at} votes on the new budget</a></li>`,
  );
  const cards = Array.from(
    { length: 20 },
    (_, at) =>
      `<div class="card"><h3><a href="/n/${at}">Council ${at} votes on budget</a></h3><a href="/n/${at}"><p>The vote number ${at} was close.</p></a></div>`,
  );
  const data = (value: object) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
  const listed = {
    '@type': 'CollectionPage',
    mainEntity: {
      '@type': 'ItemList',
      itemListElement: links.map((_, at) => ({ '@type': 'NewsArticle', headline: `Vote ${at}` })),
    },
  };
  const [first = '', second = ''] = PROSE;
  it.each<[string, string, FailureKind, RegExp, string?]>([
    ['nothing at all', '', 'needs-script', /without text/],
    [
      'no text',
      '<html><body><div id="root"></div><script>start()</script></body></html>',
      'needs-script',
      /without text/,
    ],
    [
      'a shell that scripts fill',
      '<html><head><title>Example</title></head><body><div id="app">Loading…</div></body></html>',
      'needs-script',
      /characters of text in all/,
    ],
    ['no HTML', '\u0000\u0001 \ufffd', 'needs-script', /text/],
    ['a list of links', toPage(`<ul>${links.join('')}</ul>`), 'no-article', /list of links/],
    ['a section of cards', toPage(`<main>${cards.join('')}</main>`), 'no-article', /list of links/],
    [
      'a section whose data list articles',
      toPage(`<main>${cards.join('')}</main>`, data(listed)),
      'no-article',
      /list of links/,
    ],
    [
      'a home page',
      toPage(`<main>${cards.join('')}</main>`),
      'no-article',
      /home page/,
      'https://example.com/',
    ],
    [
      "a language's home page",
      toPage(`<main>${cards.join('')}</main>`),
      'no-article',
      /home page/,
      'https://example.com/az/',
    ],
    [
      'a page that needs scripts',
      toPage('<noscript>x</noscript><div>Please enable JavaScript to view this page.</div>'),
      'needs-script',
      /says it needs JavaScript/,
    ],
    [
      'an error page',
      '<html><head><title>404 Not Found</title></head><body><h1>Not found</h1><p>The page you asked for is not here any more, and we are sorry for that.</p></body></html>',
      'no-article',
      /error page/,
    ],
    [
      'an error page that names its site first (uk)',
      '<html><head><title>Приклад | Сторінку не знайдено</title></head><body><p>Можливо, вона була видалена або ви помилилися, коли вводили її адресу.</p></body></html>',
      'no-article',
      /error page/,
    ],
    [
      'an error page (az)',
      '<html><head><title>Səhifə tapılmadı</title></head><body><p>Axtardığınız səhifə silinib və ya ünvanı dəyişib, ana səhifəyə qayıdın.</p></body></html>',
      'no-article',
      /error page/,
    ],
    [
      'a consent wall',
      toPage(
        '<div class="modal"><p>We value your privacy. We use cookies and similar methods to recognise visitors.</p><p>With your consent, we and our 842 partners use cookies to store and access personal data. Manage preferences or accept all.</p></div>',
      ),
      'consent-wall',
      /consent wall/,
    ],
    [
      'a login wall',
      toPage(
        '<main><h1>Bridge reopened</h1><p>This article is for subscribers only. Log in to continue reading, or subscribe to read it and all else that we publish.</p></main>',
      ),
      'login-wall',
      /login or subscription/,
    ],
    [
      'a login wall (ru)',
      toPage(
        '<main><h1>Мост открыт</h1><p>Материал доступен только подписчикам. Войдите в личный кабинет, чтобы прочитать его целиком.</p></main>',
      ),
      'login-wall',
      /login or subscription/,
    ],
    [
      'a video',
      toPage(
        '<main><h1>Bridge reopened</h1><video src="/v.mp4"></video><p>Watch the first bus cross.</p></main>',
        `${data({ '@type': 'VideoObject', name: 'Bridge reopened' })}<meta name="description" content="${first}">`,
      ),
      'no-article',
      /video or pictures/,
    ],
    [
      'a gallery',
      toPage(
        `<main><h1>Bridge reopened in pictures</h1>${'<figure><img src="/a.jpg" width="900" height="600"><figcaption>Photo: A. Example</figcaption></figure>'.repeat(8)}</main><p>${links.slice(0, 3).join('')}</p>`,
      ),
      'no-article',
      /video or pictures/,
    ],
    [
      'a feed',
      '<?xml version="1.0"?><rss version="2.0"><channel><title>Example</title><item><title>One</title></item></channel></rss>',
      'not-a-page',
      /a feed/,
    ],
    ['tags without end', '<div '.repeat(100_000), 'needs-script', /without text/],
    ['elements without end', '<div>'.repeat(300_000), 'needs-script', /without text/],
  ])('%s', (_, html, failure, detail, url = URL_) => {
    expect(extract(html, url, HINTS)).toMatchObject({
      kind: 'failed',
      failure,
      detail: expect.stringMatching(detail),
    });
  });

  it.each([
    ['speaks of error 404', 'Error 404: how a page goes missing'],
    ['speaks of paywalls', 'Subscribers only: the return of the paywall'],
    ['speaks of cookies', 'Consent to cookies is to be simpler'],
  ])('but an article that %s is one', (_, title) => {
    const more = `Subscribe to continue reading, sites say; enable JavaScript, others say; ${first}`;
    const article = read(
      toPage(toBody([more, ...PROSE, second]), `<meta property="og:title" content="${title}">`),
    );
    expect(article.text).toContain(second);
  });

  it('but the beginning of a paywalled article is read, and marked', () => {
    const head = data({ '@type': 'NewsArticle', headline: 'Bridge reopened', isAccessibleForFree: 'False' });
    expect(read(toPage(toBody(PROSE), head))).toMatchObject({ paywalled: true, text: PROSE.join('\n\n') });
  });
});
