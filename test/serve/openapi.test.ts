import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildApiDocument } from '../../src/serve/openapi.ts';
import { PARAMETERS } from '../../src/serve/parameters.ts';

const OPERATION = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query']), schema: z.object({}).loose() }))
    .default([]),
  responses: z.record(z.string().regex(/^\d{3}$/), z.object({ description: z.string().min(1) }).loose()),
});
const DOCUMENT = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }).loose(),
  paths: z.record(z.string().startsWith('/'), z.object({ get: OPERATION })),
  components: z.object({ schemas: z.record(z.string(), z.object({ type: z.literal('object') }).loose()) }),
});

describe('the OpenAPI document', () => {
  const document = DOCUMENT.parse(JSON.parse(JSON.stringify(buildApiDocument())));

  it('has every path of the API and of the feeds out', () => {
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/api/v1/feeds',
      '/api/v1/items',
      '/api/v1/items/{id}',
      '/api/v1/items/{id}/versions',
      '/api/v1/publishers',
      '/api/v1/searches',
      '/api/v1/topics',
      '/api/v1/topics/{id}',
      '/health',
      '/items/feed.atom',
      '/items/feed.json',
      '/items/feed.rss',
      '/opml/feeds.opml',
      '/opml/searches.opml',
      '/opml/topics.opml',
      '/searches/{id}/feed.atom',
      '/searches/{id}/feed.json',
      '/searches/{id}/feed.rss',
      '/topics/{id}/feed.atom',
      '/topics/{id}/feed.json',
      '/topics/{id}/feed.rss',
    ]);
  });

  it('has every parameter the parser reads, and no other', () => {
    const names = document.paths['/api/v1/items']?.get.parameters.map((parameter) => parameter.name);
    expect(names).toEqual(PARAMETERS.map((parameter) => parameter.name));
  });

  it('refers only to schemas it has', () => {
    const references = JSON.stringify(buildApiDocument()).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name = ''] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });
});
