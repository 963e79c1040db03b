import { FRONT_PAGE } from '../../serve/front-page.ts';
import type { News } from '../../serve/news.ts';

/** Titles that readers stumble over: signs of markup, ends of CDATA, entities, other scripts and directions, emoji. */
const TRAPS: readonly (readonly [title: string, language: string])[] = [
  ['Fish & <chips> for "everyone" at £5', 'en'],
  ['Ends a CDATA section: ]]> and goes on <![CDATA[ here', 'en'],
  ['<script>alert(1)</script> is how a page is attacked', 'en'],
  ['a < b, b > c and c <= d', 'en'],
  ['AT&T; R&D, &c.', 'en'],
  ["It's a ‘quoted’ “one” — with dashes…", 'en'],
  ['<!-- no comment --> and <?no instruction?>', 'en'],
  ['الميناء الجديد يفتح أبوابه أمام السفن', 'ar'],
  ['הנמל החדש נפתח (2026) לתנועה', 'he'],
  ['Emoji 🎓, 👩‍🚀 and 🇺🇦 in a title', 'en'],
  ['Bakıda “İnşaatçılar” stansiyası açılıb: ƏLAVƏ', 'az'],
  ['Об’єднання п’яти громад: що зміниться', 'uk'],
  ['Ёлка и съезд: «как это было»', 'ru'],
  ['50% of 1.000,50 € + 2 × 3 = ?', 'en'],
  ['Cafe\u0301 and café are two spellings', 'en'],
  ['Says &amp; and &lt;b&gt; in so many letters, &#33; too', 'en'],
  ['Word '.repeat(60).trim(), 'en'],
];

/** What the readers are given: a day of news, the traps, and an item without a title. */
export const TRAP_NEWS: readonly News[] = [
  ...FRONT_PAGE,
  ...TRAPS.map(
    ([title, language], at): News => ({
      title,
      language,
      publisher: at % 2 === 0 ? 'harbour-post' : 'xezer-xeber',
      feeds: [at % 2 === 0 ? 'harbour' : 'xezer-ru'],
      at: new Date(Date.UTC(2026, 2, 9, 20, 59 - at, at)).toISOString(),
      url: `https://harbour-post.example/read?id=${at}&from=feed#top`,
      summary: `<p>About: ${title.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`,
      authors: at % 3 === 0 ? ['Ann <Byline> & Co.'] : [],
      text: 'A text about the port.',
      tags: { 'place:UA': [['port', 'port~']] },
    }),
  ),
  {
    publisher: 'dnipro-visnyk',
    feeds: ['dnipro'],
    language: 'uk',
    at: '2026-03-09T10:00:00Z',
    summary: 'Без заголовка ]]> &lt;b&gt;',
  },
];

/** What readers subscribe to: paths of feeds without their ending, with their query. */
export const QUERIES: readonly string[] = [
  '/topics/transport',
  '/topics/economy?lang=uk',
  '/topics/politics?language=uk,ru',
  '/topics/science?limit=200',
  '/topics/elections?until=2020-01-01',
  '/searches/black-sea',
  '/searches/air-defence?lang=az',
  '/items',
  '/items?limit=3',
  '/items?language=az',
  '/items?language=-en',
  '/items?language=ar,he',
  '/items?place=UA&language=en',
  '/items?topic=transport,energy&topic=-sport',
  '/items?publisher=harbour-post&since=2026-03-09&until=2026-03-10',
  '/items?feed=xezer-ru&lang=ru',
  '/items?q=port',
  '/items?q=%22a+title%22',
  '/items?q=spellings+OR+title&order=relevance',
  '/items?q=no-such-word-anywhere',
];
