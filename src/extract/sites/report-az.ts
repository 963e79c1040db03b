import type { SiteRule } from './site.ts';

/**
 * Report.az, in Azerbaijani, Russian and English. The JSON-LD is an array whose author is a department; the frame
 * carries a strip of trending topics outside the body. The date stands in two list entries, Baku time, no zone.
 * Known from captures and four public scrapers that agree, October 2026.
 */
export const REPORT_AZ: SiteRule = {
  id: 'report.az',
  hosts: ['report.az'],
  zone: 'Asia/Baku',
  sectionPath: /^\/(?:(?:ru|en)\/)?([a-z][a-z-]+)\/[^/]+\/?$/,
  layouts: [
    {
      seen: '2026-10-12',
      body: ['.news-detail__desc'],
      title: 'h1.section-title',
      date: 'ul.news__date',
      dateForms: ['16 noyabr, 2025 14:00', '09 February, 2026 16:25', '09 февраля, 2026 16:25'],
    },
  ],
};
