import type { SiteRule } from './site.ts';

/**
 * BBC News, in English. From `publishers/uk/the_bbc.py` of github.com/flairNLP/fundus (2025): the text stands in
 * parts with everything else between them. The page's data state title and date. The BBC's other languages have
 * another layout and no rule.
 */
export const BBC_COM: SiteRule = {
  id: 'bbc.com',
  hosts: ['bbc.com', 'bbc.co.uk'],
  zone: 'Europe/London',
  layouts: [
    {
      seen: '2025-06-01',
      body: ['[data-component="text-block"], [data-component="subheadline-block"]'],
    },
  ],
};
