import type { SiteRule } from './site.ts';

/**
 * Meduza, in Russian and English. From four public scrapers (2021 to 2024) and `recipes/meduza_ru.recipe` of
 * github.com/kovidgoyal/calibre: text, blocks that are none, and the date's place. The page's data state the title.
 */
export const MEDUZA_IO: SiteRule = {
  id: 'meduza.io',
  hosts: ['meduza.io'],
  zone: 'Europe/Moscow',
  layouts: [
    {
      seen: '2024-06-01',
      body: ['.GeneralMaterial-article'],
      remove: [
        '[data-testid="announcement-in-text"]',
        '[data-testid="related-rich-block"]',
        '[data-testid="related-block"]',
        '[data-testid="material-note"]',
        '[data-testid="toolbar"]',
        '[data-testid="donates-teaser"]',
      ],
      date: '[data-testid="meta-item"] time',
      dateForms: ['12:15, 21 февраля 2026'],
    },
  ],
};
