import type { SiteRule } from './site.ts';

/**
 * AZERTAC, in Azerbaijani and eight more languages. From two public scrapers (`azertag_scrape`, 2025) that agree;
 * each page is `/xeber/slug-id`, so that no path tells the section.
 */
export const AZERTAG_AZ: SiteRule = {
  id: 'azertag.az',
  hosts: ['azertag.az'],
  zone: 'Asia/Baku',
  layouts: [
    {
      seen: '2026-02-21',
      body: ['.news-body', '.news-text'],
      title: '.entry-title',
      date: '.entry-meta, .news-date',
      dateForms: ['21.02.2026 [19:22]'],
    },
  ],
};
