/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { z } from 'zod';
import type { ApiDocument } from '../openapi.ts';
import type { Page } from './layout.tsx';
import { OwnLink } from './link.tsx';

/** What the page shows of an OpenAPI document; the rest is for programs. */
const PARAMETER = z.object({
  name: z.string(),
  in: z.string(),
  description: z.string().optional(),
  schema: z
    .object({ description: z.string().optional(), example: z.unknown().optional() })
    .loose()
    .optional(),
});
const OPERATION = z.object({
  summary: z.string(),
  description: z.string().optional(),
  parameters: z.array(PARAMETER).default([]),
});
const SCHEMA = z.object({
  properties: z.record(z.string(), z.object({ description: z.string().optional() }).loose()).default({}),
});
const DOCUMENT = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.object({ get: OPERATION })),
  components: z.object({ schemas: z.record(z.string(), SCHEMA) }),
});

/** Schemas that are worth a list of their fields; the others only hold a list of one of these. */
const SHOWN_SCHEMAS = [
  ...['Item', 'Read', 'Tag', 'Evidence', 'Explanation', 'NearMiss', 'Lack'],
  ...['Topic', 'TopicDetail', 'Publisher', 'Feed', 'Health', 'Problem'],
];

const SECTIONS = [
  ['query', 'The item query'],
  ['paths', 'Paths'],
  ['fields', 'Fields'],
] as const;

/** How to use the API, rendered from its own description. */
export function toDocsPage(document: ApiDocument, baseUrl: string): Page {
  const { info, paths, components } = DOCUMENT.parse(document);
  const items = paths['/api/v1/items']?.get;
  const body = (
    <div class="prose">
      <div class="head">
        <h1>The API</h1>
        <p>{info.description}</p>
      </div>
      <nav aria-label="On this page">
        <ul class="filter">
          {SECTIONS.map(([id, name]) => (
            <li>
              <a href={`#${id}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      <p>
        All answers are JSON, times are ISO 8601 in UTC, and a mistake is answered by{' '}
        <code>application/problem+json</code> that names the parameter at fault. The description for programs
        is <OwnLink href="/api/v1/openapi.json">openapi.json</OwnLink> (OpenAPI 3.1).
      </p>
      <pre>{`curl '${baseUrl}/api/v1/items?topic=defence&place=UA&since=24h&limit=5'`}</pre>
      <h2 id="query">The item query</h2>
      <p>The same parameters work for the API, for feeds and for the front page. {items?.description}</p>
      {items !== undefined && (
        <Parameters parameters={items.parameters.filter((parameter) => parameter.in === 'query')} />
      )}
      <h2 id="paths">Paths</h2>
      {Object.entries(paths).map(([path, { get }]) => (
        <section>
          <h3>
            <code>GET {path}</code>
          </h3>
          <p>
            {get.summary}. {path === '/api/v1/items' ? '' : get.description}
          </p>
        </section>
      ))}
      <h2 id="fields">Fields</h2>
      {SHOWN_SCHEMAS.map((name) => (
        <section>
          <h3 id={`field-${name}`}>{name}</h3>
          <dl class="fields">
            {Object.entries(components.schemas[name]?.properties ?? {}).map(
              ([field, { description, ...schema }]) => (
                <div>
                  <dt>{field}</dt>
                  <dd>
                    {toType(schema)}
                    {description !== undefined && `. ${description}`}
                  </dd>
                </div>
              ),
            )}
          </dl>
        </section>
      ))}
    </div>
  );
  return { title: 'API — Topicwire', feeds: [], current: '/docs', body };
}

const Parameters = ({ parameters }: { readonly parameters: readonly z.infer<typeof PARAMETER>[] }) => (
  <dl class="fields">
    {parameters.map(({ name, description, schema }) => (
      <div>
        <dt>{name}</dt>
        <dd>
          {description ?? schema?.description}{' '}
          <span class="example">
            <code>
              {name}={String(schema?.example ?? '')}
            </code>
          </span>
        </dd>
      </div>
    ))}
  </dl>
);

const TYPE = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  $ref: z.string().optional(),
  items: z.object({ $ref: z.string().optional(), type: z.string().optional() }).loose().optional(),
});

/** A field's type in a word or two. */
function toType(schema: unknown): string {
  const type = TYPE.safeParse(schema);
  if (!type.success) return 'object';
  const { data } = type;
  if (data.$ref !== undefined) return data.$ref.split('/').at(-1) ?? 'object';
  if (data.enum !== undefined) return data.enum.join(' | ');
  if (data.items !== undefined)
    return `list of ${data.items.$ref?.split('/').at(-1) ?? data.items.type ?? 'object'}`;
  const types = [data.type ?? 'object'].flat();
  return types.map((each) => (each === 'null' ? 'or null' : each)).join(' ');
}
