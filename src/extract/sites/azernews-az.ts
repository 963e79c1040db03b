import type { SiteRule } from './site.ts';

/**
 * Azernews, in English. From two public scrapers (`extract_article_details`, `azernews_scrape`, 2025) that agree.
 */
export const AZERNEWS_AZ: SiteRule = {
  id: 'azernews.az',
  hosts: ['azernews.az'],
  zone: 'Asia/Baku',
  sectionPath: /^\/([a-z][a-z-]+)\/\d+(?:\.html)?$/,
  layouts: [
    {
      seen: '2025-07-21',
      body: ['.article-content-wrapper .article-content', '.article-content'],
      title: '.article-content-wrapper h2',
      date: 'span.me-3',
      dateForms: ['21 July 2025 14:01 (UTC+04:00)'],
      author: '.author h6',
    },
  ],
};
