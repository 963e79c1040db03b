import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { ProblemJson } from './schemas.ts';

type Registry = OpenAPIHono['openAPIRegistry'];
type Route = Parameters<Registry['registerPath']>[0];
type Answer = Exclude<Route['responses'][string], { readonly $ref: string }>;
/** What a route's answers are described by. */
export type Answers = Readonly<Record<number, Answer>>;

const text = (description: string, example: string, required = false) => ({
  description,
  required,
  schema: { type: 'string' as const },
  example,
});

/** Header fields of answers, by the name of their component. */
const HEADERS = {
  RequestId: text('The id of the request: the one it brought, else a new one.', 'b6a1f0a8', true),
  RateLimitPolicy: text(
    'How many requests (q) a client may send in a window of so many seconds (w).',
    '"client";q=6000;w=60',
  ),
  RateLimit: text(
    'How many are left (r), and in how many seconds (t) there are all again.',
    '"client";r=5999;t=1',
  ),
  RetryAfter: text('Seconds until the client may ask again.', '20', true),
  Challenge: text('RFC 6750: asks for a token, or says that the one sent is not valid.', 'Bearer', true),
  Link: text('The next page, as rel="next".', '</api/v1/items?cursor=x>; rel="next"'),
  ETag: text('Names these very bytes, for If-None-Match.', '"0a1b"', true),
};

/** Every answer may bear these. */
const COMMON_HEADERS = {
  'X-Request-Id': { $ref: '#/components/headers/RequestId' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
};

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const toProblem = (description: string, headers: Readonly<Record<string, { $ref: string }>> = {}) => ({
  description,
  content: PROBLEM,
  headers: { ...COMMON_HEADERS, ...headers },
});

/** What any route may answer instead. */
const COMMON_ANSWERS = {
  400: [
    'BadRequest',
    'A parameter is unknown or cannot be read; `parameter` names it. Or the host is no host.',
  ],
  401: ['Unauthorized', 'A token is needed where the request comes from, or the one sent is not valid.'],
  403: ['Forbidden', 'The token opens one feed, and this is none of it.'],
  414: ['UriTooLong', 'The URL is longer than 8,000 characters.'],
  429: ['TooManyRequests', 'The client has asked too often; Retry-After says when it may again.'],
  500: ['Fault', 'The fault is ours; the log of the server has it under the request id.'],
} as const;

const ANSWER_HEADERS: Readonly<Record<string, Readonly<Record<string, { $ref: string }>>>> = {
  401: { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } },
  429: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
};

const REQUEST_ID = z.string().optional().openapi({
  description: 'An id of your own for the request: letters, digits, dots, lines; up to 128.',
});

/** Adds what the routes refer to: header fields, common answers, the ways to send a token. */
export function addAnswerComponents(registry: Registry): void {
  registry.register('Problem', ProblemJson);
  for (const [name, header] of Object.entries(HEADERS)) registry.registerComponent('headers', name, header);
  for (const [status, [name, description]] of Object.entries(COMMON_ANSWERS))
    registry.registerComponent('responses', name, toProblem(description, ANSWER_HEADERS[status]));
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'topicwire_token',
    description: 'Set where a page is opened with ?token= in its URL.',
  });
  registry.registerComponent('securitySchemes', 'parameter', { type: 'apiKey', in: 'query', name: 'token' });
}

/** A route's description; `tokens` says how a token is sent to it, where one is needed. */
export interface GetRoute {
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Request header fields besides X-Request-Id. */
  readonly headers?: Readonly<Record<string, z.ZodType>>;
  readonly tokens: 'header' | 'header-or-url' | 'none';
  readonly answers: Answers;
}

/** Adds a route that is read by GET, with what every route has. */
export function addGet(registry: Registry, route: GetRoute): void {
  const { path, summary, description, params, query, headers, tokens, answers } = route;
  const common = Object.entries(COMMON_ANSWERS)
    .filter(([status]) => tokens !== 'none' || (status !== '401' && status !== '403'))
    .map(([status, [name]]) => [status, { $ref: `#/components/responses/${name}` }] as const);
  registry.registerPath({
    method: 'get',
    path,
    summary,
    ...(description === undefined ? {} : { description }),
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      headers: z.object({ ...headers, 'x-request-id': REQUEST_ID }),
    },
    // The empty one: none is needed on loopback, or where the operator lets everybody read.
    security: tokens === 'none' ? [] : [{}, ...toSecurity(tokens)],
    responses: {
      ...Object.fromEntries(common),
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          { ...answer, headers: { ...COMMON_HEADERS, ...answer.headers } },
        ]),
      ),
    },
  });
}

const toSecurity = (tokens: 'header' | 'header-or-url'): Record<string, string[]>[] => [
  { bearer: [] },
  { cookie: [] },
  ...(tokens === 'header' ? [] : [{ parameter: [] }]),
];
