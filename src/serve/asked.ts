import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import type { Language } from '../model.ts';
import type { ChangePosition } from '../store/changes.ts';
import type { Condition, ItemQuery } from '../store/search.ts';
import type { Extent } from '../store/select-items.ts';
import type { Catalog } from './catalog.ts';
import type { RequestProblem } from './problem.ts';
import { parseItemQuery } from './query.ts';
import type { ServeSettings } from './serving.ts';

/** A browser names a handful of languages; more would only cost time. */
const MAX_LANGUAGES = 8;

/** The languages a client prefers, best first, as primary subtags: `lang`, then what Accept-Language names. */
export function toLanguages(c: Context): readonly Language[] {
  const header = (c.req.header('accept-language') ?? '').slice(0, 200);
  const accepted = parseAccept(header)
    .filter((each) => each.q > 0)
    .map((each) => each.type.split('-')[0] ?? '');
  const languages = [c.req.query('lang') ?? '', ...accepted]
    .map((language) => language.toLowerCase())
    .filter(isLanguage);
  return [...new Set(languages)].slice(0, MAX_LANGUAGES);
}

const isLanguage = (text: string): boolean => /^[a-z]{2,3}$/.test(text);

/** The language that a request asks for by `lang`. */
export function readLang(c: Context): Language | undefined {
  const lang = c.req.query('lang')?.toLowerCase();
  return lang !== undefined && isLanguage(lang) ? lang : undefined;
}

/** The URL that links begin with, without a slash at its end: as set, else as the request's Host tells. */
export const toBaseUrl = (c: Context, settings: ServeSettings): string =>
  settings.baseUrl?.replace(/\/+$/, '') ?? `${new URL(c.req.url).origin}${settings.basePath}`;

/** The parameter that carries a token in the URL of a feed or page. */
export const TOKEN_PARAMETER = 'token';

/** The token in a request's URL, to be kept in the links with which a feed's reader goes on. */
export const toTokenParameter = (c: Context): Readonly<Record<string, string | undefined>> => ({
  [TOKEN_PARAMETER]: c.req.query(TOKEN_PARAMETER),
});

/** A request's parameters, even where its host cannot be read. */
export function readParams(c: Context): URLSearchParams {
  const { url } = c.req;
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at));
}

/** A request's parameters but for its token. */
function toParams(c: Context): URLSearchParams {
  const params = readParams(c);
  if (!c.req.path.startsWith('/api/')) params.delete(TOKEN_PARAMETER);
  return params;
}

/** The host that ids of feeds out belong to; never the request's, so that an id is the same by every way. */
export function toAuthority(settings: ServeSettings): string {
  const host = settings.baseUrl === undefined ? '' : new URL(settings.baseUrl).hostname;
  return /^[a-z0-9.-]+$/.test(host) ? host : 'localhost';
}

/** Parameters of a saved search that may stand once alone. */
const SINGLE = ['q', 'since', 'until'] as const;

export type AskedQuery =
  | {
      readonly kind: 'query';
      readonly query: ItemQuery;
      readonly changedSince: ChangePosition | undefined;
      readonly extent: Extent;
      readonly params: URLSearchParams;
    }
  | { readonly kind: 'problem'; readonly problem: RequestProblem };

/**
 * The item query of a request's URL, its topics known to the catalog. What its path asks by itself, as a saved search
 * does, must hold besides; `params` are the request's own.
 */
export function askQuery(
  c: Context,
  catalog: Catalog,
  now: Date,
  ofPath: URLSearchParams = new URLSearchParams(),
): AskedQuery {
  const params = toParams(c);
  const twice = SINGLE.find((name) => ofPath.has(name) && params.has(name));
  if (twice !== undefined) {
    const detail = `${twice} is part of the saved search: expected at /items and /api/v1/items, or without`;
    return { kind: 'problem', problem: { status: 400, detail, parameter: twice } };
  }
  const result = parseItemQuery(new URLSearchParams([...ofPath, ...params]), now);
  if (result.kind === 'problem') return { kind: 'problem', problem: { status: 400, ...result.problem } };
  const unknown = result.query.tags
    .flatMap((condition: Condition<string>) =>
      condition.kind === 'any' ? condition.values : [condition.value],
    )
    .find((tag) => !tag.includes(':') && !catalog.topics.some((topic) => topic.id === tag));
  if (unknown !== undefined) {
    const detail = `topic "${unknown}": there is no such topic; /api/v1/topics lists them`;
    return { kind: 'problem', problem: { status: 400, detail, parameter: 'topic' } };
  }
  return { ...result, params };
}

/** The query of a page or feed, which has neither changes nor whole items to give. */
export function askPage(
  c: Context,
  catalog: Catalog,
  now: Date,
  ofPath: URLSearchParams = new URLSearchParams(),
): AskedQuery {
  const asked = askQuery(c, catalog, now, ofPath);
  if (asked.kind === 'problem') return asked;
  const parameter = ['changed_since', 'full'].find((name) => asked.params.has(name));
  if (parameter === undefined) return asked;
  const detail = `${parameter}: expected at /api/v1/items alone`;
  return { kind: 'problem', problem: { status: 400, detail, parameter } };
}

/** Path and query of the same question with some parameters set anew (undefined takes one away). */
export function toPath(
  path: string,
  params: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  return query === '' ? path : `${path}?${query}`;
}
