import type { Place } from './blocks.ts';

/**
 * Words of class and id that name a part beside the article. Each was on twenty sites or more of some 700 pages with
 * known text, and within places so named less than one block in fifty was text of the article.
 */
const DISCARDED: ReadonlySet<string> = new Set(
  (
    'comments respond disqus commentlist related newsletter newsletters subscribe signup breadcrumb breadcrumbs share ' +
    'sharing sharedaddy socials cookie cookies consent popup modal dialog navbar menu submenu megamenu colophon masthead ' +
    'outbrain taboola pagination login trending searchform recirculation recommended tooltip akismet burger hamburger ' +
    'authors bio vcard overlay nocontent'
  ).split(' '),
);

/** Elements that hold no text of an article. */
const DISCARDED_TAGS: ReadonlySet<string> = new Set([
  'nav',
  'button',
  'dialog',
  'menu',
  'label',
  'fieldset',
  'figcaption',
]);

const ROLES: ReadonlySet<string> = new Set([
  'navigation',
  'dialog',
  'alertdialog',
  'search',
  'menu',
  'toolbar',
  'contentinfo',
]);

/** Whether a place is by its element, its role or its name no part of the article. */
export const isDiscarded = (place: Place): boolean =>
  DISCARDED_TAGS.has(place.tag) ||
  ROLES.has(place.element?.attribs['role'] ?? '') ||
  place.tokens.some((token) => DISCARDED.has(token));
