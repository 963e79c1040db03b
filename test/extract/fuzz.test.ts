import { describe, expect, it } from 'vitest';
import { findProblem, readSitePages } from '../support/page-check.ts';
import { mutatePage, toPageSeed } from '../support/page-mutations.ts';
import { buildRandom } from '../support/random.ts';

const PAGES = 1_000;
const SEED = 1;
/** Processor time one page may take; a sound one of this size takes some milliseconds. */
const MAX_CPU_MS = 2_000;

describe('extractArticle on broken pages', () => {
  it('gives an article in safe HTML or a named failure, soon, for each of 1,000', () => {
    const pages = readSitePages();
    const problems: string[] = [];
    for (let index = 0; index < PAGES; index += 1) {
      const { html, how } = mutatePage(buildRandom(toPageSeed(SEED, index)), pages);
      const before = process.cpuUsage();
      const problem = findProblem(html);
      const { user, system } = process.cpuUsage(before);
      const ms = (user + system) / 1_000;
      if (problem !== undefined) problems.push(`page ${index} (${how.join(', ')}): ${problem}`);
      if (ms > MAX_CPU_MS) problems.push(`page ${index} (${how.join(', ')}): ${ms} ms`);
    }
    expect(problems).toEqual([]);
    // Seconds alone, many on a machine that does much else.
  }, 180_000);
});
