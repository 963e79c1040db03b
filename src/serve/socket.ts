import { chmod, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

export interface ListeningSocket {
  readonly close: () => Promise<void>;
}

/** Serves the app on a Unix socket that only this user may open (mode 600). */
export async function listenSocket(path: string, app: Hono): Promise<ListeningSocket> {
  await rm(path, { force: true });
  const server = createServer(getRequestListener(app.fetch));
  // The mode is right from the start: chmod alone would leave a moment.
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  } finally {
    process.umask(mask);
  }
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface SocketAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks the process that listens at `path`; rejects where it cannot be reached. */
export function askSocket(
  path: string,
  ask: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body?: string | undefined },
): Promise<SocketAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', host: 'localhost' };
    const call = request({ socketPath: path, path: ask.url, method: ask.method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    call.once('error', (error) =>
      reject(new Error(`cannot reach the running process at ${path}`, { cause: error })),
    );
    call.end(ask.body ?? '');
  });
}
