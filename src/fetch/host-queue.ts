export interface HostTurn {
  readonly kind: 'turn';
  /** Gives the host to the next in line, who waits until `spacingMs` from now. */
  readonly leave: (spacingMs: number) => void;
}
/** The host is on hold for longer than the caller would wait. */
export interface HostHeld {
  readonly kind: 'held';
  readonly until: Date;
}

export interface HostQueue {
  /** Waits for the host's turn, and then, at most `maxWaitMs`, for its next allowed time. */
  readonly enter: (host: string, maxWaitMs: number) => Promise<HostTurn | HostHeld>;
  /** Nobody asks the host before `until`; an earlier time than is set changes nothing. */
  readonly hold: (host: string, until: Date) => void;
  readonly nextAllowedAt: (host: string) => Date | undefined;
}

export interface HostQueueTools {
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<void>;
}

interface HostState {
  /** Settles when the last in line has left. */
  tail: Promise<void>;
  inLine: number;
  nextAllowedMs: number;
}

/** Hosts are forgotten once their time has passed; looked for when so many are known, since each costs 200 bytes. */
const SWEEP_ABOVE = 4096;

/** One request at a time a host, in the order they came. */
export function buildHostQueue({ now, wait }: HostQueueTools): HostQueue {
  const hosts = new Map<string, HostState>();

  function take(host: string): HostState {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    if (hosts.size >= SWEEP_ABOVE) sweep();
    const state: HostState = { tail: Promise.resolve(), inLine: 0, nextAllowedMs: 0 };
    hosts.set(host, state);
    return state;
  }

  function sweep(): void {
    const at = now().getTime();
    for (const [host, state] of hosts)
      if (state.inLine === 0 && state.nextAllowedMs <= at) hosts.delete(host);
  }

  const waitMs = (state: HostState): number => Math.max(0, state.nextAllowedMs - now().getTime());

  return {
    enter: async (host, maxWaitMs) => {
      const state = take(host);
      const before = state.tail;
      const { promise, resolve } = toDeferred();
      state.tail = promise;
      state.inLine += 1;
      const leave = (): void => {
        state.inLine -= 1;
        resolve();
      };
      await before;
      if (waitMs(state) > maxWaitMs) {
        leave();
        return { kind: 'held', until: new Date(state.nextAllowedMs) };
      }
      // Again after each wait: the hold may have grown meanwhile, and timers may fire a millisecond early.
      for (let left = waitMs(state); left > 0; left = waitMs(state)) await wait(Math.min(left, maxWaitMs));
      return {
        kind: 'turn',
        leave: (spacingMs) => {
          state.nextAllowedMs = Math.max(state.nextAllowedMs, now().getTime() + spacingMs);
          leave();
        },
      };
    },
    hold: (host, until) => {
      const state = take(host);
      state.nextAllowedMs = Math.max(state.nextAllowedMs, until.getTime());
    },
    nextAllowedAt: (host) => {
      const state = hosts.get(host);
      return state === undefined || state.nextAllowedMs === 0 ? undefined : new Date(state.nextAllowedMs);
    },
  };
}

function toDeferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
