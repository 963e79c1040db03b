import { createServer, type IncomingMessage, request as requestHttp } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ProxyRequest {
  readonly method: string;
  /** As asked: an absolute URL, or host:port of a tunnel. */
  readonly target: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

export interface TestProxy {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  readonly requests: readonly ProxyRequest[];
  readonly close: () => Promise<void>;
}

export interface TestProxyOptions {
  /** Port of the loopback server that stands for every host asked for. */
  readonly to: number;
  /** What CONNECT and requests are answered with instead, as a status. */
  readonly refuse?: number;
}

/** An HTTP proxy on loopback (RFC 9110 7.3.2) that sends whatever is asked for to one loopback server. */
export async function startProxy({ to, refuse }: TestProxyOptions): Promise<TestProxy> {
  const requests: ProxyRequest[] = [];
  const server = createServer((request, response) => {
    note(request);
    if (refuse !== undefined) {
      response.writeHead(refuse).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '');
    const { 'proxy-authorization': _, ...headers } = request.headers;
    requestHttp({ host: '127.0.0.1', port: to, path: pathname + search, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end();
  });
  function note({ method = '', url = '', headers }: IncomingMessage): void {
    const { host, 'proxy-authorization': authorization } = headers;
    requests.push({ method, target: url, host, authorization });
  }
  server.on('connect', (request, client, head) => {
    note(request);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} Refused\r\n\r\n`);
      return;
    }
    const site = connect(to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      site.write(head);
      site.pipe(client).pipe(site);
    });
    site.on('error', () => client.destroy());
    client.on('error', () => site.destroy());
    client.on('close', () => site.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = toAddress(server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the test proxy has no port');
  return address;
}
