import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildApiDocument } from '../../src/serve/openapi.ts';
import { PARAMETERS } from '../../src/serve/parameters.ts';
import { findDeviation, type GivenAnswer } from '../support/conformance.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';

const OPERATION = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: z.looseObject({}) }))
    .default([]),
  responses: z.record(z.string().regex(/^\d{3}$/), z.looseObject({})),
});
const DOCUMENT = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string().startsWith('/'), z.object({ get: OPERATION })),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({ type: z.literal('object') })) }),
});

/** Routes for people, which are no part of the API. */
const PAGES = [
  '/',
  '/topics/:id',
  '/searches/:id',
  '/items/:id',
  '/feeds',
  '/docs',
  '/style.css',
  '/script.js',
  '/icon.svg',
];

const json = JSON.stringify(buildApiDocument());
const document = DOCUMENT.parse(JSON.parse(json));

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const found = await new Validator().validate(JSON.parse(json));
    expect(found.errors ?? []).toEqual([]);
    expect(found.valid).toBe(true);
    const broken = JSON.parse(json.replace('"in":"query"', '"in":"somewhere"'));
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('has every parameter the parser reads, and no other', () => {
    const names = document.paths['/api/v1/items']?.get.parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => name);
    expect(names).toEqual(PARAMETERS.map((parameter) => parameter.name));
  });

  it('says of every route how it fails', () => {
    for (const [path, { get }] of Object.entries(document.paths))
      for (const status of ['400', ...(path === '/health' ? [] : ['401', '403']), '414', '429', '500'])
        expect(Object.keys(get.responses), path).toContain(status);
  });

  it('refers only to what it has', () => {
    const all = z.record(z.string(), z.record(z.string(), z.unknown())).parse(JSON.parse(json).components);
    const references = [...json.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, kind = '', name = ''] of references) expect(Object.keys(all[kind] ?? {})).toContain(name);
  });
});

describeEachEngine('the routes', (engine) => {
  it('are all in the document, but for the pages', () => {
    const { app } = buildTestApp(engine.db);
    const routes = app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
    const documented = Object.keys(document.paths).map((path) => path.replace(/\{(\w+)\}/g, ':$1'));
    expect(routes.filter((path) => !PAGES.includes(path)).toSorted()).toEqual(documented.toSorted());
  });
});

describe('the check of each answer in the tests', () => {
  const headers = new Headers({ 'content-type': 'application/json', 'x-request-id': 'a' });
  const problem = new Headers({ 'content-type': 'application/problem+json', 'x-request-id': 'a' });
  const PROBLEM = {
    ...{ type: 'about:blank', title: 'Bad Request', status: 400, detail: 'x', instance: 'urn:x:y' },
  };
  const PUBLISHER = { id: 'a', name: 'A', domains: [], aliases: [], feeds: [] };
  const answer = (changes: Partial<GivenAnswer> & { readonly json?: unknown }): GivenAnswer => ({
    ...{ method: 'GET', path: '/api/v1/publishers', status: 200, headers },
    body: JSON.stringify(changes.json ?? { publishers: [PUBLISHER] }),
    ...changes,
  });

  it('takes what is as described', () => {
    expect(findDeviation(answer({}))).toBeUndefined();
    const failed = { path: '/api/v1/items', status: 400, headers: problem, json: PROBLEM };
    expect(findDeviation(answer(failed))).toBeUndefined();
    expect(findDeviation(answer({ ...failed, path: '/api/v1/none' }))).toBeUndefined();
  });

  it.each<[string, Partial<GivenAnswer> & { readonly json?: unknown }, RegExp]>([
    ['a missing property', { json: { publishers: [{ ...PUBLISHER, name: undefined }] } }, /name/],
    ['a property that is not described', { json: { publishers: [{ ...PUBLISHER, more: 1 }] } }, /additional/],
    ['another type of value', { json: { publishers: [{ ...PUBLISHER, id: 1 }] } }, /string/],
    ['another status', { status: 418 }, /418/],
    [
      'another media type',
      { headers: new Headers({ 'content-type': 'text/html', 'x-request-id': 'a' }) },
      /text\/html/,
    ],
    [
      'a missing header field',
      { headers: new Headers({ 'content-type': 'application/json' }) },
      /X-Request-Id/,
    ],
    ['a path of the API that is not described', { path: '/api/v1/none' }, /not described/],
    [
      'a body where there is to be none',
      { path: '/items/feed.atom', status: 304, headers: new Headers({ 'x-request-id': 'a', etag: '"a"' }) },
      /body/,
    ],
    [
      'a problem of another status',
      { path: '/api/v1/items', status: 400, headers: problem, json: { ...PROBLEM, status: 404 } },
      /another status/,
    ],
    [
      'a problem without an instance',
      { path: '/api/v1/none', status: 404, headers: problem, json: { ...PROBLEM, instance: undefined } },
      /instance/,
    ],
  ])('finds %s', (_name, changes, deviation) => {
    expect(findDeviation(answer(changes))).toMatch(deviation);
  });
});
