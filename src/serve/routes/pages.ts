import type { Context, Hono } from 'hono';
import { parseItemId, parseTagId } from '../../model.ts';
import { countByTag, getItem, queryItems } from '../../store/search.ts';
import { loadTagHistory } from '../../store/tag-history.ts';
import { loadHistory } from '../../store/versions.ts';
import { askPage, toBaseUrl, toLanguages, toPath } from '../asked.ts';
import { buildTagLabels } from '../catalog.ts';
import { toCursor } from '../cursor.ts';
import { readFeeds } from '../feed-json.ts';
import { FORMATS } from '../formats/registry.ts';
import { ALL_ITEMS, LISTINGS, type Listing, listShownSearches, toFeedHref, toListTitle } from '../listing.ts';
import type { ApiDocument } from '../openapi.ts';
import { toDocsPage } from '../pages/docs.tsx';
import { renderError } from '../pages/error.tsx';
import { toFeedsPage } from '../pages/feeds.tsx';
import { toItemPage } from '../pages/item.tsx';
import { ITEMS_ON_PAGE } from '../pages/item-list.tsx';
import { type FeedLink, givePage, ICON_PATH, STYLE_PATH } from '../pages/layout.tsx';
import { toListPage } from '../pages/list.tsx';
import { ICON, STYLE } from '../pages/style.ts';
import { toTopicAbout } from '../pages/topic-about.tsx';
import { VERSIONS_ON_PAGE } from '../pages/versions.tsx';
import type { Serving } from '../serving.ts';
import { readTopicDetail } from '../topic-detail.ts';
import { toVersionsJson } from '../versions-json.ts';

/** What counts as recent where items are counted. */
const RECENT_MS = 24 * 3_600_000;

/** The pages for people. */
export function addPageRoutes(app: Hono, serving: Serving, document: ApiDocument): void {
  app.get('/', (c) => giveList(c, serving, ALL_ITEMS));
  for (const [path, find] of LISTINGS) {
    app.get(path, (c) => {
      const found = find(c, serving.catalog());
      return found.kind === 'problem' ? renderError(c, found.problem) : giveList(c, serving, found.listing);
    });
  }
  app.get('/items/:id', async (c) => {
    const id = parseItemId(c.req.param('id'));
    const item = id === undefined ? undefined : await getItem(serving.db, id);
    const history = id === undefined ? undefined : await loadHistory(serving.db, id, VERSIONS_ON_PAGE);
    if (item === undefined || history === undefined) {
      return renderError(c, { status: 404, detail: 'There is no item of this number (any more).' });
    }
    c.header('vary', 'accept-language');
    const catalog = serving.catalog();
    const labels = buildTagLabels(catalog, toLanguages(c));
    const spans = await loadTagHistory(serving.db, item.id);
    return givePage(c, toItemPage({ item, catalog, labels, spans }, toVersionsJson(item.id, history)));
  });
  app.get('/feeds', async (c) => givePage(c, toFeedsPage(await readFeeds(serving))));
  app.get('/docs', (c) => givePage(c, toDocsPage(document, toBaseUrl(c, serving.settings))));
  addFiles(app);
}

/** The style sheet and the icon change with a release only, but their paths do not: an hour is kept. */
function addFiles(app: Hono): void {
  const cached = { 'cache-control': 'public, max-age=3600' };
  app.get(STYLE_PATH, (c) => c.body(STYLE, 200, { ...cached, 'content-type': 'text/css; charset=utf-8' }));
  app.get(ICON_PATH, (c) => c.body(ICON, 200, { ...cached, 'content-type': 'image/svg+xml' }));
}

async function giveList(c: Context, serving: Serving, listing: Listing): Promise<Response> {
  const catalog = serving.catalog();
  const asked = askPage(c, catalog, serving.now(), listing.asks);
  if (asked.kind === 'problem') return renderError(c, asked.problem);
  const { params } = asked;
  const query = { ...asked.query, limit: Math.min(asked.query.limit, ITEMS_ON_PAGE) };
  const languages = toLanguages(c);
  const labels = buildTagLabels(catalog, languages);
  const tags = catalog.topics.map(({ id }) => parseTagId(id)).filter((tag) => tag !== undefined);
  const recent = new Date(serving.now().getTime() - RECENT_MS);
  const [page, counts] = [await queryItems(serving.db, query), await countByTag(serving.db, tags, recent)];
  const { topic, pagePath } = listing;
  const detail = topic === undefined ? undefined : await readTopicDetail(serving, topic);
  const title = toListTitle(listing, params, query, { catalog, labels });
  const cursor = page.next === undefined ? undefined : toCursor(page.next);
  c.header('vary', 'accept-language');
  return givePage(
    c,
    toListPage({
      heading: title === 'All items' ? 'Newest items' : title,
      about: detail === undefined ? undefined : toTopicAbout(detail),
      words: params.get('q') ?? undefined,
      feeds: toFeedLinks(listing, params),
      searches: listShownSearches(c, catalog),
      olderPath: cursor === undefined ? undefined : toPath(pagePath, params, { cursor }),
      newestPath: params.has('cursor') ? toPath(pagePath, params, { cursor: undefined }) : undefined,
      items: page.items,
      counts,
      catalog,
      labels,
      languages,
    }),
  );
}

const toFeedLinks = (listing: Listing, params: URLSearchParams): readonly FeedLink[] =>
  FORMATS.map(({ name, type, ending }) => ({ title: name, type, href: toFeedHref(listing, ending, params) }));
