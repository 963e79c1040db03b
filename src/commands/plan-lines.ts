import type { PlanJson } from './plan-json.ts';
import { toRetaggingLine } from './retagging-line.ts';

/** Longer values are cut: what they are stands in the files. */
const MAX_VALUE_LENGTH = 120;
const MAX_TITLE_LENGTH = 100;

/** A plan as lines for people. */
export function toPlanLines(plan: PlanJson, now: Date): readonly string[] {
  const { feeds, publishers, topics, searches } = plan;
  const against = plan.revision === null ? 'nothing is applied yet' : `against revision ${plan.revision}`;
  return [
    plan.changed ? `changes ${against}:` : `no changes ${against}`,
    ...toSection('feed', { ...feeds, removed: feeds.archived }, 'archived; its items stay'),
    ...toSection('publisher', publishers, 'removed'),
    ...toSection('search', searches, 'removed'),
    ...plan.settings.map(({ key, from, to }) => `~ setting ${key}: ${toValue(from)} → ${toValue(to)}`),
    ...toSection('topic', topics, 'removed'),
    ...toTagSection(plan),
    ...plan.held.map((reason) => `held back: ${reason}; \`topicwire apply --force\` applies it`),
    ...(plan.retagging === null ? [] : [toRetaggingLine(plan.retagging, now)]),
  ];
}

function toSection(
  name: string,
  { added, changed, removed }: PlanJson['publishers'],
  gone: string,
): readonly string[] {
  const describe = ({ id, ...rest }: PlanJson['publishers']['added'][number]): string =>
    typeof rest['url'] === 'string' ? `${id} ${rest['url']}` : id;
  return [
    ...added.map((entry) => `+ ${name} ${describe(entry)}`),
    ...changed.flatMap(({ id, keys }) => [
      `~ ${name} ${id}`,
      ...keys.map(({ key, from, to }) => `    ${key}: ${toValue(from)} → ${toValue(to)}`),
    ]),
    ...removed.map((entry) => `- ${name} ${describe(entry)} (${gone})`),
  ];
}

const toValue = (value: unknown): string =>
  value === null || value === undefined ? 'none' : cut(JSON.stringify(value), MAX_VALUE_LENGTH);

function toTagSection({ items, tags }: PlanJson): readonly string[] {
  if (items === 0 || tags.length === 0) return [];
  return [
    `of ${items} stored items:`,
    ...tags.flatMap(({ tag, before, after, gains, losses, ...examples }) => [
      `  ${tag}: ${gains} gain it, ${losses} lose it (${before} → ${after})`,
      ...examples.gain_examples.map((example) => `    + ${toExample(example)}`),
      ...examples.loss_examples.map((example) => `    - ${toExample(example)}`),
    ]),
  ];
}

const toExample = ({ id, title, url }: PlanJson['tags'][number]['gain_examples'][number]): string =>
  [id, cut(title ?? 'without a title', MAX_TITLE_LENGTH), url ?? ''].join('  ').trimEnd();

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}…`;
