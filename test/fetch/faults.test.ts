import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHttp, type Http } from '../../src/fetch/http.ts';
import type { FetchOutcome } from '../../src/model.ts';
import { ALLOWED_ADDRESS, type FaultWeb, startFaultWeb } from '../support/fault-web.ts';
import { buildFaults } from '../support/faults.ts';
import { toLimits } from '../support/limits.ts';

const FAULTS = buildFaults();
const SOUND = Array.from({ length: 20 }, (_, index) => `sound-${index}`);
const outcomes = new Map<string, FetchOutcome>();
let web: FaultWeb;
let http: Http;

// All at once, as a round of a real worker has them: the faulty ones are to harm no other.
beforeAll(async () => {
  web = await startFaultWeb(FAULTS);
  const limits = toLimits({
    ...{ totalTimeoutMs: 4_000, maxFeedBytes: 8_000_000, maxPageBytes: 5_000_000 },
    allow: [ALLOWED_ADDRESS],
  });
  http = buildHttp(limits, { resolve: web.resolve });
  const fetchOne = async (name: string, url: string, purpose: 'feed' | 'page'): Promise<void> => {
    outcomes.set(name, await http.fetch({ url, purpose }));
  };
  await Promise.all([
    ...Object.entries(FAULTS).map(([name, { purpose }]) => fetchOne(name, web.at(name), purpose)),
    ...SOUND.map((name) => fetchOne(name, web.feedOf(name), 'feed')),
  ]);
}, 30_000);
afterAll(async () => {
  await http.close();
  await web.close();
});

describe('the fault catalogue', () => {
  it.each(Object.entries(FAULTS))('%s is recorded as what it is', (name, { outcome }) => {
    const got = outcomes.get(name);
    expect(got?.kind === 'failed' ? got.failure : got?.kind).toBe(outcome);
    if (got?.kind === 'failed') expect(got.detail).toMatch(/^[^\n]{3,300}$/);
  });

  it('never connects to a forbidden address', () => {
    expect(web.forbidden()).toBe(0);
  });

  it.each(SOUND)('%s, fetched at the same time, is unharmed', (name) => {
    expect(outcomes.get(name)?.kind).toBe('fetched');
  });
});
