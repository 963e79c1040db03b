import type { Element } from 'domhandler';

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

/** Whether what an element holds is by its name, its role or the words it is named by no part of the article. */
export const isDiscarded = ({ name, attribs }: Element, tokens: readonly string[]): boolean => {
  if (DISCARDED_TAGS.has(name)) return true;
  const { role } = attribs;
  if (role !== undefined && ROLES.has(role)) return true;
  for (const token of tokens) if (DISCARDED.has(token)) return true;
  return false;
};

/** Words that name what readers wrote, and those that make of such a word a mark of a whole page (`has-comments`). */
const COMMENTS: ReadonlySet<string> = new Set(
  'comment comments commentlist respond reply replies disqus'.split(' '),
);
const OF_PAGE: ReadonlySet<string> = new Set('has open no closed with page site single'.split(' '));
const WHOLE_TAGS: ReadonlySet<string> = new Set(['article', 'main', 'body']);

/** What a place is called. */
interface Named {
  readonly tag: string;
  readonly tokens: readonly string[];
}

/** Whether a place is named for comments of readers. */
export const isComments = ({ tag, tokens }: Named): boolean =>
  tokens.some((token) => COMMENTS.has(token)) &&
  !WHOLE_TAGS.has(tag) &&
  !tokens.some((token) => OF_PAGE.has(token));
