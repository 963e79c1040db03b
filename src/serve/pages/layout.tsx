/** @jsxRuntime automatic @jsxImportSource hono/jsx */
// Every page says so itself: tsx takes tsconfig.json from the folder it is run in, which need not be ours.

import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { OwnLink, UnderBasePath, useOwnPath } from './link.tsx';

/** A feed that a page offers to feed readers. */
export interface FeedLink {
  readonly title: string;
  readonly type: string;
  readonly href: string;
}

export interface Page {
  readonly title: string;
  readonly feeds: readonly FeedLink[];
  /** What stands in the search box. */
  readonly words?: string | undefined;
  readonly body: Child;
}

/** Where the pages' style sheet and icon are served. */
export const STYLE_PATH = '/style.css';
export const ICON_PATH = '/icon.svg';

/** A whole page as an answer. */
export const givePage = (
  c: Context,
  page: Page,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> => {
  const whole = (
    <UnderBasePath value={c.get('basePath')}>
      <Layout {...page} />
    </UnderBasePath>
  );
  return c.html(html`<!doctype html>${whole}`, status);
};

const Layout = ({ title, feeds, words, body }: Page) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="icon" href={useOwnPath(ICON_PATH)} type="image/svg+xml" />
      <link rel="stylesheet" href={useOwnPath(STYLE_PATH)} />
      {feeds.map((feed) => (
        <link rel="alternate" type={feed.type} title={feed.title} href={useOwnPath(feed.href)} />
      ))}
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
            <OwnLink href="/#topics">Topics</OwnLink>
            <OwnLink href="/feeds">Feeds</OwnLink>
            <OwnLink href="/docs">API</OwnLink>
          </nav>
          <search class="search">
            <form action={useOwnPath('/')} method="get">
              <input
                type="search"
                name="q"
                value={words ?? ''}
                aria-label="Words to search for"
                placeholder="Search"
              />
              <button type="submit">Find</button>
            </form>
          </search>
        </div>
      </header>
      <main id="content" class="frame">
        {body}
      </main>
      <footer class="colophon">
        <div class="frame">
          <OwnLink href="/feeds">State of the feeds</OwnLink>
          <OwnLink href="/docs">How to use the API</OwnLink>
          <OwnLink href="/health">Health</OwnLink>
          <span>All times are UTC</span>
        </div>
      </footer>
    </body>
  </html>
);
