import type { Context, Hono } from 'hono';
import { parseItemId, parseTagId, parseTopicId, type TagId } from '../../model.ts';
import { countByTag, getItem, type ItemQuery, queryItems } from '../../store/search.ts';
import { loadTagHistory } from '../../store/tag-history.ts';
import { loadHistory } from '../../store/versions.ts';
import { askPage, toBaseUrl, toLanguages, toPath } from '../asked.ts';
import { buildTagLabels, type Catalog, type TagLabels } from '../catalog.ts';
import { toCursor } from '../cursor.ts';
import { describeQuery } from '../describe.ts';
import { readFeeds } from '../feed-json.ts';
import { FORMATS } from '../formats/registry.ts';
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
  app.get('/', (c) => giveList(c, serving, undefined));
  app.get('/topics/:id', (c) => {
    const topic = serving.catalog().topics.find((candidate) => candidate.id === c.req.param('id'));
    const tag = topic === undefined ? undefined : parseTagId(topic.id);
    if (tag === undefined) return renderError(c, { status: 404, detail: 'There is no such topic.' });
    return giveList(c, serving, tag);
  });
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

async function giveList(c: Context, serving: Serving, topic: TagId | undefined): Promise<Response> {
  const catalog = serving.catalog();
  const asked = askPage(c, catalog, serving.now());
  if (asked.kind === 'problem') return renderError(c, asked.problem);
  const { params } = asked;
  const query = narrow(asked.query, topic);
  const languages = toLanguages(c);
  const labels = buildTagLabels(catalog, languages);
  const tags = catalog.topics.map(({ id }) => parseTagId(id)).filter((tag) => tag !== undefined);
  const recent = new Date(serving.now().getTime() - RECENT_MS);
  const [page, counts] = [await queryItems(serving.db, query), await countByTag(serving.db, tags, recent)];
  const topicId = topic === undefined ? undefined : parseTopicId(topic);
  const detail = topicId === undefined ? undefined : await readTopicDetail(serving, topicId);
  const path = topic === undefined ? '/' : `/topics/${topic}`;
  const cursor = page.next === undefined ? undefined : toCursor(page.next);
  c.header('vary', 'accept-language');
  return givePage(
    c,
    toListPage({
      heading: toHeading(query, topic, catalog, labels),
      about: detail === undefined ? undefined : toTopicAbout(detail),
      words: query.words,
      feeds: toFeedLinks(topic, params),
      olderPath: cursor === undefined ? undefined : toPath(path, params, { cursor }),
      newestPath: params.has('cursor') ? toPath(path, params, { cursor: undefined }) : undefined,
      items: page.items,
      counts,
      catalog,
      labels,
      languages,
    }),
  );
}

/** The query of a page: its topic first, and no more items than a page holds. */
const narrow = (query: ItemQuery, topic: TagId | undefined): ItemQuery => ({
  ...query,
  limit: Math.min(query.limit, ITEMS_ON_PAGE),
  tags: topic === undefined ? query.tags : [{ kind: 'any', values: [topic] }, ...query.tags],
});

function toHeading(query: ItemQuery, topic: TagId | undefined, catalog: Catalog, labels: TagLabels): string {
  const described = describeQuery(query, catalog, labels);
  if (topic === undefined) return described === 'All items' ? 'Newest items' : described;
  return query.tags.length === 1 ? labels(topic) : described;
}

function toFeedLinks(topic: TagId | undefined, params: URLSearchParams): readonly FeedLink[] {
  const path = topic === undefined ? '/items' : `/topics/${topic}`;
  return FORMATS.map((format) => ({
    title: format.name,
    type: format.type,
    href: toPath(`${path}/feed.${format.ending}`, params, { cursor: undefined, limit: undefined }),
  }));
}
