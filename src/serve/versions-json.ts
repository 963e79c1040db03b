import type { ItemId } from '../model.ts';
import type { ItemHistory, ItemVersion, Said } from '../store/versions.ts';
import { type Run, toDifference } from '../text/difference.ts';
import { toPlainText } from '../text/html.ts';
import type { VersionsJson } from './history-schemas.ts';
import { toTime } from './item-json.ts';

type Version = VersionsJson['versions'][number];
type Change = Version['changes'][number];

/** What stayed is shown so far on either side of a change. */
const CONTEXT_CHARS = 80;

/** An item's former versions with their differences, as the API gives them. */
export const toVersionsJson = (id: ItemId, history: ItemHistory): VersionsJson => ({
  id,
  versions: history.versions.map(toVersion),
  versions_omitted: history.omitted,
  page_unchanged_at: toTime(history.pageUnchangedAt),
});

function toVersion({ replacedAt, former, latter }: ItemVersion): Version {
  const [before, after] = [toFields(former), toFields(latter)];
  const changes = before.flatMap(([field, text], at): readonly Change[] => {
    const runs = toDifference(text, after[at]?.[1] ?? '');
    if (runs.every(({ kind }) => kind === 'same')) return [];
    return [
      {
        field,
        added_chars: countChars(runs, 'added'),
        removed_chars: countChars(runs, 'removed'),
        runs: runs.map((run, place) => shortenRun(run, place === 0, place === runs.length - 1)),
      },
    ];
  });
  return { part: former.part, replaced_at: replacedAt.toISOString(), changes };
}

/** The fields of a part in an order of their own, as plain text. */
const toFields = (said: Said): readonly (readonly [Change['field'], string])[] =>
  said.part === 'article'
    ? [['text', said.text ?? '']]
    : [
        ['title', said.title ?? ''],
        ['summary', toPlainText(said.summaryHtml ?? '')],
        ['content', toPlainText(said.contentHtml ?? '')],
      ];

const countChars = (runs: readonly Run[], kind: Run['kind']): number =>
  runs.reduce((sum, run) => sum + (run.kind === kind ? run.text.length : 0), 0);

/** Long stretches that stayed are cut: at the text's ends from outside, else in the middle. */
function shortenRun({ kind, text }: Run, isFirst: boolean, isLast: boolean): Run {
  const shown = (isFirst ? 0 : CONTEXT_CHARS) + (isLast ? 0 : CONTEXT_CHARS);
  if (kind !== 'same' || text.length <= shown + CONTEXT_CHARS) return { kind, text };
  const head = isFirst ? '' : text.slice(0, CONTEXT_CHARS);
  const tail = isLast ? '' : text.slice(-CONTEXT_CHARS);
  return { kind, text: `${head}…${tail}`.toWellFormed() };
}
