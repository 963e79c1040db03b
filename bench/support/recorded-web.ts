import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Recording {
  /** The file, relative to the manifest. */
  readonly file: string;
  readonly kind: 'feed' | 'page';
  /** The URL it answers under. */
  readonly url: string;
  readonly site: string;
}

export interface RecordedWeb {
  readonly port: number;
  readonly recordings: readonly Recording[];
  /** Requests answered so far, robots.txt not counted. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

/** The rows of a recording manifest (tab-separated: file, kind, format, site, language, charset, url, …). */
export function readManifest(directory: string): readonly Recording[] {
  const [header = '', ...rows] = readFileSync(join(directory, 'MANIFEST.tsv'), 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  return rows.map((row) => {
    const cells = new Map(row.split('\t').map((cell, i) => [columns[i] ?? '', cell]));
    const file = cells.get('file') ?? '';
    const site = cells.get('site') ?? '';
    const url = cells.get('url') ?? '';
    return {
      file,
      site,
      kind: cells.get('kind') === 'page' ? 'page' : 'feed',
      url: /^https?:\/\//i.test(url) ? url : `http://${site}/${file}`,
    };
  });
}

/** The folder that holds MANIFEST.tsv: the one named or its `real` below. */
export function findManifest(directory: string): string {
  for (const place of [directory, join(directory, 'real')])
    if (existsSync(join(place, 'MANIFEST.tsv'))) return place;
  throw new Error(`--data ${directory}: expected a folder with MANIFEST.tsv, or with real/MANIFEST.tsv`);
}

/**
 * A loopback server that answers for every recorded URL by its Host header and path. A URL nobody recorded gets a
 * recorded page chosen by a hash of it, so that every entry has a page and the choice is the same in every run.
 */
export async function startRecordedWeb(directory: string): Promise<RecordedWeb> {
  const recordings = readManifest(directory);
  const byUrl = new Map(recordings.map((recording) => [toKey(recording.url), recording]));
  const pages = recordings.filter((recording) => recording.kind === 'page');
  let requests = 0;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/';
    if (path === '/robots.txt') {
      response.writeHead(404).end();
      return;
    }
    requests += 1;
    const key = toKey(`http://${request.headers.host}${path}`);
    const recording = byUrl.get(key) ?? choosePage(pages, key);
    if (recording === undefined) {
      response.writeHead(404).end();
      return;
    }
    const stored = readFileSync(join(directory, recording.file));
    const body = recording.file.endsWith('.gz') ? gunzipSync(stored) : stored;
    // Recorded bodies carry no HTTP header: the charset has to be found in the bytes.
    response.writeHead(200, { 'content-type': recording.kind === 'feed' ? 'application/xml' : 'text/html' });
    response.end(body);
  };

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the recorded web has no port');
  return {
    port: address.port,
    recordings,
    requests: () => requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}

/** What tells one recorded URL from another: host and path with query, the scheme left out. */
function toKey(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host}${pathname}${search}`;
}

function choosePage(pages: readonly Recording[], key: string): Recording | undefined {
  return pages[createHash('sha256').update(key).digest().readUInt32BE(0) % Math.max(1, pages.length)];
}
