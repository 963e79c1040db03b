import { describe, expect, it } from 'vitest';
import { toExtractionUse, toSnapshotReason } from '../../src/extract/extraction-use.ts';
import type { Article, ExtractionKind, ExtractOutcome, SiteRuleUse } from '../../src/model.ts';

const LONG = 'The berth was opened on Tuesday. '.repeat(12);
const MATCHED: SiteRuleUse = { kind: 'matched', rule: 'site:report.az', missing: [] };
const MISSED: SiteRuleUse = { kind: 'missed', rule: 'site:report.az', missing: ['body'] };
const BY_SITE = { extractedBy: 'site:report.az', confidence: 1, siteRule: MATCHED };

const toOutcome = (over: Partial<Article>): ExtractOutcome => ({
  kind: 'extracted',
  article: {
    ...{ text: LONG, html: '', title: undefined, authors: [], publishedAt: undefined, modifiedAt: undefined },
    ...{
      language: undefined,
      section: undefined,
      keywords: [],
      leadImage: undefined,
      canonicalUrl: undefined,
    },
    ...{ credits: [], alternates: [], paywalled: false, dateline: undefined },
    ...{ extractedBy: 'general', confidence: 0.9, siteRule: { kind: 'none' } },
    ...over,
  },
});

describe('how a page was read', () => {
  it.each<
    [
      string,
      ExtractOutcome,
      ExtractionKind,
      'matched' | 'missed' | undefined,
      ReturnType<typeof toSnapshotReason>,
    ]
  >([
    ['by the site’s rule', toOutcome(BY_SITE), 'site', 'matched', undefined],
    [
      'by the site’s rule, in one line',
      toOutcome({ ...BY_SITE, text: 'Flash.' }),
      'site',
      'matched',
      undefined,
    ],
    [
      'generally, where a rule should have fitted',
      toOutcome({ siteRule: MISSED }),
      'general',
      'missed',
      'rule-missed',
    ],
    [
      'by another rule than was to',
      toOutcome({ ...BY_SITE, siteRule: MISSED }),
      'site',
      'missed',
      'rule-missed',
    ],
    ['generally', toOutcome({}), 'general', undefined, undefined],
    ['with doubts', toOutcome({ confidence: 0.3 }), 'general', undefined, 'low-confidence'],
    [
      'as stated',
      toOutcome({ extractedBy: 'structured', confidence: 0.6 }),
      'structured',
      undefined,
      undefined,
    ],
    ['to a line', toOutcome({ text: 'A line.' }), 'short', undefined, 'short'],
    ['in vain, the feed having all', toOutcome({ extractedBy: 'feed' }), 'feed', undefined, undefined],
    [
      'by the site’s rule, the feed having more',
      toOutcome({ extractedBy: 'feed', siteRule: MATCHED }),
      'feed',
      'matched',
      undefined,
    ],
    ['in vain', { kind: 'failed', failure: 'no-article', detail: '' }, 'failed', undefined, 'no-article'],
    [
      'in vain by a rule',
      { kind: 'failed', failure: 'no-article', detail: '', siteRule: MISSED },
      'failed',
      'missed',
      'no-article',
    ],
    [
      'in vain for want of time',
      { kind: 'failed', failure: 'too-slow', detail: '' },
      'failed',
      undefined,
      'too-slow',
    ],
  ])('is told: %s', (_, outcome, kind, rule, reason) => {
    const use = toExtractionUse(outcome);
    expect(use).toEqual({
      kind,
      rule: rule === undefined ? undefined : { id: 'report.az', outcome: rule },
    });
    expect(toSnapshotReason(outcome, use)).toBe(reason);
  });
});
