/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import { type RequestProblem, toTitle } from '../problem.ts';
import { givePage } from './layout.tsx';

/** A page that says what went wrong. */
export const renderError = (c: Context, problem: RequestProblem): Response | Promise<Response> => {
  const title = toTitle(problem.status);
  const body = (
    <div class="head">
      <h1>{title}</h1>
      <p>{problem.detail}</p>
      <p>
        <a href="/">To the newest items</a>
      </p>
    </div>
  );
  return givePage(c, { title: `${title} — Topicwire`, feeds: [], body }, problem.status);
};
