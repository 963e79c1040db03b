import type { SiteRule } from './site.ts';

/**
 * The Guardian. From `publishers/uk/the_guardian.py` of github.com/flairNLP/fundus (2025) and a public scraper that
 * drops the same islands; the older layout seen on a captured page of November 2019. The standfirst opens the text;
 * the page's data state title and date.
 */
export const THEGUARDIAN_COM: SiteRule = {
  id: 'theguardian.com',
  hosts: ['theguardian.com'],
  zone: 'Europe/London',
  layouts: [
    {
      seen: '2025-06-01',
      validFrom: '2020-01-01',
      body: [
        "[data-gu-name='standfirst'] p, .article-body-viewer-selector",
        '.article-body-commercial-selector',
      ],
      remove: ['gu-island', '.article-body-viewer-selector aside'],
    },
    {
      seen: '2019-11-18',
      validUntil: '2021-12-31',
      body: ['.content__article-body'],
      remove: ['.content__article-body aside', '.submeta', '.after-article'],
      title: 'h1.content__headline',
      date: '.content__dateline-wpd',
      author: '.content__main [itemprop="author"]',
    },
  ],
};
