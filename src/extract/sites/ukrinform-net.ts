import type { SiteRule } from './site.ts';

/**
 * Ukrinform, a host a language. Article and removals from `recipes/ukrinform_en.recipe` of
 * github.com/kovidgoyal/calibre (2022, unchanged since), the text's class from a public crawler of Ukrainian media
 * (2021).
 */
export const UKRINFORM_NET: SiteRule = {
  id: 'ukrinform.net',
  hosts: [
    'ukrinform.net',
    'ukrinform.ua',
    'ukrinform.ru',
    'ukrinform.de',
    'ukrinform.es',
    'ukrinform.fr',
    'ukrinform.pl',
    'ukrinform.jp',
  ],
  zone: 'Europe/Kyiv',
  sectionPath: /^\/rubric-([a-z][a-z-]+)\/\d+/,
  layouts: [
    {
      seen: '2022-10-15',
      body: ['article .newsText', 'article'],
      remove: ['article aside', 'section.read', '[data-name="int_hidden"]', 'article h1', 'article time'],
      title: 'article h1',
      date: 'article time',
      dateForms: ['24.11.2025 14:35'],
    },
  ],
};
