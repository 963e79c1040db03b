import type { SiteRule } from './site.ts';

/**
 * Interfax-Ukraine, in Ukrainian, Russian and English. Every navigation entry is an `<h1>` and the content stands
 * before the header, so that only classes tell what is what. Today's items may show the time alone.
 */
export const INTERFAX_COM_UA: SiteRule = {
  id: 'interfax.com.ua',
  hosts: ['interfax.com.ua'],
  seen: '2026-10-12',
  zone: 'Europe/Kyiv',
  title: '.article-content-title',
  body: 'article.article-content-view .article-content, .article-content',
  remove: [
    '.article-content-secondary-header',
    '.article-tags',
    '.article-content-title',
    '.article-time',
    'figcaption',
  ],
  date: '.article-time',
  section: undefined,
  sectionPath: /^\/news\/([a-z][a-z-]+)\/\d+(?:\.html)?$/,
};
