import type { SiteRule } from './site.ts';

/**
 * Suspilne, in Ukrainian. Both names of the text from public crawlers of Ukrainian media (2022, 2025); the page's
 * data state title and date.
 */
export const SUSPILNE_MEDIA: SiteRule = {
  id: 'suspilne.media',
  hosts: ['suspilne.media'],
  zone: 'Europe/Kyiv',
  layouts: [
    {
      seen: '2025-12-01',
      body: [
        '.l-article-content__container-inner.c-art-c__c',
        '.c-article-content.c-article-content--bordered',
      ],
      section: '.c-article-label__item',
    },
  ],
};
