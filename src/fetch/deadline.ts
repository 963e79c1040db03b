/** The time a request had is over. */
export class DeadlineError extends Error {
  readonly code = 'DEADLINE';
}

/**
 * Gives `run` so many milliseconds. When they are over its signal aborts and the promise rejects with DeadlineError
 * at once, whether or not `run` heeds the signal: undici does not abort a request whose connection is being made.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  message: () => string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        const error = new DeadlineError(message());
        reject(error);
        controller.abort(error);
      },
      Math.max(0, timeoutMs),
    );
  });
  try {
    return await Promise.race([run(controller.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
