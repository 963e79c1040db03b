import type { SiteRule } from './site.ts';

/**
 * Ukrainska Pravda, in Ukrainian, Russian and English. `.post_news_*` from three public crawlers (2024 to 2026), the
 * other names of the text from one of 2022; the date once came without its year. The page's data name the title.
 */
export const PRAVDA_COM_UA: SiteRule = {
  id: 'pravda.com.ua',
  hosts: ['pravda.com.ua'],
  zone: 'Europe/Kyiv',
  layouts: [
    {
      seen: '2026-03-01',
      body: ['.post_news_text', '.post_article_text', '.post_text, .post__text', 'article.post'],
      remove: ['article.post h1', '.post_news_date'],
      date: '.post_news_date',
      dateForms: [
        'Вікторія Лісовська — Понеділок, 24 листопада 2025, 14:35',
        'Понеділок, 24 листопада, 14:35',
      ],
      author: '.post_news_author',
    },
  ],
};
