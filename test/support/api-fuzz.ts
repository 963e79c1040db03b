import { connect } from 'node:net';
import type { RawRequest } from './api-requests.ts';

/** An answer takes milliseconds; one that takes this long hangs. */
const HANG_MS = 15_000;

/** What an answer must not hold: words of our SQL or of its errors, lines of a stack, paths of the machine. */
const LEAKS: readonly RegExp[] = [
  /\b(?:select|insert|update|delete)\b[^.<]{0,200}\b(?:from|into|where|returning)\b[^.<]{0,40}(?:"|_|\$\d)/,
  /syntax error|relation "|column "|invalid input syntax|invalid byte sequence|unterminated|tsquery|SQLSTATE|kysely|pglite/i,
  /^\s+at .+:\d+|\bat [\w.<>]+ \((?:file|node|\/)/m,
  /node_modules|file:\/\/|node:internal|\/(?:work|home|root|tmp|usr|var)\/\w|\.tsx?:\d/,
];

export interface Finding {
  readonly request: RawRequest;
  readonly fault: string;
}

export interface FuzzResult {
  readonly statuses: ReadonlyMap<number, number>;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
}

export interface FuzzOptions {
  readonly ports: readonly number[];
  readonly next: () => RawRequest;
  readonly count: number;
  /** Milliseconds, from anywhere. */
  readonly clock: () => number;
}

/** Sends so many requests, four at a time, by turns to the servers at these ports of this machine, and judges each answer. */
export async function fuzz({ ports, next, count, clock }: FuzzOptions): Promise<FuzzResult> {
  const statuses = new Map<number, number>();
  const findings: Finding[] = [];
  let slowestMs = 0;
  let sent = 0;
  const work = async (): Promise<void> => {
    while (sent < count) {
      const port = ports[sent % ports.length] ?? 0;
      sent += 1;
      const request = next();
      const began = clock();
      const answer = await send(port, request);
      slowestMs = Math.max(slowestMs, clock() - began);
      const { status, fault } = judge(answer);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (fault !== undefined) findings.push({ request, fault });
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return { statuses, findings, slowestMs };
}

/** What is wrong with an answer; status 0 where there was none. */
function judge(answer: string): { readonly status: number; readonly fault: string | undefined } {
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
  if (status === 0) return { status, fault: `no answer: ${answer.slice(0, 100)}` };
  if (status >= 500) return { status, fault: answer.slice(0, 1000) };
  const coded = /\r\ncontent-encoding:/i.test(answer.split('\r\n\r\n', 1)[0] ?? '');
  const leak = coded
    ? undefined
    : LEAKS.map((each) => each.exec(answer)?.[0]).find((each) => each !== undefined);
  return { status, fault: leak === undefined ? undefined : `leaks ${leak}` };
}

/** The whole answer as text: what the connection brought until it closed, or why it did not. */
const send = (port: number, { method, target, headers, body }: RawRequest): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const finish = (why: string): void => {
      socket.destroy();
      resolve(chunks.length > 0 && why !== 'hangs' ? Buffer.concat(chunks).toString() : why);
    };
    socket.setTimeout(HANG_MS, () => finish('hangs'));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => finish(error.message));
    socket.on('close', () => finish('closed'));
    const host = headers.some(([name]) => name === 'host') ? [] : [['host', 'localhost'] as const];
    const length = body === '' ? [] : [['content-length', String(Buffer.byteLength(body))] as const];
    const lines = [...host, ...headers, ...length, ['connection', 'close'] as const];
    const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
    // latin1 keeps the bytes of a target that is no UTF-8; the rest is sent as UTF-8.
    socket.write(Buffer.from(`${head[0]}\r\n`, 'latin1'));
    socket.write(`${head.slice(1).join('\r\n')}\r\n\r\n${body}`);
  });
