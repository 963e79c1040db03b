import { pipeline } from 'node:stream';
import type { FailureKind } from '../../src/model.ts';
import { blanks } from './blanks.ts';
import type { Fault } from './feed-faults.ts';
import type { WebAnswer, WebRoute } from './web.ts';

const page = (type: string, body: string | Uint8Array): WebAnswer => ({
  headers: { 'content-type': type },
  body,
});
const fault = (outcome: Fault['outcome'], route: WebRoute): Fault => ({ outcome, route, purpose: 'page' });
/** A page that is fetched and gives no article. */
const empty = (recorded: FailureKind, body: string): Fault => ({
  ...fault('fetched', page('text/html; charset=utf-8', body)),
  recorded,
});
const redirect = (location: string): WebAnswer => ({ status: 302, headers: { location } });

/** A whole small article, as every sound page of the fault web has it. */
export const toArticlePage = (title: string): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a></nav>` +
  `<article><h1>${title}</h1>${ARTICLE.map((text) => `<p>${text}</p>`).join('')}</article></body></html>`;

export const ARTICLE = [
  'The pilot boat of the harbour went out before dawn on Sunday and brought in three ships that had waited for the fog to lift since Friday evening.',
  'The harbour master said that the berths on the eastern quay would stay closed until divers had looked at the sheet piling, which a barge had struck in the storm.',
  'Dockers began to unload the first of the ships at noon; the grain it carries is bound for the mills up the river.',
] as const;

/** Pages that are no article, or cannot be had. */
export const buildPageFaults = (): Record<string, Fault> => ({
  'page-pdf': fault('not-a-page', page('application/pdf', '%PDF-1.7')),
  'page-pdf-as-html': fault('not-a-page', page('text/html', '%PDF-1.7')),
  'page-image': fault('not-a-page', page('image/jpeg', Buffer.from('ffd8ffe0', 'hex'))),
  'page-huge': fault('too-large', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    pipeline(blanks(50 * 1024 ** 2), response, () => undefined);
    return undefined;
  }),
  'page-not-found': fault('not-found', { status: 404, body: toArticlePage('No such page') }),
  'page-gone': fault('gone', { status: 410 }),
  'page-server-error': fault('server-error', { status: 500, body: '<p>Error</p>' }),
  'page-empty': fault('empty', { status: 200 }),
  'page-rate-limited': fault('rate-limited', { status: 429, headers: { 'retry-after': '7200' } }),
  'page-cookie-wall': fault('redirects', {
    status: 302,
    headers: { location: '/page-cookie-wall', 'set-cookie': 'consent=1; Path=/' },
  }),
  'page-challenge': fault('challenge', {
    status: 503,
    body: '<!DOCTYPE html><html><title>Just a moment...</title></html>',
  }),
  'page-redirect-forbidden': fault('blocked', ({ socket }) =>
    redirect(`http://127.0.0.2:${socket.localPort}/page`),
  ),
  'page-disallowed': {
    ...fault('fetched', page('text/html', toArticlePage('Not for robots'))),
    recorded: 'robots',
    robots: 'User-agent: *\nDisallow: /page-disallowed\n',
  },
  'page-robots-failing': {
    ...fault('fetched', page('text/html', toArticlePage('Perhaps not for robots'))),
    recorded: 'server-error',
    robots: { status: 503 },
  },
  'page-script-only': empty(
    'needs-script',
    '<html><body><div id="app"></div><script>start()</script></body></html>',
  ),
  'page-open-tags': empty('needs-script', `<html><body>${'<p '.repeat(13_600)}`),
  'page-deep': empty('needs-script', `<html><body>${'<div>'.repeat(100_000)}`),
});
