import type { SiteRule } from './site.ts';

/**
 * UNIAN, in Ukrainian, Russian and English. Text and removals from `recipes/unian_net_en.recipe` of
 * github.com/kovidgoyal/calibre (2023), the date from two public scrapers of 2023.
 */
export const UNIAN_UA: SiteRule = {
  id: 'unian.ua',
  hosts: ['unian.ua', 'unian.net', 'unian.info'],
  zone: 'Europe/Kyiv',
  sectionPath: /^\/([a-z][a-z-]*)\/[^/]+-\d+\.html$/,
  layouts: [
    {
      seen: '2023-12-31',
      body: ['.article-text'],
      remove: [
        '.article-text h1',
        '.article__info',
        '.article__tags',
        '.read-also-slider',
        '.nts-video-wrapper',
      ],
      title: 'h1',
      date: '.article__info-item.time',
      dateForms: ['15:10, 21.02.26'],
    },
  ],
};
