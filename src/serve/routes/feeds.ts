import type { Context, Hono } from 'hono';
import type { Language } from '../../model.ts';
import { type ItemQuery, queryItems } from '../../store/search.ts';
import { askPage, toAuthority, toBaseUrl, toLanguages, toPath, toTokenParameter } from '../asked.ts';
import { buildTagLabels } from '../catalog.ts';
import { giveDocument } from '../conditional.ts';
import { toCursor } from '../cursor.ts';
import type { Format } from '../formats/out-feed.ts';
import { FORMATS } from '../formats/registry.ts';
import { ALL_ITEMS, LISTINGS, type Listing, toFeedPath, toListTitle } from '../listing.ts';
import { toOutFeed } from '../out-feed.ts';
import { problemJson } from '../problem.ts';
import type { Serving } from '../serving.ts';

/** The permanent feeds of each topic and saved search, and any query as a feed. */
export function addFeedRoutes(app: Hono, serving: Serving): void {
  for (const format of FORMATS) {
    app.get(toFeedPath(ALL_ITEMS.feedPath, format.ending), (c) => giveFeed(c, serving, format, ALL_ITEMS));
    for (const [path, find] of LISTINGS) {
      app.get(toFeedPath(path, format.ending), (c) => {
        const found = find(c, serving.catalog());
        return found.kind === 'problem'
          ? problemJson(c, found.problem)
          : giveFeed(c, serving, format, found.listing);
      });
    }
  }
}

async function giveFeed(c: Context, serving: Serving, format: Format, listing: Listing): Promise<Response> {
  const catalog = serving.catalog();
  const asked = askPage(c, catalog, serving.now(), listing.asks);
  if (asked.kind === 'problem') return problemJson(c, asked.problem);
  const { query, params } = asked;
  const page = await queryItems(serving.db, query, serving.settings.fullText ? 'whole' : 'brief');
  const labels = buildTagLabels(catalog, toLanguages(c));
  const path = toFeedPath(listing.feedPath, format.ending);
  const cursor = page.next === undefined ? undefined : toCursor(page.next);
  const isPaged = cursor !== undefined || params.has('cursor');
  // A reader that goes on by the feed's own links needs its token there as well.
  const token = toTokenParameter(c);
  const feed = toOutFeed(page.items, {
    catalog,
    labels,
    baseUrl: toBaseUrl(c, serving.settings),
    authority: toAuthority(serving.settings),
    fullText: serving.settings.fullText,
    title: `${toListTitle(listing, params, query, { catalog, labels })} — Topicwire`,
    path: toPath(path, params, token),
    pagePath: toPath(listing.pagePath, params, { limit: undefined, cursor: undefined }),
    firstPath: isPaged ? toPath(path, params, { ...token, cursor: undefined }) : undefined,
    nextPath: cursor === undefined ? undefined : toPath(path, params, { ...token, cursor }),
    specific: toSpecific(listing, params),
    language: findOnlyLanguage(query),
  });
  return giveDocument(c, {
    type: `${format.type}; charset=utf-8`,
    body: format.render(feed),
    modifiedAt: page.items.length === 0 ? undefined : feed.updatedAt,
    vary: 'accept-language',
  });
}

/** A feed's own part of its id: the same for all its pages, formats and languages, in whatever order it is asked. */
function toSpecific({ feedPath }: Listing, params: URLSearchParams): string {
  const sorted = new URLSearchParams(params);
  sorted.sort();
  return toPath(feedPath.slice(1), sorted, { limit: undefined, cursor: undefined, lang: undefined });
}

/** The language all items of the query are in, where it asks for one alone. */
function findOnlyLanguage(query: ItemQuery): Language | undefined {
  const single = query.languages.find((each) => each.kind === 'any' && each.values.length === 1);
  return single?.kind === 'any' ? single.values[0] : undefined;
}
