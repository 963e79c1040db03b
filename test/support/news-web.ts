import { createServer, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface NewsWeb {
  /** The feed URL of each host; every host is a port of its own on 127.0.0.1. */
  readonly feeds: readonly string[];
  /** Entries of all feeds together. */
  readonly entries: number;
  /** How often each URL was asked for, robots.txt left out. */
  readonly asked: ReadonlyMap<string, number>;
  /** The most requests one host had under way at a time. */
  readonly mostAtOnce: () => number;
  /** The most connections one host had open at a time, idle ones included. */
  readonly mostConnections: () => number;
  /** How often robots.txt was asked for, over all hosts. */
  readonly robotsAsked: () => number;
  readonly close: () => Promise<void>;
}

export interface NewsWebOptions {
  readonly hosts: number;
  /** One unless given. */
  readonly feedsPerHost?: number;
  readonly entriesPerFeed: number;
  /** How long the server takes for a feed or page, so that there is a middle to be killed in. */
  readonly delayMs: number;
}

/** A loopback web of small news sites: a feed each, and a page with an article for each entry. */
export async function startNewsWeb(options: NewsWebOptions): Promise<NewsWeb> {
  const asked = new Map<string, number>();
  const most = { atOnce: 0, connections: 0, robots: 0 };
  const feedsPerHost = options.feedsPerHost ?? 1;
  const servers: Server[] = [];
  const feeds: string[] = [];
  for (let host = 1; host <= options.hosts; host++) {
    let underWay = 0;
    const server = createServer(async (request, response) => {
      const origin = `http://${request.headers.host}`;
      const url = `${origin}${request.url}`;
      if (request.url === '/robots.txt') {
        most.robots += 1;
        response.writeHead(404).end();
        return;
      }
      asked.set(url, (asked.get(url) ?? 0) + 1);
      underWay += 1;
      most.atOnce = Math.max(most.atOnce, underWay);
      await wait(options.delayMs);
      underWay -= 1;
      const isFeed = request.url?.startsWith('/rss') === true;
      response.setHeader(
        'content-type',
        isFeed ? 'application/rss+xml; charset=utf-8' : 'text/html; charset=utf-8',
      );
      response.end(
        isFeed ? toFeed(`${origin}${request.url}`, options.entriesPerFeed) : toPage(request.url ?? ''),
      );
    });
    let connections = 0;
    server.on('connection', (socket) => {
      connections += 1;
      most.connections = Math.max(most.connections, connections);
      socket.once('close', () => {
        connections -= 1;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the news web has no port');
    servers.push(server);
    for (let feed = 1; feed <= feedsPerHost; feed++)
      feeds.push(`http://127.0.0.1:${address.port}/rss${feed === 1 ? '' : `-${feed}`}`);
  }
  return {
    feeds,
    entries: feeds.length * options.entriesPerFeed,
    asked,
    mostAtOnce: () => most.atOnce,
    mostConnections: () => most.connections,
    robotsAsked: () => most.robots,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function toFeed(feedUrl: string, entries: number): string {
  const { origin, pathname } = new URL(feedUrl);
  const folder = pathname.replace('/rss', '/news');
  const items = Array.from({ length: entries }, (_, index) => {
    const url = `${origin}${folder}/${index + 1}`;
    const date = new Date(Date.now() - (index + 1) * 60_000).toUTCString();
    return `<item><title>Port of Alat opens berth ${index + 1}</title><link>${url}</link><guid>${url}</guid><pubDate>${date}</pubDate></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title><link>${origin}/</link><description>News</description>${items.join('')}</channel></rss>`;
}

function toPage(path: string): string {
  const number = path.split('/').at(-1);
  const paragraphs = [
    `Berth ${number} of the port of Alat was opened on Tuesday after two years of work on the quay and its cranes.`,
    `The port authority said that container ships from three countries had booked the berth for the coming month, and that the railway link would be ready before the winter.`,
    `Officials of the ministry of transport attended the opening and spoke with the crews of the first two vessels.`,
  ];
  return `<!doctype html><html lang="en"><head><title>Port of Alat opens berth ${number}</title></head><body><nav><a href="/">Home</a></nav><article><h1>Port of Alat opens berth ${number}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</article><footer>Harbour news</footer></body></html>`;
}
