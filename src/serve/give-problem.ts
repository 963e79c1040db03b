import type { Context } from 'hono';
import { renderError } from './pages/error.tsx';
import { isForPrograms, problemJson, type RequestProblem } from './problem.ts';

/** Programs get problem+json, people a page. */
export const giveProblem = (c: Context, problem: RequestProblem): Response | Promise<Response> =>
  isForPrograms(c.req.path) ? problemJson(c, problem) : renderError(c, problem);
