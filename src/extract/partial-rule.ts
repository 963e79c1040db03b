import type { ExtractOutcome, SiteRuleUse } from '../model.ts';
import type { Query } from './document.ts';
import { type RuleFacts, readFacts } from './site-article.ts';
import { type RuleHints, toOperatorRule } from './site-choice.ts';

/** What an operator's rule without a body found; the text is left to others. */
export interface PartialReading extends RuleFacts {
  readonly name: string;
}

/** Reads title and date by an operator's rule that names no body, and takes what it removes out of the tree. */
export const takePartial = ($: Query, url: string, hints: RuleHints): PartialReading | undefined => {
  const { rule } = hints;
  if (rule === undefined || rule.body.length > 0) return undefined;
  const reading = toOperatorRule(rule, hints.zone);
  const facts = readFacts($, reading, url, hints.now);
  if (rule.remove.length > 0) $(rule.remove.join(', ')).remove();
  return { ...facts, name: reading.name };
};

/** The outcome with title and date as the operator's rule found them. */
export const applyPartial = (outcome: ExtractOutcome, partial: PartialReading): ExtractOutcome => {
  const { name, title, publishedAt, missing } = partial;
  const use: SiteRuleUse = { kind: missing.length > 0 ? 'missed' : 'matched', rule: name, missing };
  if (outcome.kind === 'failed') return missing.length > 0 ? { ...outcome, siteRule: use } : outcome;
  const { article } = outcome;
  return {
    kind: 'extracted',
    article: {
      ...article,
      title: title ?? article.title,
      publishedAt: publishedAt ?? article.publishedAt,
      siteRule: missing.length > 0 || article.siteRule.kind === 'none' ? use : article.siteRule,
    },
  };
};
