import type { Hono } from 'hono';
import { toBaseUrl, toLanguages } from '../asked.ts';
import { giveDocument } from '../conditional.ts';
import { listShownSearches } from '../listing.ts';
import { OPML_KINDS, OPML_TYPE, renderOpml } from '../opml.ts';
import { problemJson } from '../problem.ts';
import type { Serving } from '../serving.ts';

/** All feeds of a kind in one list, for a reader to take over at once. */
export function addOpmlRoutes(app: Hono, serving: Serving): void {
  for (const kind of OPML_KINDS) {
    app.get(`/opml/${kind}.opml`, (c) => {
      const catalog = serving.catalog();
      const lang = c.req.query('lang');
      if (lang !== undefined && !/^[a-z]{2,3}$/i.test(lang)) {
        const detail = `lang ${JSON.stringify(lang.slice(0, 60))}: expected a language code such as "az"`;
        return problemJson(c, { status: 400, detail, parameter: 'lang' });
      }
      const body = renderOpml(kind, {
        catalog: { ...catalog, searches: listShownSearches(c, catalog) },
        baseUrl: toBaseUrl(c, serving.settings),
        languages: toLanguages(c),
        params: new URLSearchParams(lang === undefined ? {} : { lang }),
      });
      return giveDocument(c, {
        type: `${OPML_TYPE}; charset=utf-8`,
        body,
        modifiedAt: undefined,
        vary: 'accept-language',
      });
    });
  }
}
