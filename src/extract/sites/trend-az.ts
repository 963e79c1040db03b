import type { SiteRule } from './site.ts';

/**
 * Trend, in Azerbaijani, Russian, English and more, a host each. From `sources/trend_az.py` of github.com/scraper-
 * bots/news_summarizer (November 2025) and the page shapes that github.com/rbutils/fetch_util is tested with (July
 * 2026).
 */
export const TREND_AZ: SiteRule = {
  id: 'trend.az',
  hosts: ['trend.az'],
  zone: 'Asia/Baku',
  layouts: [
    {
      seen: '2026-07-07',
      body: ['.article-content.article-paddings'],
      title: 'h1',
      date: '.date-time',
      dateForms: ['14 September 2022 00:32 (UTC +04:00)', '15 Noyabr 10:31 (UTC+04)'],
      section: '.top-part .categories',
      author: '.article-paddings .author',
    },
  ],
};
