import { describe, expect, it } from 'vitest';
import { buildOrgLabels } from '../../src/tag/orgs.ts';

describe('the labels of bodies', () => {
  it('are names in each language, without the marks of the rule language', () => {
    const labels = buildOrgLabels();
    expect(labels.get('org:nato')).toMatchObject({ en: 'NATO', uk: 'НАТО' });
    for (const names of labels.values())
      for (const name of Object.values(names)) expect(name).toMatch(/^[\p{L}][^~!*?^|,]*$/u);
  });
});
