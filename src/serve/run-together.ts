/**
 * Gives what a run gives that begins after it was asked for: at most one is under way and one waits for its end, for all
 * who asked since it began.
 */
export function runTogether<Result>(run: () => Promise<Result>): () => Promise<Result> {
  let underWay: Promise<unknown> | undefined;
  let waiting: Promise<Result> | undefined;
  const begin = (): Promise<Result> => {
    waiting = undefined;
    const result = run();
    const ended = result.then(ignore, ignore).then(() => {
      if (underWay === ended) underWay = undefined;
    });
    underWay = ended;
    return result;
  };
  return () => {
    if (underWay === undefined) return begin();
    waiting ??= underWay.then(begin);
    return waiting;
  };
}

const ignore = (): void => {};
