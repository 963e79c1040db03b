import { Pool } from 'undici';

/** The path of the bench's server that asks the database for nothing but 1. */
export const BARE_PATH = '/bare';

/** A kind of request. */
export interface Case {
  readonly name: string;
  /** The path of the request of this number. */
  readonly path: (number: number) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What some clients saw of a kind of request. */
export interface Load {
  /** Milliseconds of each request, in rising order. */
  readonly latencies: readonly number[];
  readonly requestsPerSecond: number;
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** Requests of this process so far. */
let asks = 0;

/** Asks the same by so many clients at once, each as soon as it has its answer, over kept connections. */
export async function loadCase(origin: string, one: Case, clients: number, ms: number): Promise<Load> {
  const pool = new Pool(origin, { connections: clients, pipelining: 1 });
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const start = performance.now();
  const ask = async (): Promise<void> => {
    while (performance.now() - start < ms) {
      asks += 1;
      const asked = performance.now();
      const { statusCode, body } = await pool.request({
        path: one.path(asks),
        method: 'GET',
        headers: { ...one.headers },
      });
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
      latencies.push(performance.now() - asked);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: clients }, ask));
  const seconds = (performance.now() - start) / 1_000;
  await pool.close();
  return {
    latencies: latencies.toSorted((a, b) => a - b),
    requestsPerSecond: latencies.length / seconds,
    statuses,
  };
}

/** The latency that so large a share of the requests stayed within. */
export const percentile = ({ latencies }: Pick<Load, 'latencies'>, share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
