import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Hono } from 'hono';
import { z } from 'zod';
import { buildApiDocument } from '../../src/serve/openapi.ts';
import { toOwnPath } from '../../src/serve/own-path.ts';
import { isForPrograms } from '../../src/serve/problem.ts';

/** What is held against the API's description. */
export interface GivenAnswer {
  readonly method: string;
  /** Path of the request, without its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const REFERENCE = z.object({ $ref: z.string() });
const ANSWER = z.object({
  headers: z.record(z.string(), z.unknown()).default({}),
  content: z.record(z.string(), z.unknown()).optional(),
});
const DOCUMENT = z.object({
  paths: z.record(z.string(), z.object({ get: z.object({ responses: z.record(z.string(), z.unknown()) }) })),
});

/** The description as a validator takes it: an object has the properties that are described and no others. */
function toStrict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toStrict);
  if (typeof value !== 'object' || value === null) return value;
  const strict = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toStrict(each)]));
  const isClosed = 'properties' in strict && 'type' in strict && !('additionalProperties' in strict);
  return isClosed ? { ...strict, additionalProperties: false } : strict;
}

const document: unknown = JSON.parse(JSON.stringify(buildApiDocument()));
const { paths } = DOCUMENT.parse(document);
const ajv = new Ajv2020.Ajv2020({ strict: false, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema(Object(toStrict(document)), 'api');

const templates = Object.keys(paths).map((path) => ({
  path,
  matches: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));

const toStep = (step: string): string => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'));
const toPointer = (...steps: readonly string[]): string => `#/${steps.map(toStep).join('/')}`;

/** What a reference within the description leads to, and where that stands. */
function follow(value: unknown, pointer: string): { readonly value: unknown; readonly pointer: string } {
  const reference = REFERENCE.safeParse(value);
  if (!reference.success) return { value, pointer };
  const steps = reference.data.$ref.slice(2).split('/');
  const found = steps.reduce<unknown>(
    (at, step) => z.record(z.string(), z.unknown()).parse(at)[step],
    document,
  );
  return { value: found, pointer: reference.data.$ref };
}

/** What of an answer is not as the description says; undefined where all is. */
export function findDeviation(answer: GivenAnswer): string | undefined {
  const { method, path, status } = answer;
  const template = templates.find(({ matches }) => matches.test(path))?.path;
  const type = answer.headers.get('content-type')?.split(';')[0];
  if (method === 'OPTIONS' && status < 400)
    return status === 204 && answer.headers.has('allow') ? undefined : `${status}`;
  const isRead = method === 'GET' || method === 'HEAD';
  if (template === undefined || !isRead) {
    if (!isForPrograms(path)) return undefined;
    if (status < 400 || type !== 'application/problem+json') return `${status} ${type} is not described`;
    return findFault(answer, toPointer('components', 'schemas', 'Problem'));
  }
  const described = paths[template]?.get.responses[String(status)];
  if (described === undefined) return `the status ${status} is not described`;
  const { value, pointer } = follow(
    described,
    toPointer('paths', template, 'get', 'responses', String(status)),
  );
  const { headers, content } = ANSWER.parse(value);
  const missing = Object.entries(headers).find(
    ([name, header]) => isRequired(header) && !answer.headers.has(name),
  );
  if (missing !== undefined) return `the header field ${missing[0]} is missing`;
  if (content === undefined) return answer.body === '' ? undefined : 'there is a body';
  if (type === undefined || content[type] === undefined) return `the type ${type} is not described`;
  const isText = method === 'HEAD' || !/json$/.test(type) || answer.headers.has('content-encoding');
  return isText ? undefined : findFault(answer, `${pointer}/content/${toStep(type)}/schema`);
}

const isRequired = (header: unknown): boolean =>
  z.object({ required: z.literal(true) }).safeParse(follow(header, '').value).success;

function findFault({ method, body, status }: GivenAnswer, pointer: string): string | undefined {
  if (method === 'HEAD') return undefined;
  const json: unknown = JSON.parse(body);
  const validate = ajv.getSchema(`api${pointer}`);
  if (validate === undefined) return `there is no schema at ${pointer}`;
  if (validate(json) !== true) return ajv.errorsText(validate.errors).slice(0, 600);
  const problem = z.object({ status: z.number(), instance: z.string() }).safeParse(json);
  return problem.success && problem.data.status !== status ? 'a problem of another status' : undefined;
}

/** Throws where an answer is not as the API's description says. */
export function checkAnswer(answer: GivenAnswer): void {
  const deviation = findDeviation(answer);
  if (deviation === undefined) return;
  throw new Error(`${answer.method} ${answer.path}: ${answer.status} is not as described: ${deviation}`);
}

/** Lets every answer of an app be checked before it is given, over the network too. */
export function checkAnswers(app: Hono, basePath = ''): void {
  const give = app.fetch;
  app.fetch = async (request, ...rest) => {
    const given = await give(request, ...rest);
    const { method, url } = request;
    const pathname = url.replace(/^https?:\/\/[^/?#]*/, '').replace(/[?#].*$/, '');
    const path = toOwnPath(pathname === '' ? '/' : pathname, basePath);
    const { status, headers } = given;
    checkAnswer({ method, path, status, headers, body: await given.clone().text() });
    return given;
  };
}
