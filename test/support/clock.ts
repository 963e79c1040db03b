/** A clock that goes on from a fixed date and can be set ahead, so that days pass within a test. */
export interface TestClock {
  readonly now: () => Date;
  readonly advance: (ms: number) => void;
}

/** Ticks as the real one does: what is waited for by timers comes. */
export function startClock(from: Date): TestClock {
  const startedAt = performance.now();
  let ahead = 0;
  return {
    now: () => new Date(from.getTime() + performance.now() - startedAt + ahead),
    advance: (ms) => {
      ahead += ms;
    },
  };
}
