import { OpenAPIHono, z } from '@hono/zod-openapi';
import { FORMATS } from './formats/registry.ts';
import { VersionsJson } from './history-schemas.ts';
import { JsonFeedJson } from './json-feed-schema.ts';
import { addAnswerComponents, addGet, type GetRoute } from './openapi-answers.ts';
import { OPML_KINDS, OPML_TYPE } from './opml.ts';
import { COMBINING, MAX_LIMIT, PARAMETERS, type Parameter } from './parameters.ts';
import {
  FeedsJson,
  HealthJson,
  HealthStatusJson,
  ItemJson,
  ItemsJson,
  ProblemJson,
  PublishersJson,
  TopicDetailJson,
  TopicsJson,
} from './schemas.ts';
import { SearchesJson } from './search-schemas.ts';

/** The API's description as OpenAPI 3.1. */
export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemJson } },
});
const NO_ITEM = problem('There is no item of this id (any more).');
const ID = z.string().openapi({ param: { name: 'id', in: 'path' }, example: '42' });
const EXPLAIN = z
  .enum(['true', 'false'])
  .optional()
  .openapi({
    description: "true adds each tag's rule and threshold, and near misses with what lacked or vetoed.",
    param: { name: 'explain', in: 'query' },
    example: 'true',
  });
const HISTORY = z
  .enum(['true', 'false'])
  .optional()
  .openapi({
    description: 'true adds since when until when the item bore each tag, and by which rule.',
    param: { name: 'history', in: 'query' },
    example: 'true',
  });
const LANG = z
  .string()
  .optional()
  .openapi({
    description: 'Language of labels, also in the feeds that are listed.',
    param: { name: 'lang', in: 'query' },
    example: 'uk',
  });
const ACCEPT_LANGUAGE = z
  .string()
  .optional()
  .openapi({ description: 'Languages the labels of tags are wanted in.', example: 'uk, en;q=0.5' });
const IF_NONE_MATCH = z.string().optional().openapi({ description: 'The ETag of what the reader has.' });
const IF_MODIFIED_SINCE = z
  .string()
  .optional()
  .openapi({ description: 'The Last-Modified of what the reader has; without If-None-Match alone.' });
const TOPIC_ID = z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'defence' });
const SEARCH_ID = z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'black-sea-grain' });

/** Builds the API's document from the schemas of its answers and the table the query parser reads by. */
export function buildApiDocument(basePath = ''): ApiDocument {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  addAnswerComponents(registry);
  const query = z.object(Object.fromEntries(PARAMETERS.map((each) => [each.name, toSchema(each)])));
  for (const route of [
    ...toItemRoutes(query),
    ...toListRoutes(),
    ...FORMATS.flatMap((format) => toFeedRoutes(format, query)),
    ...OPML_KINDS.map(toOpmlRoute),
  ])
    addGet(registry, route);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Topicwire',
      version: '1',
      description:
        'Items of the sources this installation follows, tagged by topic and place with the evidence for each tag. HEAD answers as GET does, without the body, OPTIONS with what is allowed.',
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
  });
}

const toItemRoutes = (query: z.ZodObject): readonly GetRoute[] => [
  {
    path: '/api/v1/items',
    summary: 'Items, newest first',
    description: `${COMBINING} Items that arrive while you page through by cursor do not move what you have not seen.`,
    tokens: 'header',
    query,
    headers: { 'accept-language': ACCEPT_LANGUAGE },
    answers: {
      200: {
        ...json(ItemsJson, 'One page of items'),
        headers: { Link: { $ref: '#/components/headers/Link' } },
      },
      410: problem('changed_since is of another store, or of this one before it was restored.'),
    },
  },
  {
    path: '/api/v1/items/{id}',
    summary: 'One item with its text, tags and evidence',
    tokens: 'header',
    params: z.object({ id: ID }),
    query: z.object({ explain: EXPLAIN, history: HISTORY }),
    headers: { 'accept-language': ACCEPT_LANGUAGE },
    answers: { 200: json(ItemJson, 'The item'), 404: NO_ITEM },
  },
  {
    path: '/api/v1/items/{id}/versions',
    summary: 'What one item said before: each change of its entry or its article, with the difference',
    description:
      'Differences are by sentences, and by words within a sentence. At most the 20 newest versions are given.',
    tokens: 'header',
    params: z.object({ id: ID }),
    answers: { 200: json(VersionsJson, 'The versions, the newest first'), 404: NO_ITEM },
  },
];

