import type { Command } from 'commander';
import { toPageRuleLines, type WrittenPageRule } from '../config/site-rule.ts';
import { type ExtractHints, extractArticle } from '../extract/article.ts';
import { compareTexts } from '../extract/compare.ts';
import type { Article, ExtractOutcome, PageRule, SiteRuleUse } from '../model.ts';

/** Characters shown of a paragraph: enough to know it again. */
const SHOWN_CHARS = 100;
/** Paragraphs shown that only one of the readings has. */
const SHOWN_PARAGRAPHS = 3;

const add = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** The options by which a rule is tried before it is written. */
export const addRuleOptions = (command: Command): Command =>
  command
    .option('--body <selector>', 'try a rule: the text, a CSS selector; again for one more to be tried', add)
    .option('--remove <selector>', 'try a rule: what in the text is none; again for more', add)
    .option('--title <selector>', 'try a rule: the title')
    .option('--date <selector>', 'try a rule: the date');

/** The rule in the options as feeds.yaml would have it, keys that are not given left out. */
export const toWrittenRule = ({ body, remove, title, date }: WrittenPageRule): WrittenPageRule =>
  Object.fromEntries(
    Object.entries({ body, remove, title, date }).filter(([, value]) => value !== undefined),
  );

const describeUse = (use: SiteRuleUse): string => {
  if (use.kind === 'none') return 'no rule for this page; --body SELECTOR tries one';
  const parts = use.missing.join(', ');
  if (use.kind === 'missed') return `rule ${use.rule} did not fit: it found no ${parts}`;
  return `rule ${use.rule} fits${parts === '' ? '' : `, but found no ${parts}`}`;
};

const quote = (text: string | undefined): string => {
  if (text === undefined || text === '') return '(none)';
  const line = text.replace(/\s+/g, ' ');
  return `“${line.length > SHOWN_CHARS ? `${line.slice(0, SHOWN_CHARS)}…` : line}”`;
};

const toLines = (name: string, ruled: string, general: string): readonly string[] =>
  ruled === general
    ? [`  ${name.padEnd(8)}both: ${ruled}`]
    : [`  ${name.padEnd(8)}rule: ${ruled}`, `  ${' '.repeat(8)}general: ${general}`];

const toSize = ({ text }: Article): string =>
  `${text.length} characters in ${text.split('\n\n').length} paragraphs`;

const toShown = (who: string, paragraphs: readonly string[]): readonly string[] => {
  const more = paragraphs.length - SHOWN_PARAGRAPHS;
  return [
    ...paragraphs.slice(0, SHOWN_PARAGRAPHS).map((paragraph) => `  only ${who}: ${quote(paragraph)}`),
    ...(more > 0 ? [`  and ${more} more only ${who}`] : []),
  ];
};

const compare = (ruled: Article, general: Article): readonly string[] => {
  const { shared, onlyFirst, onlySecond } = compareTexts(ruled.text, general.text);
  const [first, second] = [ruled.text.split('\n\n'), general.text.split('\n\n')];
  const toDate = ({ publishedAt }: Article): string => publishedAt?.toISOString() ?? '(none)';
  return [
    ...toLines('title', quote(ruled.title), quote(general.title)),
    ...toLines('date', toDate(ruled), toDate(general)),
    ...toLines('section', quote(ruled.section), quote(general.section)),
    ...toLines('text', toSize(ruled), toSize(general)),
    ...toLines('first', quote(first[0]), quote(second[0])),
    ...toLines('last', quote(first.at(-1)), quote(second.at(-1))),
    `  ${Math.floor(shared * 100)} % of the words are shared`,
    ...toShown('by the rule', onlyFirst),
    ...toShown('by the general extractor', onlySecond),
  ];
};

const NONE: SiteRuleUse = { kind: 'none' };

/** What the rule for a page gives beside what the general extractor gives; `outcome` is the page read with rules. */
export const describeRule = (
  outcome: ExtractOutcome,
  html: string,
  url: string,
  hints: ExtractHints,
): readonly string[] => {
  const use = outcome.kind === 'extracted' ? outcome.article.siteRule : (outcome.siteRule ?? NONE);
  if (use.kind !== 'matched' || outcome.kind === 'failed') return [describeUse(use)];
  const general = extractArticle(html, url, { ...hints, siteRules: false, rule: undefined });
  return [
    `${describeUse(use)}; beside the general extractor:`,
    ...(general.kind === 'extracted'
      ? compare(outcome.article, general.article)
      : [`  which finds no article: ${general.detail}`]),
  ];
};

/** The lines that keep a tried rule. */
export const describeRuleConfig = (rule: PageRule): readonly string[] => [
  'to keep this rule, add to the feed in config/feeds.yaml:',
  ...toPageRuleLines(rule).map((line) => `    ${line}`),
];
