/** A seeded source of numbers from 0 to 1: a linear congruential generator, good enough to choose moments and cases. */
export function buildRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
