/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import { type RequestProblem, toTitle } from '../problem.ts';
import { givePage } from './layout.tsx';
import { OwnLink } from './link.tsx';

/** A page that says what went wrong. */
export const renderError = (c: Context, problem: RequestProblem): Response | Promise<Response> => {
  const title = toTitle(problem.status);
  const body = (
    <div class="head">
      <h1>{title}</h1>
      <p>{problem.detail}</p>
      {problem.status === 401 && <TokenForm />}
      <p>
        <OwnLink href="/">To the newest items</OwnLink>
      </p>
    </div>
  );
  return givePage(c, { title: `${title} — Topicwire`, feeds: [], body }, problem.status);
};

/** Sends the token to the page it was asked for. */
const TokenForm = () => (
  <form method="get">
    <input type="password" name="token" aria-label="Token" placeholder="Token" autocomplete="off" required />
    <button type="submit">Open</button>
  </form>
);
