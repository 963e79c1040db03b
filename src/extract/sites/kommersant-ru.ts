import type { SiteRule } from './site.ts';

/**
 * Kommersant, in Russian. Seen on a captured page of May 2025; four public scrapers agree. The author closes the
 * text as a paragraph of it.
 */
export const KOMMERSANT_RU: SiteRule = {
  id: 'kommersant.ru',
  hosts: ['kommersant.ru'],
  zone: 'Europe/Moscow',
  layouts: [
    {
      seen: '2025-05-14',
      body: ['.doc_header__subheader, .article_text_wrapper'],
      remove: ['.document_authors', '.article_text_wrapper .ui-modal', '.doc_media'],
      title: '.doc_header__name',
      date: '.doc_header__publish_time',
      dateForms: ['14.05.2025, 20:28'],
      author: '.document_authors',
    },
  ],
};
