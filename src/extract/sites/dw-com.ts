import type { SiteRule } from './site.ts';

/**
 * DW, in thirty languages. From `publishers/de/dw.py` of github.com/flairNLP/fundus with its dates; seen on captured
 * pages of April 2023, June 2023 and January 2024. The teaser opens the text.
 */
export const DW_COM: SiteRule = {
  id: 'dw.com',
  hosts: ['dw.com'],
  zone: 'Europe/Berlin',
  layouts: [
    {
      seen: '2024-01-30',
      validFrom: '2023-06-12',
      body: ['article .teaser-text, article .rich-text'],
      remove: ['.rich-text-ad', '.rich-text .vjs-wrapper'],
      title: 'article h1',
      section: 'article .kicker span',
      author: '.author-details .author',
    },
    {
      seen: '2023-04-28',
      validUntil: '2023-06-12',
      body: ['.col3 .intro, .longText'],
      remove: ['.longText .picBox'],
      title: '.col3 h1',
      date: '.smallList li',
      dateForms: ['Datum 28.04.2023'],
    },
  ],
};
