import { type App, type AppOptions, openApp as openUnchecked } from '../../src/app.ts';
import { checkAnswers } from './conformance.ts';

export type { App } from '../../src/app.ts';

/** The app, each of whose answers is held against the API's description. */
export async function openApp(options: AppOptions): Promise<App> {
  const app = await openUnchecked(options);
  checkAnswers(app.web, options.settings.server.basePath);
  return app;
}
