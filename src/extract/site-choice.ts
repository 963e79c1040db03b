import type { FeedId, PageRule, SiteRuleUse } from '../model.ts';
import type { Query } from './document.ts';
import { type ReadingRule, type RuleFacts, type RuleText, readBody, readFacts } from './site-article.ts';
import { findSite } from './sites/registry.ts';
import type { SiteLayout, SiteRule } from './sites/site.ts';

/** The operator's rule for the pages of one feed. */
export type FeedPageRule = PageRule & { readonly feed: FeedId };

/** What decides which rules a page is tried with. */
export interface RuleHints {
  /** IANA zone of dates that state none. */
  readonly zone: string;
  /** Whether the rules we have for sites are tried. */
  readonly siteRules: boolean;
  readonly rule?: FeedPageRule | undefined;
  /** When the page was fetched. */
  readonly now?: Date | undefined;
}

/** A page read by a rule. */
export interface RuleReading {
  readonly rule: ReadingRule;
  /** Whether title and date by the rule go before what the page states. */
  readonly isOperators: boolean;
  readonly facts: RuleFacts;
  readonly text: RuleText;
}

/** The reading of the first rule that fits, and what is to be said of the rule that was to. */
export interface RuleChoice {
  readonly reading: RuleReading | undefined;
  readonly use: SiteRuleUse;
}

const NONE: SiteRuleUse = { kind: 'none' };

const isWithin = ({ validFrom = '', validUntil = '9999' }: SiteLayout, at: Date): boolean => {
  const day = at.toISOString().slice(0, 10);
  return day >= validFrom && day <= validUntil;
};

/** A layout is tried where the page was fetched or published in its time: sites keep old pages in their old layout. */
const dropUndue = (
  layouts: readonly SiteLayout[],
  dates: readonly (Date | undefined)[],
): readonly SiteLayout[] => {
  const known = dates.filter((date) => date !== undefined);
  return known.length === 0
    ? layouts
    : layouts.filter((layout) => known.some((date) => isWithin(layout, date)));
};

const toReadingRule = (site: SiteRule, layout: SiteLayout): ReadingRule => ({
  name: `site:${site.id}`,
  zone: site.zone,
  body: layout.body,
  remove: layout.remove ?? [],
  title: layout.title,
  date: layout.date,
  section: layout.section,
  author: layout.author,
  sectionPath: site.sectionPath,
});

/** The operator's rule as one that can read. */
export const toOperatorRule = (rule: FeedPageRule, zone: string): ReadingRule => ({
  ...{ name: `site:feed/${rule.feed}`, zone, body: rule.body, remove: rule.remove },
  ...{ title: rule.title, date: rule.date, section: undefined, author: undefined, sectionPath: undefined },
});

/** The rules for a page in the order they are tried: the operator's, then the layouts of its site. */
const listRules = (
  site: SiteRule | undefined,
  hints: RuleHints,
  toPublishedAt: () => Date | undefined,
): readonly { readonly rule: ReadingRule; readonly isOperators: boolean }[] => {
  const { rule, zone } = hints;
  const layouts =
    site === undefined || site.layouts.length < 2
      ? (site?.layouts ?? [])
      : dropUndue(site.layouts, [hints.now, toPublishedAt()]);
  return [
    ...(rule === undefined || rule.body.length === 0
      ? []
      : [{ rule: toOperatorRule(rule, zone), isOperators: true }]),
    ...(site === undefined
      ? []
      : layouts.map((layout) => ({ rule: toReadingRule(site, layout), isOperators: false }))),
  ];
};

/** Whether any rule may be tried with a page, so that its tree must answer selectors. */
export const hasRules = (url: string, hints: RuleHints): boolean =>
  hints.rule !== undefined || (hints.siteRules && findSite(url) !== undefined);

/** Reads a page by the first of its rules that finds a text; `toPublishedAt` gives what the page states of itself. */
export const chooseReading = (
  $: Query,
  url: string,
  hints: RuleHints,
  toPublishedAt: () => Date | undefined,
): RuleChoice => {
  const site = hints.siteRules ? findSite(url) : undefined;
  const rules = listRules(site, hints, toPublishedAt);
  // Of a site whose layouts are all out of date a rule is missing as much as of one whose layout changed.
  const name = rules[0]?.rule.name ?? (site === undefined ? undefined : `site:${site.id}`);
  if (name === undefined) return { reading: undefined, use: NONE };
  const missed: SiteRuleUse = { kind: 'missed', rule: name, missing: ['body'] };
  for (const { rule, isOperators } of rules) {
    const text = readBody($, rule);
    if (text === undefined) continue;
    const facts = readFacts($, rule, url, hints.now);
    const matched: SiteRuleUse = { kind: 'matched', rule: rule.name, missing: facts.missing };
    return {
      reading: { rule, isOperators, facts, text },
      use: rule.name === name ? matched : missed,
    };
  }
  return { reading: undefined, use: missed };
};
