import type { Context, Hono } from 'hono';
import type { Language } from '../../model.ts';
import { watchItems } from '../../store/mark.ts';
import { type ItemQuery, queryHeads, queryItems } from '../../store/search.ts';
import { askPage, toAuthority, toBaseUrl, toLanguages, toPath, toTokenParameter } from '../asked.ts';
import { buildTagLabels, type Catalog } from '../catalog.ts';
import { giveTagged, toDocumentHeaders } from '../conditional.ts';
import { toCursor } from '../cursor.ts';
import type { Format } from '../formats/out-feed.ts';
import { FORMATS } from '../formats/registry.ts';
import { toState } from '../items-answer.ts';
import { type Answer, keepAnswers } from '../kept-answers.ts';
import { ALL_ITEMS, LISTINGS, type Listing, toFeedPath, toListTitle } from '../listing.ts';
import { toOutFeed } from '../out-feed.ts';
import { problemJson } from '../problem.ts';
import type { Serving } from '../serving.ts';

/** The permanent feeds of each topic and saved search, and any query as a feed. */
export function addFeedRoutes(app: Hono, serving: Serving): void {
  const keep = keepAnswers(watchItems(serving.db));
  const give = async (c: Context, format: Format, listing: Listing): Promise<Response> => {
    const catalog = serving.catalog();
    const asked = askPage(c, catalog, serving.now(), listing.asks);
    if (asked.kind === 'problem') return problemJson(c, asked.problem);
    const { query, params } = asked;
    const languages = toLanguages(c);
    const baseUrl = toBaseUrl(c, serving.settings);
    // A reader that goes on by the feed's own links needs its token there as well.
    const token = toTokenParameter(c);
    const path = toPath(toFeedPath(listing.feedPath, format.ending), params, token);
    const key = JSON.stringify([baseUrl, path, languages, query]);
    const { topics, publishers, feeds, searches, organisations } = catalog;
    const { body, headers } = await keep(
      { key, about: [topics, publishers, feeds, searches, organisations] },
      (former) =>
        buildFeedAnswer(
          serving,
          { format, listing, catalog, query, params, languages, baseUrl, token },
          former,
        ),
    );
    return giveTagged(c, body, headers);
  };
  for (const format of FORMATS) {
    app.get(toFeedPath(ALL_ITEMS.feedPath, format.ending), (c) => give(c, format, ALL_ITEMS));
    for (const [path, find] of LISTINGS) {
      app.get(toFeedPath(path, format.ending), (c) => {
        const found = find(c, serving.catalog());
        return found.kind === 'problem' ? problemJson(c, found.problem) : give(c, format, found.listing);
      });
    }
  }
}

/** All that a feed depends on besides the store and the settings. */
interface AskedFeed {
  readonly format: Format;
  readonly listing: Listing;
  readonly catalog: Catalog;
  readonly query: ItemQuery;
  readonly params: URLSearchParams;
  readonly languages: readonly Language[];
  readonly baseUrl: string;
  /** The token's parameter, if the feed was asked for with one. */
  readonly token: Readonly<Record<string, string | undefined>>;
}

async function buildFeedAnswer(
  { db, settings }: Serving,
  { format, listing, catalog, query, params, languages, baseUrl, token }: AskedFeed,
  former: Answer | undefined,
): Promise<Answer> {
  if (former !== undefined && toState(await queryHeads(db, query)) === former.of) return former;
  const page = await queryItems(db, query, settings.fullText ? 'whole' : 'brief');
  const labels = buildTagLabels(catalog, languages);
  const path = toFeedPath(listing.feedPath, format.ending);
  const cursor = page.next === undefined ? undefined : toCursor(page.next);
  const isPaged = cursor !== undefined || params.has('cursor');
  const feed = toOutFeed(page.items, {
    ...{ catalog, labels, baseUrl },
    authority: toAuthority(settings),
    fullText: settings.fullText,
    title: `${toListTitle(listing, params, query, { catalog, labels })} — Topicwire`,
    path: toPath(path, params, token),
    pagePath: toPath(listing.pagePath, params, { limit: undefined, cursor: undefined }),
    firstPath: isPaged ? toPath(path, params, { ...token, cursor: undefined }) : undefined,
    nextPath: cursor === undefined ? undefined : toPath(path, params, { ...token, cursor }),
    specific: toSpecific(listing, params),
    language: findOnlyLanguage(query),
  });
  const body = format.render(feed);
  const headers = toDocumentHeaders({
    ...{ type: `${format.type}; charset=utf-8`, body },
    modifiedAt: page.items.length === 0 ? undefined : feed.updatedAt,
    vary: 'accept-language',
  });
  return { body: new TextEncoder().encode(body), headers, of: toState(page) };
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
