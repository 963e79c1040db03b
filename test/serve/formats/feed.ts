import type { OutFeed, OutItem } from '../../../src/serve/formats/out-feed.ts';
import { toXmlText } from '../../../src/serve/formats/out-feed.ts';

const PUBLISHER = {
  id: 'tag:news.example,2026:publishers/harbour-post',
  name: 'Harbour & Post',
  url: 'https://harbour-post.example/',
  feedUrl: 'https://harbour-post.example/feed.xml?a=1&b=2',
};

/** Titles that break feeds which escape too little or too much. */
export const TITLES = [
  'Fish & <chips> for "everyone"',
  'Ends a CDATA section: ]]> and goes on',
  'Emoji 🎓 and ə, ї, ы',
  'Says &amp; and &lt;b&gt; in so many letters',
  "It's a 'quoted' one",
  toXmlText('Bell \u0007, NUL \u0000 and half an emoji \ud83c are gone'),
] as const;

const toItem = (title: string, index: number): OutItem => ({
  id: `tag:news.example,2026:items/${index + 1}`,
  title,
  url: `https://harbour-post.example/read?id=${index + 1}&from=feed`,
  pageUrl: `https://news.example/items/${index + 1}`,
  publishedAt: new Date(Date.UTC(2026, 2, 10, 9, 30, 15 - index)),
  updatedAt: new Date(Date.UTC(2026, 2, 10, 10, 0, 0)),
  language: 'en',
  publisher: PUBLISHER,
  authors: index === 0 ? ['Ann <Byline>'] : [],
  summary: `Summary of ${title}`,
  html:
    index === 0 ? '<p>Full &amp; <a href="https://x.example/?a=1&amp;b=2">true</a> ]]&gt;</p>' : undefined,
  categories: [
    { term: 'defence', label: 'Defence & arms' },
    { term: 'place:UA', label: 'Ukraine' },
  ],
});

/** A feed whose every field needs escaping somewhere. */
export const FEED: OutFeed = {
  id: 'tag:news.example,2026:topics/defence',
  title: 'Defence & arms — Topicwire',
  description: 'Items on Defence & arms',
  url: 'https://news.example/items/feed.x?topic=defence&place=UA',
  pageUrl: 'https://news.example/?topic=defence&place=UA',
  firstUrl: 'https://news.example/items/feed.x?topic=defence',
  nextUrl: 'https://news.example/items/feed.x?topic=defence&cursor=abc',
  updatedAt: new Date('2026-03-10T10:00:00Z'),
  language: 'en',
  scheme: 'tag:news.example,2026:tags',
  items: TITLES.map(toItem),
};

/** A feed that has nothing yet. */
export const EMPTY: OutFeed = {
  ...FEED,
  items: [],
  updatedAt: new Date(0),
  firstUrl: undefined,
  nextUrl: undefined,
  language: undefined,
};
