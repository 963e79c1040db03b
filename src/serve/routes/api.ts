import type { Context, Hono } from 'hono';
import { parseItemId, parseTagId, type TopicLabel } from '../../model.ts';
import { type ChangePosition, readChanges } from '../../store/changes.ts';
import { watchItems } from '../../store/mark.ts';
import { countByTag, getItem, type ItemQuery } from '../../store/search.ts';
import type { Extent } from '../../store/select-items.ts';
import { loadTagHistory } from '../../store/tag-history.ts';
import { loadHistory } from '../../store/versions.ts';
import { mayReadAll } from '../access/guard.ts';
import { askQuery, toBaseUrl, toLanguages } from '../asked.ts';
import { buildTagLabels, type TagLabels } from '../catalog.ts';
import { toChangeToken } from '../change-token.ts';
import { toExplanationJson } from '../explanation-json.ts';
import { readFeeds } from '../feed-json.ts';
import type { VersionsJson } from '../history-schemas.ts';
import { toItemJson } from '../item-json.ts';
import { toItemsAnswer } from '../items-answer.ts';
import { keepAnswers } from '../kept-answers.ts';
import { listItemsKept } from '../kept-items.ts';
import { listShownSearches, toFeedUrls, toSearchListing, toTopicListing } from '../listing.ts';
import type { ApiDocument } from '../openapi.ts';
import { problemJson } from '../problem.ts';
import { toRetaggingJson } from '../retagging-json.ts';
import type {
  FeedsJson,
  HealthJson,
  HealthStatusJson,
  ItemsJson,
  PublishersJson,
  TopicDetailJson,
  TopicsJson,
} from '../schemas.ts';
import type { SearchesJson } from '../search-schemas.ts';
import type { Serving } from '../serving.ts';
import { toSpanJson } from '../tag-history-json.ts';
import { readTopicDetail } from '../topic-detail.ts';
import { toVersionsJson } from '../versions-json.ts';

/** What counts as recent where items are counted. */
const RECENT_MS = 24 * 3_600_000;

/** Versions given of one item: an entry that changes at each poll has thousands. */
const MAX_VERSIONS = 20;

/** The API: items, topics, publishers, feeds, its own document, and the installation's health. */
export function addApiRoutes(app: Hono, serving: Serving, document: () => ApiDocument): void {
  addItemRoutes(app, serving);
  addConfigRoutes(app, serving);
  app.get('/api/v1/openapi.json', (c) => c.json(document()));
  app.get('/health', async (c) => {
    const health = await serving.health();
    const status = health.status === 'down' ? 503 : 200;
    const headers = { 'cache-control': 'no-store' };
    if (!mayReadAll(c.get('access'))) {
      return c.json({ status: health.status } satisfies HealthStatusJson, status, headers);
    }
    const answer: HealthJson = {
      status: health.status,
      revision: health.revision ?? null,
      pending: health.pending ?? null,
      retagging: health.retagging === undefined ? null : toRetaggingJson(health.retagging, serving.now()),
      counts: { ...health.counts },
    };
    return c.json(answer, status, headers);
  });
}

function addItemRoutes(app: Hono, serving: Serving): void {
  const keep = keepAnswers(watchItems(serving.db));
  const list = listItemsKept(serving.db);
  app.get('/api/v1/items', async (c) => {
    const catalog = serving.catalog();
    const asked = askQuery(c, catalog, serving.now());
    if (asked.kind === 'problem') return problemJson(c, asked.problem);
    const languages = toLanguages(c);
    c.header('vary', 'accept-language');
    if (asked.changedSince !== undefined) {
      const labels = buildTagLabels(catalog, languages);
      return giveChanges(c, serving, { ...asked, changedSince: asked.changedSince }, labels);
    }
    const url = `${toBaseUrl(c, serving.settings)}/api/v1/items`;
    const key = JSON.stringify([url, String(asked.params), languages, asked.query]);
    const about = [catalog.topics, catalog.publishers, catalog.organisations];
    const make = toItemsAnswer(serving.db, list, { ...asked, url, catalog, languages });
    const { body, headers } = await keep({ key, about }, make);
    return c.body(body, 200, headers);
  });
  app.get('/api/v1/items/:id/versions', (c) => giveVersions(c, serving, c.req.param('id')));
  app.get('/api/v1/items/:id', async (c) => {
    const id = parseItemId(c.req.param('id'));
    const item = id === undefined ? undefined : await getItem(serving.db, id);
    if (item === undefined) {
      return problemJson(c, { status: 404, detail: 'There is no item of this id (any more).' });
    }
    for (const parameter of ['explain', 'history']) {
      const asked = c.req.query(parameter) ?? 'false';
      if (asked === 'true' || asked === 'false') continue;
      const detail = `${parameter} "${asked}": expected true or false`;
      return problemJson(c, { status: 400, detail, parameter });
    }
    c.header('vary', 'accept-language');
    const catalog = serving.catalog();
    const labels = buildTagLabels(catalog, toLanguages(c));
    const explanation = c.req.query('explain') === 'true' ? serving.explain(item) : undefined;
    const history = c.req.query('history') === 'true' ? await loadTagHistory(serving.db, item.id) : undefined;
    return c.json({
      ...toItemJson(item, catalog, labels, 'whole'),
      ...(history === undefined ? {} : { tag_history: history.map((span) => toSpanJson(span, labels)) }),
      ...(explanation === undefined ? {} : { explanation: toExplanationJson(explanation, labels) }),
    });
  });
}

