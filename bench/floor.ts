import { floorMs, median } from './support/measure.ts';

/** `npm run bench:floor`: the CPU time of a fixed piece of plain work, to read other timings against. */
const runs: number[] = [];
for (let i = 0; i < 5; i++) runs.push(await floorMs());
console.log(
  `floor: ${median(runs).toFixed(0)} ms CPU (median of 5; ${runs.map((ms) => ms.toFixed(0)).join(', ')})`,
);
