import { expect, it } from 'vitest';
import { fuzz } from '../support/api-fuzz.ts';
import { buildRequests } from '../support/api-requests.ts';
import { describeEachEngine } from '../support/database.ts';
import { openFuzzSite } from '../support/fuzz-site.ts';
import { buildRandom } from '../support/random.ts';

describeEachEngine('odd and hostile requests', (engine) => {
  // npm run fuzz:api sends ten times as many, to PostgreSQL too.
  it.skipIf(engine.name === 'server')(
    'bring no fault, no hang and no leak, and only answers as described',
    async () => {
      const site = await openFuzzSite(engine.db);
      const result = await fuzz({
        ...{ ports: site.ports, next: buildRequests(buildRandom(7), site.seeds), count: 2000 },
        clock: () => performance.now(),
      });
      await site.close();
      expect(result.findings.slice(0, 5)).toEqual([]);
      expect(site.errors().slice(0, 5)).toEqual([]);
      // They are varied: sound ones, refused ones, and each way to be refused.
      for (const status of [200, 204, 303, 400, 401, 403, 404, 405, 414])
        expect(result.statuses.get(status), String(status)).toBeGreaterThan(0);
    },
  );
});
