import type { PageRule, Problem } from '../model.ts';
import { findSelectorFault, isWholePage } from '../text/selector.ts';
import { type Listed, parsed } from './shape.ts';

/** A feed's rule for its pages as written: CSS selectors, all of it optional. */
export interface WrittenPageRule {
  readonly body?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly title?: string | undefined;
  readonly date?: string | undefined;
}

const KEYS: readonly (keyof WrittenPageRule)[] = ['body', 'remove', 'title', 'date'];

/** Layouts differ by year and section, seldom more; each entry of a list may hold alternatives of its own. */
const MAX_SELECTORS = 20;

const toTexts = (value: unknown): readonly string[] | undefined => {
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  const strings = texts.filter((text) => typeof text === 'string').map((text) => text.trim());
  return strings.length === texts.length && texts.length > 0 && texts.length <= MAX_SELECTORS
    ? strings
    : undefined;
};

const LIST = `a CSS selector, or a list of 1 to ${MAX_SELECTORS}`;

const findFault = (texts: readonly string[]): string | undefined =>
  texts
    .map((text) => ({ text, fault: findSelectorFault(text) }))
    .flatMap(({ text, fault }) =>
      fault === undefined ? [] : [texts.length === 1 ? fault : `${JSON.stringify(text)} to be ${fault}`],
    )[0];

const selectors = parsed(
  (value) => {
    const texts = toTexts(value);
    return texts === undefined || findFault(texts) !== undefined ? undefined : texts;
  },
  (value) => {
    const texts = toTexts(value);
    return (texts === undefined ? undefined : findFault(texts)) ?? LIST;
  },
);

const selector = parsed(
  (value) => (typeof value === 'string' && findSelectorFault(value) === undefined ? value.trim() : undefined),
  (value) => (typeof value === 'string' ? findSelectorFault(value) : undefined) ?? 'a CSS selector',
);

/** The keys of a feed that say how the pages of its items are read. */
export const PAGE_RULE_SCHEMAS = {
  body: selectors.optional(),
  remove: selectors.optional(),
  title: selector.optional(),
  date: selector.optional(),
};

/** The rule of a feed, or nothing where none of its keys is written. */
export const toPageRule = ({
  body,
  remove,
  title,
  date,
}: WrittenPageRule): { readonly pageRule?: PageRule } =>
  [body, remove, title, date].every((part) => part === undefined)
    ? {}
    : { pageRule: { body: body ?? [], remove: remove ?? [], title, date } };

/** A rule as feeds.yaml spells it; a part that is not written is undefined. */
export const toPageRuleJson = (rule: PageRule | undefined): WrittenPageRule => ({
  body: rule === undefined || rule.body.length === 0 ? undefined : rule.body,
  remove: rule === undefined || rule.remove.length === 0 ? undefined : rule.remove,
  title: rule?.title,
  date: rule?.date,
});

/** A rule as lines of YAML below its feed. */
export const toPageRuleLines = (rule: PageRule): readonly string[] => {
  const written = toPageRuleJson(rule);
  return KEYS.flatMap((key) => {
    const value = written[key];
    if (value === undefined) return [];
    const texts = (typeof value === 'string' ? [value] : value).map((text) => JSON.stringify(text));
    return [`${key}: ${texts.length > 1 ? `[${texts.join(', ')}]` : texts[0]}`];
  });
};

/** Rules that would leave nothing of a page, or are for pages that are not read. */
export const findPageRuleMistakes = (
  feeds: readonly Listed<WrittenPageRule & { readonly read: 'page' | 'feed' | undefined }>[],
): readonly Problem[] =>
  feeds.flatMap(({ index, value }) => {
    const whole = value.remove?.find(isWholePage);
    const key = KEYS.find((name) => value[name] !== undefined);
    return [
      ...(whole === undefined
        ? []
        : [
            {
              path: ['feeds', index, 'remove'],
              value: whole,
              expected: 'selectors of parts: this one leaves nothing of the page',
            },
          ]),
      ...(key !== undefined && value.read === 'feed'
        ? [
            {
              path: ['feeds', index, key],
              value: undefined,
              expected: `no ${key} beside "read: feed", which reads no pages`,
            },
          ]
        : []),
    ];
  });
