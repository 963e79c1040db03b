/**
 * The lock of a host over all workers. `acquire` waits until the host is free and its time has come, and rejects when
 * `signal` aborts; what it gives back is called once, with the time before which nobody is to ask the host again.
 */
export interface HostGate {
  readonly acquire: (host: string, signal?: AbortSignal) => Promise<(nextAllowedAt: Date) => Promise<void>>;
}

/** The gate of a worker that is alone: politeness already queues within a process, so it is always open. */
export function buildMemoryGate(): HostGate {
  return { acquire: async () => async () => undefined };
}
