import { OpenAPIHono, z } from '@hono/zod-openapi';
import { FORMATS } from './formats/registry.ts';
import { VersionsJson } from './history-schemas.ts';
import { OPML_KINDS, OPML_TYPE } from './opml.ts';
import { COMBINING, MAX_LIMIT, PARAMETERS, type Parameter } from './parameters.ts';
import {
  FeedsJson,
  HealthJson,
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
const BAD_QUERY = problem('A parameter is unknown or cannot be read; `parameter` names it.');
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
const TOPIC_ID = z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'defence' });
const SEARCH_ID = z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'black-sea-grain' });

/** Builds the API's document from the schemas of its answers and the table the query parser reads by. */
export function buildApiDocument(basePath = ''): ApiDocument {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  const query = z.object(Object.fromEntries(PARAMETERS.map((each) => [each.name, toSchema(each)])));
  registry.registerPath({
    method: 'get',
    path: '/api/v1/items',
    summary: 'Items, newest first',
    description: `${COMBINING} Items that arrive while you page through by cursor do not move what you have not seen.`,
    request: { query },
    responses: {
      200: json(ItemsJson, 'One page of items'),
      400: BAD_QUERY,
      410: problem('changed_since is of another store, or of this one before it was restored.'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/api/v1/items/{id}',
    summary: 'One item with its text, tags and evidence',
    request: { params: z.object({ id: ID }), query: z.object({ explain: EXPLAIN, history: HISTORY }) },
    responses: {
      200: json(ItemJson, 'The item'),
      400: BAD_QUERY,
      404: problem('There is no item of this id (any more).'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/api/v1/items/{id}/versions',
    summary: 'What one item said before: each change of its entry or its article, with the difference',
    description:
      'Differences are by sentences, and by words within a sentence. At most the 20 newest versions are given.',
    request: { params: z.object({ id: ID }) },
    responses: {
      200: json(VersionsJson, 'The versions, the newest first'),
      404: problem('There is no item of this id (any more).'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/api/v1/topics/{id}',
    summary:
      'One topic and its last 30 days: items a day, the terms that carried most and those that found nothing',
    request: { params: z.object({ id: TOPIC_ID }) },
    responses: { 200: json(TopicDetailJson, 'The topic'), 404: problem('There is no such topic.') },
  });
  for (const [path, summary, schema] of LISTS) {
    registry.registerPath({ method: 'get', path, summary, responses: { 200: json(schema, summary) } });
  }
  for (const format of FORMATS) {
    const feed = { description: format.name, content: { [format.type]: { schema: z.string() } } };
    for (const { path, noun, id } of FEED_PATHS) {
      registry.registerPath({
        method: 'get',
        path: `${path}/feed.${format.ending}`,
        summary: `The newest items of a ${noun} as ${format.name}`,
        description:
          'Takes the parameters of the item query besides. Answers If-None-Match and If-Modified-Since with 304, and is coded by br or gzip where Accept-Encoding allows it.',
        request: { params: z.object({ id }), query },
        responses: {
          200: feed,
          304: { description: 'Nothing changed' },
          400: { description: 'A parameter is at fault' },
          ...(noun === 'topic' ? {} : { 401: { description: 'It is not public: a token is needed' } }),
          404: { description: `No such ${noun}` },
        },
      });
    }
    registry.registerPath({
      method: 'get',
      path: `/items/feed.${format.ending}`,
      summary: `Any query as ${format.name}`,
      request: { query },
      responses: {
        200: feed,
        304: { description: 'Nothing changed' },
        400: { description: 'A parameter is at fault' },
      },
    });
  }
  for (const kind of OPML_KINDS) {
    registry.registerPath({
      method: 'get',
      path: `/opml/${kind}.opml`,
      summary: `${OPML_SUMMARIES[kind]} as OPML 2.0`,
      request: { query: z.object({ lang: LANG }) },
      responses: {
        200: { description: 'OPML', content: { [OPML_TYPE]: { schema: z.string() } } },
        304: { description: 'Nothing changed' },
        400: { description: '`lang` is no language code' },
      },
    });
  }
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Topicwire',
      version: '1',
      description:
        'Items of the sources this installation follows, tagged by topic and place with the evidence for each tag.',
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
  });
}

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
  ['/health', 'How the installation fares', HealthJson],
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
