import type { SiteRule } from './site.ts';

/**
 * APA, in Azerbaijani, Russian and English. From `sources/apa_az.py` of github.com/scraper-bots/news_summarizer
 * (November 2025); the holder `.content_main` from an older public scraper.
 */
export const APA_AZ: SiteRule = {
  id: 'apa.az',
  hosts: ['apa.az'],
  zone: 'Asia/Baku',
  sectionPath: /^\/(?:(?:ru|en)\/)?([a-z][a-z-]+)\/[^/]+-\d+\/?$/,
  layouts: [
    {
      seen: '2025-11-15',
      body: ['.texts.mb-site', '.content_main .news_content'],
      remove: ['.rek_banner', '.links_block', '.AdviadNativeVideo'],
      title: 'h2.title_news',
      date: '.content_main .date, span.date',
      dateForms: ['21 fevral 2026 17:44', '14 noyabr 2025 16:23 (UTC +04:00)'],
    },
  ],
};
