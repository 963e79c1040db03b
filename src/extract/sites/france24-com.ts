import type { SiteRule } from './site.ts';

/**
 * France 24, in four languages. From the page shapes that github.com/rbutils/fetch_util is tested with (July 2026);
 * the page's data state the date.
 */
export const FRANCE24_COM: SiteRule = {
  id: 'france24.com',
  hosts: ['france24.com'],
  zone: 'Europe/Paris',
  sectionPath: /^\/(?:[a-z]{2}\/)?([a-z][a-zé%-]+)\/\d{8}-/,
  layouts: [
    {
      seen: '2026-07-08',
      body: ['.t-content__body'],
      title: '.t-content h1',
    },
  ],
};
