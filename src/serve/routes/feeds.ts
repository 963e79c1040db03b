import type { Context, Hono } from 'hono';
import { type Language, parseTagId } from '../../model.ts';
import { type ItemQuery, queryItems } from '../../store/search.ts';
import { sha256Hex } from '../../text/hash.ts';
import { askPage, toAuthority, toBaseUrl, toPath } from '../asked.ts';
import { buildTagLabels, type Catalog } from '../catalog.ts';
import { toCursor } from '../cursor.ts';
import { describeQuery } from '../describe.ts';
import type { Format } from '../formats/out-feed.ts';
import { FORMATS } from '../formats/registry.ts';
import { toOutFeed } from '../out-feed.ts';
import { renderError } from '../pages/error.tsx';
import type { Serving } from '../serving.ts';

/** The permanent feeds of each topic, and any query as a feed. */
export function addFeedRoutes(app: Hono, serving: Serving): void {
  for (const format of FORMATS) {
    app.get(`/topics/:id/feed.${format.ending}`, (c) => {
      const catalog = serving.catalog();
      const topic = catalog.topics.find((candidate) => candidate.id === c.req.param('id'));
      if (topic === undefined) return renderError(c, { status: 404, detail: 'There is no such topic.' });
      return giveFeed(c, serving, { format, catalog, topic: topic.id, path: `/topics/${topic.id}` });
    });
    app.get(`/items/feed.${format.ending}`, (c) =>
      giveFeed(c, serving, { format, catalog: serving.catalog(), topic: undefined, path: '/items' }),
    );
  }
}

interface FeedRoute {
  readonly format: Format;
  readonly catalog: Catalog;
  /** The topic whose feed it is, besides what the query says. */
  readonly topic: string | undefined;
  readonly path: string;
}

async function giveFeed(c: Context, serving: Serving, route: FeedRoute): Promise<Response> {
  const { format, catalog } = route;
  const asked = askPage(c, catalog, serving.now());
  if (asked.kind === 'problem') return renderError(c, asked.problem);
  const tag = route.topic === undefined ? undefined : parseTagId(route.topic);
  const query =
    tag === undefined
      ? asked.query
      : { ...asked.query, tags: [{ kind: 'any' as const, values: [tag] }, ...asked.query.tags] };
  const page = await queryItems(serving.db, query);
  const { params } = asked;
  // English for all, so that all readers share one ETag.
  const labels = buildTagLabels(catalog, ['en']);
  const path = `${route.path}/feed.${format.ending}`;
  const cursor = page.next === undefined ? undefined : toCursor(page.next);
  const whole = { limit: undefined, cursor: undefined };
  const feed = toOutFeed(page.items, {
    catalog,
    labels,
    baseUrl: toBaseUrl(c, serving.settings),
    authority: toAuthority(serving.settings),
    fullText: serving.settings.fullText,
    title: `${describeQuery(query, catalog, labels)} — Topicwire`,
    path: toPath(path, params),
    pagePath: toPath(tag === undefined ? '/' : route.path, params, whole),
    nextPath: cursor === undefined ? undefined : toPath(path, params, { cursor }),
    specific: toPath(route.path.slice(1), params, whole),
    language: findOnlyLanguage(query),
  });
  return answer(c, format, format.render(feed));
}

/** The language all items of the query are in, where it asks for one alone. */
function findOnlyLanguage(query: ItemQuery): Language | undefined {
  const single = query.languages.find((each) => each.kind === 'any' && each.values.length === 1);
  return single?.kind === 'any' ? single.values[0] : undefined;
}

/** The feed with an ETag of its bytes, or 304 where the reader has it already (RFC 9110, 13.1.2 and 15.4.5). */
function answer(c: Context, format: Format, body: string): Response {
  const etag = `"${sha256Hex(body).slice(0, 32)}"`;
  const headers = { etag, 'cache-control': 'no-cache', vary: 'host' };
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
  return c.body(body, 200, { ...headers, 'content-type': `${format.type}; charset=utf-8` });
}

/** Weak comparison: a proxy that compresses makes our strong tag a weak one. */
const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*');
