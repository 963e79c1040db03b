import type { SiteRule } from './site.ts';

/**
 * Interfax-Ukraine, in Ukrainian, Russian and English. Every navigation entry is an `<h1>` and the content stands
 * before the header, so that only classes tell what is what. Today's items may show the time alone. Known from
 * captures and public scrapers, 2018 to October 2026.
 */
export const INTERFAX_COM_UA: SiteRule = {
  id: 'interfax.com.ua',
  hosts: ['interfax.com.ua'],
  zone: 'Europe/Kyiv',
  sectionPath: /^\/news\/([a-z][a-z-]+)\/\d+(?:\.html)?$/,
  layouts: [
    {
      seen: '2026-10-12',
      body: ['article.article-content-view .article-content', '.article-content'],
      remove: [
        '.article-content-secondary-header',
        '.article-tags',
        '.article-content-title',
        '.article-time',
      ],
      title: '.article-content-title',
      date: '.article-time',
      dateForms: ['17:42 24.11.2025', '17:42'],
    },
  ],
};
