import type { SiteRule } from './site.ts';

/**
 * Lenta.ru, in Russian. From five public scrapers (2022 to 2026) that agree and the page shapes that
 * github.com/rbutils/fetch_util is tested with (July 2026).
 */
export const LENTA_RU: SiteRule = {
  id: 'lenta.ru',
  hosts: ['lenta.ru'],
  zone: 'Europe/Moscow',
  layouts: [
    {
      seen: '2026-07-08',
      body: ['.topic-body__content'],
      title: '.topic-body__title',
      date: '.topic-header__time',
      dateForms: ['18:45, 21 февраля 2026'],
      section: '.topic-header__rubric',
      author: '.topic-authors__name',
    },
  ],
};
