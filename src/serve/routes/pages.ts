import type { Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { parseItemId, parseTagId, type TagId } from '../../model.ts';
import type { ItemView } from '../../store/item-view.ts';
import { loadNeighbours, type Neighbours } from '../../store/neighbours.ts';
import { countByTag, getItem, type ItemPage, type ItemQuery, queryItems } from '../../store/search.ts';
import { loadTagHistory } from '../../store/tag-history.ts';
import { loadHistory } from '../../store/versions.ts';
import { askPage, readParams, toBaseUrl, toLanguages, toPath } from '../asked.ts';
import { buildTagNames, type Catalog, type TagNames } from '../catalog.ts';
import { sayConditions } from '../conditions.ts';
import { toCursor } from '../cursor.ts';
import { readFeeds } from '../feed-json.ts';
import { FORMATS } from '../formats/registry.ts';
import { toListPath } from '../list-path.ts';
import { ALL_ITEMS, LISTINGS, type Listing, listShownSearches, toFeedHref, toListTitle } from '../listing.ts';
import type { ApiDocument } from '../openapi.ts';
import { toDocsPage } from '../pages/docs.tsx';
import { renderError } from '../pages/error.tsx';
import { parseFeedState, toFeedsPage } from '../pages/feeds.tsx';
import { toItemPage } from '../pages/item.tsx';
import { ITEMS_ON_PAGE } from '../pages/item-list.tsx';
import { toForeign } from '../pages/lang.ts';
import { type FeedLink, givePage, ICON_PATH, SCRIPT_PATH, STYLE_PATH } from '../pages/layout.tsx';
import { toListPage } from '../pages/list.tsx';
import { SCRIPT } from '../pages/script.ts';
import { ICON, STYLE } from '../pages/style.ts';
import { chooseTags } from '../pages/tag-links.tsx';
import { toTopicAbout } from '../pages/topic-about.tsx';
import { VERSIONS_ON_PAGE } from '../pages/versions.tsx';
import type { Serving } from '../serving.ts';
import { readTopicDetail } from '../topic-detail.ts';
import { toVersionsJson } from '../versions-json.ts';

/** What counts as recent where items are counted. */
const RECENT_MS = 24 * 3_600_000;

/** The pages for people. */
export function addPageRoutes(app: Hono, serving: Serving, document: () => ApiDocument): void {
  app.get('/', (c) => giveList(c, serving, ALL_ITEMS));
  for (const [path, find] of LISTINGS) {
    app.get(path, (c) => {
      const found = find(c, serving.catalog());
      return found.kind === 'problem' ? renderError(c, found.problem) : giveList(c, serving, found.listing);
    });
  }
  app.get('/items/:id', (c) => giveItem(c, serving));
  app.get('/feeds', async (c) => {
    const feeds = await readFeeds(serving);
    const { retagging } = await serving.health();
    const from = /^\d{1,6}$/.exec(c.req.query('from') ?? '0');
    const state = parseFeedState(c.req.query('state'));
    return givePage(c, toFeedsPage({ feeds, state, skipped: Number(from ?? 0), retagging }));
  });
  app.get('/docs', (c) => givePage(c, toDocsPage(document(), toBaseUrl(c, serving.settings))));
  addFiles(app);
}

async function giveItem(c: Context, serving: Serving): Promise<Response> {
  const id = parseItemId(c.req.param('id') ?? '');
  const item = id === undefined ? undefined : await getItem(serving.db, id);
  const history = id === undefined ? undefined : await loadHistory(serving.db, id, VERSIONS_ON_PAGE);
  if (item === undefined || history === undefined) {
    return renderError(c, { status: 404, detail: 'There is no item of this number (any more).' });
  }
  c.header('vary', 'accept-language');
  const catalog = serving.catalog();
  const page = toItemPage({
    ...{ item, catalog, names: buildTagNames(catalog, toLanguages(c)) },
    spans: await loadTagHistory(serving.db, item.id),
    history: toVersionsJson(item.id, history),
    beside: await readBeside(serving, item),
    images: serving.settings.images,
  });
  return givePage(c, page);
}

/** What stands beside an item in the first of its topics. */
async function readBeside({ db, catalog }: Serving, item: ItemView): Promise<Beside | undefined> {
  const topic = chooseTags(item.tags, catalog(), undefined)[0]?.tag;
  if (topic === undefined || topic.includes(':')) return undefined;
  return { topic, neighbours: await loadNeighbours(db, { at: item.orderedAt, id: item.id }, topic) };
}

interface Beside {
  readonly topic: TagId;
  readonly neighbours: Neighbours;
}

/** The style sheet, the script and the icon change with a release only, but their paths do not: an hour is kept. */
function addFiles(app: Hono): void {
  const cached = { 'cache-control': 'public, max-age=3600' };
  app.get(STYLE_PATH, (c) => c.body(STYLE, 200, { ...cached, 'content-type': 'text/css; charset=utf-8' }));
  app.get(SCRIPT_PATH, (c) =>
    c.body(SCRIPT, 200, { ...cached, 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get(ICON_PATH, (c) => c.body(ICON, 200, { ...cached, 'content-type': 'image/svg+xml' }));
}

async function giveList(c: Context, serving: Serving, listing: Listing): Promise<Response> {
  const catalog = serving.catalog();
  const given = readParams(c);
  // A form sends its empty fields too, which ask for nothing.
  if ([...given.values()].includes(''))
    return c.redirect(
      `${c.get('basePath')}${toListPath(new URLSearchParams([...given, ...listing.asks]), catalog)}`,
      302,
    );
  const asked = askPage(c, catalog, serving.now(), listing.asks);
  if (asked.kind === 'problem') return renderError(c, asked.problem);
  const { params } = asked;
  const query = { ...asked.query, limit: Math.min(asked.query.limit, ITEMS_ON_PAGE) };
  const languages = toLanguages(c);
  const names = buildTagNames(catalog, languages);
  const { items, next } = await queryItems(serving.db, query);
  const question = toQuestion({ listing, params, query, names: { catalog, names } });
  const isWhole = question.conditions.length === 0 && !params.has('cursor');
  c.header('vary', 'accept-language');
  return givePage(
    c,
    toListPage({
      ...question,
      ...toPaths(listing, params, next),
      ...{ items, catalog, names, languages, order: query.order, now: serving.now() },
      topic: listing.topic === undefined ? undefined : parseTagId(listing.topic),
      searches: listShownSearches(c, catalog),
      apiBase: toBaseUrl(c, serving.settings),
      about: isWhole ? await readAbout(serving, listing) : undefined,
      counts: await countRecent(serving),
    }),
  );
}

interface Asked {
  readonly listing: Listing;
  readonly params: URLSearchParams;
  readonly query: ItemQuery;
  readonly names: { readonly catalog: Catalog; readonly names: TagNames };
}

/** What a list page asks, in words and as parameters. */
function toQuestion({ listing, params, query, names }: Asked) {
  const asked = new URLSearchParams([...params, ...listing.asks]);
  const said = { catalog: names.catalog, labels: (tag: TagId) => names.names(tag).text };
  const isNarrowed = sayConditions(params, said).length > 0;
  return {
    asked,
    words: asked.get('q') ?? undefined,
    conditions: isNarrowed ? sayConditions(asked, said) : [],
    ...toHeading({ listing, params, query, names }),
  };
}

function toHeading({ listing, params, query, names: { catalog, names } }: Asked) {
  const words = params.get('q');
  if (words !== null) return { heading: `“${words}”`, headingLang: undefined };
  const topic = listing.topic === undefined ? undefined : parseTagId(listing.topic);
  if (topic !== undefined && query.tags.length === 1) {
    const { text, language } = names(topic);
    return { heading: text, headingLang: toForeign(language) };
  }
  const title = toListTitle(listing, params, query, { catalog, labels: (tag) => names(tag).text });
  return { heading: title === 'All items' ? 'Newest items' : title, headingLang: undefined };
}

/** Where a list page leads: its feeds, older items, and back to its beginning. */
function toPaths(listing: Listing, params: URLSearchParams, next: ItemPage['next']) {
  const { pagePath } = listing;
  return {
    feeds: FORMATS.map(
      ({ name, type, ending }): FeedLink => ({
        ...{ title: name, type },
        href: toFeedHref(listing, ending, params),
      }),
    ),
    olderPath: next === undefined ? undefined : toPath(pagePath, params, { cursor: toCursor(next) }),
    newestPath: params.has('cursor') ? toPath(pagePath, params, { cursor: undefined }) : undefined,
  };
}

const readAbout = async (serving: Serving, { topic }: Listing): Promise<Child> =>
  topic === undefined ? undefined : toTopicAbout(await readTopicDetail(serving, topic));

/** Items of late by topic. */
function countRecent({ db, catalog, now }: Serving): ReturnType<typeof countByTag> {
  const tags = catalog()
    .topics.map(({ id }) => parseTagId(id))
    .filter((tag) => tag !== undefined);
  return countByTag(db, tags, new Date(now().getTime() - RECENT_MS));
}
