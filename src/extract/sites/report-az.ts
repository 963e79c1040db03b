import type { SiteRule } from './site.ts';

/**
 * Report.az, in Azerbaijani, Russian and English. The JSON-LD is an array whose author is a department; the frame
 * carries a strip of trending topics outside the body. The date stands in two list entries, Baku time, no zone.
 */
export const REPORT_AZ: SiteRule = {
  id: 'report.az',
  hosts: ['report.az'],
  seen: '2026-10-12',
  zone: 'Asia/Baku',
  title: 'h1.section-title',
  body: '.news-detail__desc',
  remove: ['.news-detail__tags', '.news-detail__share', '.news-detail__related', 'figcaption'],
  date: 'ul.news__date',
  section: undefined,
  sectionPath: /^\/(?:(?:ru|en)\/)?([a-z][a-z-]+)\/[^/]+\/?$/,
};
