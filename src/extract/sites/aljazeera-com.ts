import type { SiteRule } from './site.ts';

/**
 * Al Jazeera, in English. Text, blocks that are none and date from a public scraper (April 2025), the title from
 * another; the older layout seen on captured pages of November 2019.
 */
export const ALJAZEERA_COM: SiteRule = {
  id: 'aljazeera.com',
  hosts: ['aljazeera.com'],
  zone: 'UTC',
  sectionPath: /^\/([a-z][a-z-]+)\/\d{4}\/\d{1,2}\//,
  layouts: [
    {
      seen: '2025-04-12',
      validFrom: '2020-01-01',
      body: ['.wysiwyg--all-content'],
      remove: ['.more-on', '.container--ads', '.sib-newsletter-form'],
      title: '.article-header h1',
      date: '.article-dates .date-simple span[aria-hidden="true"]',
      dateForms: ['12 Apr 2025'],
    },
    {
      seen: '2019-11-20',
      validUntil: '2020-12-31',
      body: ['.article-p-wrapper'],
      remove: ['.article-p-wrapper h4'],
      title: 'h1.post-title',
      date: 'time.timeagofunction',
      dateForms: ['19 Nov 2019 05:44 GMT'],
      author: '.article-heading-author-name a',
    },
  ],
};