async function giveVersions(c: Context, serving: Serving, text: string): Promise<Response> {
  const id = parseItemId(text);
  const history = id === undefined ? undefined : await loadHistory(serving.db, id, MAX_VERSIONS);
  if (id === undefined || history === undefined) {
    return problemJson(c, { status: 404, detail: 'There is no item of this id (any more).' });
  }
  return c.json(toVersionsJson(id, history) satisfies VersionsJson);
}

async function giveChanges(
  c: Context,
  serving: Serving,
  {
    query,
    changedSince,
    extent,
  }: {
    readonly query: ItemQuery;
    readonly changedSince: ChangePosition;
    readonly extent: Extent;
  },
  labels: TagLabels,
): Promise<Response> {
  const changes = await readChanges(serving.db, query, changedSince, query.limit, extent);
  if (changes.kind === 'ahead') {
    const detail =
      'changed_since lies ahead of this store, which was restored or is another one: begin again with start';
    return problemJson(c, { status: 410, detail, parameter: 'changed_since' });
  }
  const catalog = serving.catalog();
  const answer: ItemsJson = {
    items: changes.items.map((item) => toItemJson(item, catalog, labels, extent)),
    removed: [...changes.removed],
    next_changed_since: toChangeToken(changes.next),
    more: changes.more,
    next_cursor: null,
    next: null,
  };
  return c.json(answer);
}

function addConfigRoutes(app: Hono, serving: Serving): void {
  app.get('/api/v1/topics', async (c) => {
    const { topics } = serving.catalog();
    return c.json({ topics: await toTopicsJson(c, serving, topics) } satisfies TopicsJson);
  });
  app.get('/api/v1/topics/:id', async (c) => {
    const { topics } = serving.catalog();
    const topic = topics.find(({ id }) => id === c.req.param('id'));
    const [json] = await toTopicsJson(c, serving, topic === undefined ? [] : [topic]);
    if (topic === undefined || json === undefined) {
      return problemJson(c, { status: 404, detail: 'There is no such topic; /api/v1/topics lists them.' });
    }
    const { days, carriers, idle, itemsRead } = await readTopicDetail(serving, topic.id);
    const answer: TopicDetailJson = {
      ...json,
      ...{ days: [...days], carriers: [...carriers], idle: [...idle], items_read: itemsRead },
    };
    return c.json(answer);
  });
  app.get('/api/v1/searches', (c) => {
    const base = toBaseUrl(c, serving.settings);
    const searches = listShownSearches(c, serving.catalog()).map((search) => ({
      ...{ id: search.id, title: search.title, query: search.query, public: search.public },
      feeds: toFeedUrls(base, toSearchListing(search)),
    }));
    return c.json({ searches } satisfies SearchesJson);
  });
  app.get('/api/v1/publishers', (c) => {
    const { publishers, feeds } = serving.catalog();
    const answer: PublishersJson = {
      publishers: publishers.map(({ id, name, domains, aliases }) => ({
        id,
        name,
        domains: [...domains],
        aliases: [...aliases],
        feeds: feeds.filter((feed) => feed.publisher === id).map((feed) => feed.id),
      })),
    };
    return c.json(answer);
  });
  app.get('/api/v1/feeds', async (c) => {
    const answer: FeedsJson = { feeds: [...(await readFeeds(serving))] };
    return c.json(answer);
  });
}

async function toTopicsJson(
  c: Context,
  serving: Serving,
  topics: readonly TopicLabel[],
): Promise<TopicsJson['topics']> {
  const tags = topics.map((topic) => parseTagId(topic.id)).filter((tag) => tag !== undefined);
  const counts = await countByTag(serving.db, tags, new Date(serving.now().getTime() - RECENT_MS));
  const base = toBaseUrl(c, serving.settings);
  return topics.map((topic) => ({
    id: topic.id,
    parent: topic.parent ?? null,
    iptc: topic.iptc ?? null,
    label: { ...topic.label },
    items_24h: counts.get(topic.id) ?? 0,
    feeds: toFeedUrls(base, toTopicListing(topic)),
  }));
}
