/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import { readParams, toPath } from '../asked.ts';
import { type RequestProblem, toTitle } from '../problem.ts';
import { shorten } from '../summary.ts';
import { givePage } from './layout.tsx';
import { OwnLink } from './link.tsx';

const MAX_WORDS_LENGTH = 300;

/** A page that says what went wrong: at the search box where its words are at fault, with a way on. */
export const renderError = (c: Context, problem: RequestProblem): Response | Promise<Response> => {
  const { status, detail, parameter } = problem;
  const params = readParams(c);
  const words = params.get('q') ?? undefined;
  const heading = parameter === undefined ? toTitle(status) : 'This cannot be asked';
  const body = (
    <div class="head">
      <h1>{heading}</h1>
      {parameter !== 'q' && <p>{detail}</p>}
      {status === 401 && <TokenForm />}
      <ul class="ways">
        {parameter !== undefined && params.has(parameter) && (
          <li>
            <OwnLink href={toPath(c.req.path, params, { [parameter]: undefined })}>
              Ask without {parameter === 'q' ? 'these words' : parameter}
            </OwnLink>
          </li>
        )}
        <li>
          <OwnLink href="/">To the newest items</OwnLink>
        </li>
      </ul>
    </div>
  );
  const search = {
    words: words === undefined ? undefined : shorten(words, MAX_WORDS_LENGTH),
    error: parameter === 'q' ? detail : undefined,
  };
  return givePage(c, { title: `${heading} — Topicwire`, feeds: [], search, body }, status);
};

/** Sends the token to the page it was asked for. */
const TokenForm = () => (
  <form method="get">
    <input type="password" name="token" aria-label="Token" placeholder="Token" autocomplete="off" required />
    <button type="submit">Open</button>
  </form>
);
