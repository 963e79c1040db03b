import type { SiteRule } from './site.ts';

/**
 * Qafqazinfo, in Azerbaijani. From `sources/qafqazinfo_az.py` of github.com/scraper-bots/news_summarizer (November
 * 2025) and a second public scraper that agrees on the body and the date.
 */
export const QAFQAZINFO_AZ: SiteRule = {
  id: 'qafqazinfo.az',
  hosts: ['qafqazinfo.az'],
  zone: 'Asia/Baku',
  layouts: [
    {
      seen: '2025-11-09',
      body: ['.panel-body.news_text'],
      remove: ['.rek_banner', '.panel-body h1', '.panel-body time'],
      title: '.panel-body h1',
      date: 'time[datetime]',
      dateForms: ['09.11.2025 | 10:59'],
    },
  ],
};
