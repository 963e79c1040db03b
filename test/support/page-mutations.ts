/** Numbers from 0 to 1; see buildRandom. */
type Random = () => number;
type Mutation = (html: string, random: Random, pages: readonly string[]) => string;

const below = (random: Random, end: number): number => Math.floor(random() * end);
const pick = <Value>(random: Random, values: readonly Value[], fallback: Value): Value =>
  values[below(random, values.length)] ?? fallback;

/** Two places in a text, in order. */
const toSpan = (html: string, random: Random): readonly [number, number] => {
  const [a, b] = [below(random, html.length + 1), below(random, html.length + 1)];
  return a < b ? [a, b] : [b, a];
};

const insert = (html: string, at: number, text: string): string => html.slice(0, at) + text + html.slice(at);

/** Each match of the pattern replaced in this share of cases. */
const replaceSome = (
  html: string,
  pattern: RegExp,
  share: number,
  random: Random,
  replace: (match: string) => string,
): string => html.replace(pattern, (match) => (random() < share ? replace(match) : match));

const TAG = /<[^<>]{1,200}>/g;
const FRAGMENTS: readonly string[] = [
  ...[
    '<script>',
    '</script>',
    '<script type="application/ld+json">',
    '<style>',
    '</style',
    '<!--',
    '-->',
    '<![CDATA[',
  ],
  ...[
    '<noscript>',
    '<template>',
    '<svg>',
    '<svg/>',
    '<math><mi>',
    '<title>',
    '</title>',
    '<textarea>',
    '<xmp>',
  ],
  ...[
    '<plaintext>',
    '<select><option>',
    '<iframe srcdoc="',
    '<a href="',
    '<base href="javascript:x">',
    '<p <p <p',
  ],
  ...[
    '&',
    '&#',
    '&#x110000;',
    '&#0;',
    '&lt',
    '&notanentity;',
    '\u0000',
    '\ud800',
    '\u202e',
    '\ufeff',
    '<',
    '>',
    '"',
  ],
  ...[
    '<body>',
    '</body>',
    '</html>',
    '<html lang="',
    '<meta property="og:title" content="',
    '<article>',
    '<main>',
  ],
  ...[
    '{"@type":"NewsArticle","articleBody":"',
    '"}]}',
    ']]>',
    '<br>',
    '</p>',
    '</br>',
    '<td>',
    '<li>',
    '<h1>',
  ],
];

/** Ways to break a page, each alone; every one that repeats does so to a bound of some hundred kilobytes. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  cut: (html, random) => html.slice(...toSpan(html, random)),
  'end cut off': (html, random) => html.slice(0, below(random, html.length + 1)),
  'chunks shuffled': (html, random) => {
    const size = 1 + below(random, 2_000);
    const chunks = html.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
    return chunks
      .map((chunk) => [random(), chunk] as const)
      .sort(([a], [b]) => a - b)
      .map(([, chunk]) => chunk)
      .join('');
  },
  'tags deleted': (html, random) => replaceSome(html, TAG, random(), random, () => ''),
  'end tags deleted': (html, random) => replaceSome(html, /<\/[^<>]{1,40}>/g, random(), random, () => ''),
  'tags exchanged': (html, random) => {
    const tags = html.match(TAG) ?? [];
    return replaceSome(html, TAG, 0.2 * random(), random, (tag) => pick(random, tags, tag));
  },
  'attributes broken': (html, random) => replaceSome(html, /["'=]/g, 0.3 * random(), random, () => ''),
  'characters flipped': (html, random) => {
    const share = 0.05 * random();
    return replaceSome(html, /[\s\S]/g, share, random, (text) =>
      String.fromCharCode(text.charCodeAt(0) ^ (1 << below(random, 16))),
    );
  },
  'a piece repeated': (html, random) => {
    const [from, to] = toSpan(html, random);
    const piece = html.slice(from, Math.min(to, from + 500));
    return insert(html, to, piece.repeat(below(random, 40_000 / (piece.length + 1))));
  },
  'fragments put in': (html, random) => {
    let broken = html;
    for (let left = 1 + below(random, 20); left > 0; left -= 1)
      broken = insert(broken, below(random, broken.length + 1), pick(random, FRAGMENTS, '<'));
    return broken;
  },
  'two pages joined': (html, random, pages) => {
    const other = pick(random, pages, html);
    return html.slice(0, below(random, html.length + 1)) + other.slice(below(random, other.length + 1));
  },
};

/** Costlier ones, done to one page in twenty. */
const LARGE: Readonly<Record<string, Mutation>> = {
  'nested 10,000 deep': (html, random) => {
    const tag = pick(
      random,
      ['div', 'b', 'span', 'a', 'p', 'ul><li', 'blockquote', 'x-y', 'table><tr><td', 'svg'],
      'b',
    );
    return insert(html, below(random, html.length + 1), `<${tag}>`.repeat(10_000));
  },
  'end tags without a beginning': (html, random) =>
    insert(
      html,
      below(random, html.length + 1),
      pick(random, ['</b>', '</div>', '</p>', '</br>'], '').repeat(10_000),
    ),
  'a huge attribute': (html, random) =>
    insert(
      html,
      below(random, html.length + 1),
      `<p class="${pick(random, ['a ', 'a-b_C', '&amp;', '-'], 'x').repeat(50_000)}">`,
    ),
  'thousands of tables or lists': (html, random) =>
    insert(
      html,
      below(random, html.length + 1),
      pick(
        random,
        ['<table><tr><td>a', '<table><td>a</table>', '<ul><li>a', '<dl><dt>a<dd>b', '<li>a, b. c'],
        '',
      ).repeat(3_000),
    ),
  'one long text': (html, random) =>
    insert(
      html,
      below(random, html.length + 1),
      pick(random, ['a', ' ', 'a ', '1:', '\n', 'by ', 'є'], 'a').repeat(100_000),
    ),
  'one long line of breaks': (html, random) =>
    insert(
      html,
      below(random, html.length + 1),
      pick(random, ['<br>', 'a<br>', ' <br>\n', '<b>a</b><br>'], '').repeat(5_000),
    ),
  'data without end': (html, random) =>
    insert(
      html,
      below(random, html.length + 1),
      `<script type="application/ld+json">${pick(random, ['[', '{"a":', '[{"@type":"Article"},', ' ', ',]'], '').repeat(20_000)}</script>`,
    ),
};

/** A page broken in one to four ways, the same for the same numbers; `how` names the ways. */
export const mutatePage = (
  random: Random,
  pages: readonly string[],
): { readonly html: string; readonly how: readonly string[] } => {
  const page = pick(random, pages, '');
  // A window of a long page mostly: what breaks does so in the small, and more pages can be tried.
  const isWhole = page.length <= WINDOW_CHARS || random() < 0.05;
  const from = isWhole ? 0 : below(random, page.length - WINDOW_CHARS);
  let html = isWhole ? page : page.slice(from, from + WINDOW_CHARS);
  const how: string[] = [];
  for (let left = 1 + below(random, 4); left > 0; left -= 1) {
    const [name, mutate] = pick(random, Object.entries(random() < 0.02 ? LARGE : MUTATIONS), [
      'none',
      (same) => same,
    ]);
    html = mutate(html, random, pages);
    how.push(name);
  }
  return { html, how };
};
const WINDOW_CHARS = 30_000;

/** The seed of one page among many: neighbours share nothing. */
export const toPageSeed = (seed: number, index: number): number =>
  Math.imul(index + 1, 0x9e37_79b1) ^ Math.imul(seed, 0x85eb_ca6b);
