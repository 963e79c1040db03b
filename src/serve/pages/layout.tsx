/** @jsxRuntime automatic @jsxImportSource hono/jsx */
// Every page says so itself: tsx takes tsconfig.json from the folder it is run in, which need not be ours.

import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { readLang } from '../asked.ts';
import { Keys, KeysButton } from './keys.tsx';
import { PAGE_LANGUAGE } from './lang.ts';
import { OnOwnWay, OwnLink, useLang, useOwnPath } from './link.tsx';

/** A feed that a page offers to feed readers. */
export interface FeedLink {
  readonly title: string;
  readonly type: string;
  readonly href: string;
}

/** What the search box says. */
export interface SearchBox {
  /** What stands in it. */
  readonly words: string | undefined;
  /** The list it searches; all items where undefined. */
  readonly within?: string | undefined;
  /** Why its words cannot be searched for. */
  readonly error?: string | undefined;
}

export interface Page {
  readonly title: string;
  /** The title's language where it is not the pages' own. */
  readonly titleLang?: string | undefined;
  readonly feeds: readonly FeedLink[];
  /** Which of the pages that the head leads to it is. */
  readonly current?: (typeof PLACES)[number]['href'];
  readonly search?: SearchBox;
  readonly body: Child;
}

/** Where the pages' style sheet, script and icon are served. */
export const STYLE_PATH = '/style.css';
export const SCRIPT_PATH = '/script.js';
export const ICON_PATH = '/icon.svg';

/** The id of the search box's form, for fields that stand elsewhere. */
export const SEARCH_FORM = 'search';
const SEARCH_ERROR = 'search-error';

const PLACES = [
  { href: '/#topics', name: 'Topics' },
  { href: '/feeds', name: 'Feeds' },
  { href: '/docs', name: 'API' },
] as const;

/** A whole page as an answer. */
export const givePage = (
  c: Context,
  page: Page,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> => {
  const whole = (
    <OnOwnWay value={{ basePath: c.get('basePath'), lang: readLang(c) }}>
      <Layout {...page} />
    </OnOwnWay>
  );
  return c.html(html`<!doctype html>${whole}`, status);
};

const Layout = ({ title, titleLang, feeds, current, search, body }: Page) => (
  <html lang={PAGE_LANGUAGE}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title lang={titleLang}>{title}</title>
      <link rel="icon" href={useOwnPath(ICON_PATH)} type="image/svg+xml" />
      <link rel="stylesheet" href={useOwnPath(STYLE_PATH)} />
      {feeds.map((feed) => (
        <link rel="alternate" type={feed.type} title={feed.title} href={useOwnPath(feed.href)} />
      ))}
      <script src={useOwnPath(SCRIPT_PATH)} defer></script>
    </head>
    <body>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="masthead">
        <div class="frame">
          <OwnLink class="brand" href="/">
            Topicwire
          </OwnLink>
          <nav aria-label="Pages">
            {PLACES.map(({ href, name }) => (
              <OwnLink href={href} aria-current={href === current ? 'page' : undefined}>
                {name}
              </OwnLink>
            ))}
          </nav>
          <Search {...search} />
        </div>
      </header>
      <main id="content" class="frame" tabindex={-1}>
        {body}
      </main>
      <footer class="colophon">
        <div class="frame">
          <OwnLink href="/feeds">State of the feeds</OwnLink>
          <OwnLink href="/docs">How to use the API</OwnLink>
          <OwnLink href="/health">Health</OwnLink>
          <KeysButton />
          <span>All times are UTC</span>
        </div>
      </footer>
      <Keys />
    </body>
  </html>
);

const Search = ({ words, within, error }: Partial<SearchBox>) => {
  const placeholder = within === undefined ? 'Search' : `Search in ${within}`;
  const lang = useLang();
  return (
    <search class="search">
      <form id={SEARCH_FORM} action={useOwnPath('/')} method="get">
        <input
          type="search"
          name="q"
          value={words ?? ''}
          aria-label={placeholder}
          placeholder={placeholder}
          aria-invalid={error === undefined ? undefined : 'true'}
          aria-describedby={error === undefined ? undefined : SEARCH_ERROR}
        />
        {lang !== undefined && <input type="hidden" name="lang" value={lang} />}
        <button type="submit">Find</button>
      </form>
      {error !== undefined && (
        <p class="fault" id={SEARCH_ERROR}>
          {error}
        </p>
      )}
    </search>
  );
};
