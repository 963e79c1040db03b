import type { Hono } from 'hono';
import type { Catalog } from '../../src/serve/catalog.ts';
import { buildApp } from '../../src/serve/server.ts';
import type { Health, ServeSettings, Serving } from '../../src/serve/serving.ts';
import type { Database } from '../../src/store/schema.ts';
import { checkAnswers } from '../support/conformance.ts';
import { CATALOG } from './catalog.ts';
import { NOW } from './news.ts';

export interface TestApp {
  readonly app: Hono;
  /** What was logged as an error. */
  readonly errors: readonly object[];
}

export interface TestAppOptions {
  readonly catalog?: Catalog;
  /** The catalog at each request, in place of one for all. */
  readonly findCatalog?: () => Catalog;
  readonly settings?: Partial<ServeSettings>;
  readonly health?: Health;
  readonly now?: () => Date;
  readonly terms?: Serving['terms'];
  readonly explain?: Serving['explain'];
}

const SETTINGS: ServeSettings = {
  baseUrl: undefined,
  basePath: '',
  fullText: false,
  images: false,
  public: false,
  requireToken: false,
  requestsPerMinute: 0,
  corsOrigins: [],
};

/** The whole app over a database of the tests. */
export function buildTestApp(db: Database, options: TestAppOptions = {}): TestApp {
  const errors: object[] = [];
  const health = options.health ?? {
    ...{ status: 'ok', revision: 3, pending: undefined, retagging: undefined, counts: { items: 7 } },
  };
  const app = buildApp({
    db,
    catalog: options.findCatalog ?? (() => options.catalog ?? CATALOG),
    settings: { ...SETTINGS, ...options.settings },
    now: options.now ?? (() => NOW),
    log: { error: (details) => errors.push(details) },
    health: () => health,
    terms: options.terms ?? (() => []),
    explain: options.explain ?? (() => undefined),
  });
  checkAnswers(app, options.settings?.basePath);
  return { app, errors };
}
