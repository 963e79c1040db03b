import type { Condition, ItemQuery } from '../store/search.ts';
import { type Catalog, type TagLabels, toLanguageName, toPublisherName } from './catalog.ts';

/**
 * A query in words, for headings and feed titles: "Defence, Ukraine or Poland, not in Russian, “reactor”".
 * Times are left out: an age counts from now, and a title that moves would make a feed look changed.
 */
export function describeQuery(query: ItemQuery, catalog: Catalog, labels: TagLabels): string {
  const parts = [
    ...query.tags.map((each) => say(each, labels)),
    ...query.publishers.map((each) => say(each, (id) => toPublisherName(catalog, id))),
    ...query.feeds.map((each) => say(each, (id) => `feed ${id}`)),
    ...query.languages.map((each) => say(each, (language) => `in ${toLanguageName(language)}`)),
    ...(query.words === undefined ? [] : [`“${query.words}”`]),
  ];
  return parts.length === 0 ? 'All items' : parts.join(', ');
}

function say<Value extends string>(condition: Condition<Value>, toLabel: (value: Value) => string): string {
  return condition.kind === 'not'
    ? `not ${toLabel(condition.value)}`
    : condition.values.map(toLabel).join(' or ');
}
