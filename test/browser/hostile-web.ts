import { toXmlText } from '../../src/serve/formats/out-feed.ts';
import { escapeHtml } from '../../src/text/html.ts';
import { ARTICLE } from '../support/page-faults.ts';
import { startWeb, type Web, type WebAnswer, type WebRoute } from '../support/web.ts';
import { URLS, VECTORS } from './xss-vectors.ts';

/** Each vector with the call by which it tells that it ran: its place in the list. */
export const HOSTILE: readonly string[] = VECTORS.map(([, html], index) => arm(html, index));
const HOSTILE_URLS: readonly string[] = URLS.map((url, index) => arm(url, 1000 + index));

function arm(text: string, number: number): string {
  return text.replaceAll('FIRE', `fire(${number})`);
}

const urlAt = (index: number): string => HOSTILE_URLS[index % HOSTILE_URLS.length] ?? '';

/** A loopback site that says nothing but vectors, in every field that its feeds and pages have. */
export async function startHostileWeb(): Promise<Web> {
  const page: WebRoute = (request) => {
    const number = Number(/^\/page\/(\d+)$/.exec(request.url ?? '')?.[1] ?? Number.NaN);
    const vector = HOSTILE[number];
    return vector === undefined ? { status: 404 } : typed('text/html; charset=utf-8', toPage(vector, number));
  };
  return startWeb({
    '/rss': typed('application/rss+xml', toRss()),
    '/atom': typed('application/atom+xml', toAtom()),
    '/json': typed('application/feed+json', toJsonFeed()),
    '/links': typed('application/rss+xml', toRssOfLinks()),
    '/no-feed': typed('text/html', toNoFeed()),
    '/away': { status: 302, headers: { location: 'javascript:fire(1)//<img/src=x/onerror=fire(1)>' } },
    '*': page,
  });
}

/** The feeds of the site, by their path: whether an item's text comes from its page or from the feed. */
export const HOSTILE_FEEDS: Readonly<Record<string, 'page' | 'feed'>> = {
  rss: 'page',
  atom: 'feed',
  json: 'feed',
  links: 'feed',
  'no-feed': 'feed',
  away: 'feed',
};

const typed = (type: string, body: string): WebAnswer => ({ headers: { 'content-type': type }, body });
/** Text of an XML document: what XML forbids is not what is tested here. */
const toXml = (text: string): string => escapeHtml(toXmlText(text));
const toCdata = (text: string): string =>
  `<![CDATA[${toXmlText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const NAMESPACES =
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"';

const toRss = (): string => {
  const items = HOSTILE.map(
    (vector, index) =>
      `<item><title>${toXml(vector)} of ${index}</title><link>/page/${index}</link><guid>${toXml(vector)}</guid>` +
      `<description>${toCdata(`${vector} in short`)}</description><dc:creator>${toXml(vector)}</dc:creator>` +
      `<author>${toXml(vector)}</author><category>${toXml(vector)}</category>` +
      `<content:encoded>${toXml(vector)}</content:encoded>` +
      `<enclosure url="${toXml(urlAt(index))}" type="${toXml(vector)}" length="1"/>` +
      `<pubDate>${toXml(vector)}</pubDate></item>`,
  );
  return `<rss version="2.0" ${NAMESPACES}><channel><title>${toXml(HOSTILE[11] ?? '')}</title><link>${toXml(urlAt(0))}</link>${items.join('')}</channel></rss>`;
};

/** Titles are plain text here, which a reader may take for markup. */
const toAtom = (): string => {
  const entries = HOSTILE.map(
    (vector, index) =>
      `<entry><id>urn:a:${index}</id><title type="text">${toXml(vector)}</title>` +
      `<link href="/a/${index}"/><link rel="enclosure" href="${toXml(urlAt(index))}"/>` +
      `<author><name>${toXml(vector)}</name><uri>${toXml(urlAt(index))}</uri></author>` +
      `<category term="${toXml(vector)}" label="${toXml(vector)}"/>` +
      `<summary type="html">${toXml(vector)}</summary>` +
      `<content type="html">${toXml(`<p>${ARTICLE[0]}</p>${vector}<p>${ARTICLE[1]} ${vector}</p>`)}</content></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">${toXml(HOSTILE[0] ?? '')}</title><id>urn:a</id>${entries.join('')}</feed>`;
};

const toJsonFeed = (): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: HOSTILE[44],
    home_page_url: urlAt(1),
    items: HOSTILE.map((vector, index) => ({
      ...{ id: `json-${index}`, url: `/j/${index}`, title: `${vector} ${index}`, image: urlAt(index) },
      ...{ content_html: `<div>${vector}<ul><li>${vector}</ul><table><tr><td>${vector}</table></div>` },
      ...{ summary: vector, authors: [{ name: vector, url: urlAt(index) }], tags: [vector] },
      attachments: [{ url: urlAt(index), mime_type: vector }],
    })),
  });

const toRssOfLinks = (): string => {
  const items = HOSTILE_URLS.map(
    (url, index) =>
      `<item><title>Link ${index}</title><link>${toXml(url)}</link><guid isPermaLink="true">${toXml(url)}</guid>` +
      `<description>${toXml(`<a href="${escapeHtml(url)}">a</a><img src="${escapeHtml(url)}">`)}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Links</title><link>/</link>${items.join('')}</channel></rss>`;
};

/** A page in place of a feed, whose feed links and title are hostile. */
const toNoFeed = (): string =>
  `<!doctype html><html><head><title>${HOSTILE[0]}</title>${HOSTILE_URLS.map(
    (url) =>
      `<link rel="alternate" type="application/rss+xml" title="${escapeHtml(url)}" href="${escapeHtml(url)}">`,
  ).join('')}</head><body>Nothing</body></html>`;

/** An article with the vector in its head, in its data, and after enough sound text to be read. */
const toPage = (vector: string, index: number): string => {
  const data = {
    '@type': 'NewsArticle',
    ...{ headline: vector, author: { '@type': 'Person', name: vector }, articleSection: vector },
    ...{ image: urlAt(index), url: urlAt(index), keywords: [vector] },
  };
  return (
    `<!doctype html><html lang="en"><head><title>${escapeHtml(vector)}</title>` +
    `<meta name="author" content="${escapeHtml(vector)}"><meta property="og:image" content="${escapeHtml(urlAt(index))}">` +
    `<link rel="canonical" href="${escapeHtml(urlAt(index))}">` +
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script></head><body><article>` +
    `<h1>${escapeHtml(vector)}</h1>${ARTICLE.map((text) => `<p>${text}</p>`).join('')}` +
    `<p>${ARTICLE[0]} ${vector} ${ARTICLE[1]}</p><ul><li>${ARTICLE[2]} ${vector}</li></ul>` +
    `<figure><img src="${escapeHtml(urlAt(index))}" alt="${escapeHtml(vector)}"><figcaption>${vector}</figcaption></figure>` +
    `<blockquote>${ARTICLE[1]} ${vector}</blockquote><p><a href="${escapeHtml(urlAt(index))}">${ARTICLE[2]}</a></p></article></body></html>`
  );
};
