import type { SiteRule } from './site.ts';

/**
 * Oxu.az, in Azerbaijani and Russian. From `sources/oxu_az.py` of github.com/scraper-bots/news_summarizer (November
 * 2025) and the page shapes that github.com/rbutils/fetch_util is tested with (February 2025 to September 2026).
 */
export const OXU_AZ: SiteRule = {
  id: 'oxu.az',
  hosts: ['oxu.az'],
  zone: 'Asia/Baku',
  layouts: [
    {
      seen: '2026-09-21',
      body: ['.post-detail-content-inner', '.post-detail-content'],
      remove: [
        '.audio-block',
        '.player-area',
        '.tag-area',
        '.social-block2',
        '.subscribe-single-block',
        '.tag-post-list',
      ],
      title: '.post-detail-title h1',
      date: '.post-detail-meta span',
      dateForms: ['Bu gün / 12:18', 'Dünən / 22:30', '15 noyabr, 2025 / 19:44', '15 noy, 2025 / 19:44'],
      section: '.breadcrumb-item.active',
    },
  ],
};