const toListRoutes = (): readonly GetRoute[] => [
  {
    path: '/api/v1/topics/{id}',
    summary:
      'One topic and its last 30 days: items a day, the terms that carried most and those that found nothing',
    tokens: 'header',
    params: z.object({ id: TOPIC_ID }),
    answers: { 200: json(TopicDetailJson, 'The topic'), 404: problem('There is no such topic.') },
  },
  ...LISTS.map(([path, summary, schema]) => ({
    ...{ path, summary, tokens: 'header' as const, answers: { 200: json(schema, summary) } },
  })),
  {
    path: '/health',
    summary: 'How the installation fares',
    description: 'Where a token is needed and none was sent, the status alone.',
    tokens: 'none',
    answers: {
      200: json(z.union([HealthJson, HealthStatusJson]), 'It serves, if degraded'),
      503: json(z.union([HealthJson, HealthStatusJson]), 'It is down'),
    },
  },
];

const ETAG = { ETag: { $ref: '#/components/headers/ETag' } };
const NOTHING_CHANGED = { description: 'Nothing changed.', headers: ETAG };

/** The feeds of topics, of saved searches and of any query in one format. */
function toFeedRoutes(format: (typeof FORMATS)[number], query: z.ZodObject): readonly GetRoute[] {
  const schema = format.ending === 'json' ? JsonFeedJson : z.string();
  const route = {
    query,
    tokens: 'header-or-url' as const,
    headers: {
      'accept-language': ACCEPT_LANGUAGE,
      ...{ 'if-none-match': IF_NONE_MATCH, 'if-modified-since': IF_MODIFIED_SINCE },
    },
    answers: {
      200: { description: format.name, headers: ETAG, content: { [format.type]: { schema } } },
      304: NOTHING_CHANGED,
    },
  };
  const ofOne = FEED_PATHS.map(({ path, noun, id }) => ({
    ...route,
    path: `${path}/feed.${format.ending}`,
    summary: `The newest items of a ${noun} as ${format.name}`,
    description:
      'Takes the parameters of the item query besides. Answers If-None-Match and If-Modified-Since with 304, and is coded by br or gzip where Accept-Encoding allows it.',
    params: z.object({ id }),
    answers: { ...route.answers, 404: problem(`There is no such ${noun}.`) },
  }));
  return [
    ...ofOne,
    { ...route, path: `/items/feed.${format.ending}`, summary: `Any query as ${format.name}` },
  ];
}

const toOpmlRoute = (kind: (typeof OPML_KINDS)[number]): GetRoute => ({
  path: `/opml/${kind}.opml`,
  summary: `${OPML_SUMMARIES[kind]} as OPML 2.0`,
  tokens: 'header-or-url',
  query: z.object({ lang: LANG }),
  headers: { 'accept-language': ACCEPT_LANGUAGE, 'if-none-match': IF_NONE_MATCH },
  answers: {
    200: { description: 'OPML', headers: ETAG, content: { [OPML_TYPE]: { schema: z.string() } } },
    304: NOTHING_CHANGED,
  },
});

const FEED_PATHS = [
  { path: '/topics/{id}', noun: 'topic', id: TOPIC_ID },
  { path: '/searches/{id}', noun: 'saved search', id: SEARCH_ID },
] as const;

const OPML_SUMMARIES = {
  feeds: 'The followed feeds, but for sources that are no feed,',
  searches: 'The feeds of all saved searches',
  topics: 'The feeds of all topics, those below others in folders,',
} as const;

const LISTS = [
  ['/api/v1/topics', 'The topics, with their labels and feeds', TopicsJson],
  ['/api/v1/searches', 'The saved searches, with their queries and feeds', SearchesJson],
  ['/api/v1/publishers', 'The publishers that are followed', PublishersJson],
  ['/api/v1/feeds', 'The feeds that are followed and how each fares', FeedsJson],
  ['/api/v1/openapi.json', 'This description', z.record(z.string(), z.unknown())],
] as const;

function toSchema({ name, description, example, repeats }: Parameter): z.ZodType {
  const one = name === 'limit' ? z.number().int().min(1).max(MAX_LIMIT) : z.string();
  const schema = repeats ? z.array(z.string()) : one;
  return schema.optional().openapi({
    description,
    param: { name, in: 'query' },
    example: repeats ? [example] : name === 'limit' ? Number(example) : example,
  });
}
