/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { VersionsJson } from '../history-schemas.ts';
import { shorten } from '../summary.ts';
import { OwnLink } from './link.tsx';
import { Moment } from './times.tsx';

type Version = VersionsJson['versions'][number];
type Run = Version['changes'][number]['runs'][number];

/** Versions on an item's page; the API has more. */
export const VERSIONS_ON_PAGE = 5;
/** UTF-16 units of differences in all, and of one run: the page stays under 100 KB. */
const MAX_CHARS = 1_500;
const MAX_RUN_CHARS = 300;

interface VersionsProps {
  readonly history: VersionsJson;
  readonly lang: string | undefined;
}

/** What the item said before, the newest version first: what was taken out and what was put in. */
export const Versions = ({ history, lang }: VersionsProps) => {
  const { versions } = history;
  if (versions.length === 0) return null;
  const older = versions.length - VERSIONS_ON_PAGE + history.versions_omitted;
  let left = MAX_CHARS;
  const shown = versions.slice(0, VERSIONS_ON_PAGE).map((version) => {
    const [changes, rest] = cutChanges(version.changes, left);
    left = rest;
    return { ...version, changes };
  });
  return (
    <section class="versions" aria-labelledby="versions-title">
      <h2 id="versions-title">What changed</h2>
      <ol>
        {shown.map((version) => (
          <li>
            <p>
              <Moment time={new Date(version.replaced_at)} />:{' '}
              {version.part === 'entry' ? 'the feed changed its words' : 'the page changed its text'}
            </p>
            <Changes version={version} lang={lang} />
          </li>
        ))}
      </ol>
      <p class="onward">
        <OwnLink href={`/api/v1/items/${history.id}/versions`}>
          {older > 0 ? `All differences, and ${older} older ones` : 'All differences in full'}
        </OwnLink>
      </p>
    </section>
  );
};

const Changes = ({ version, lang }: { readonly version: Version; readonly lang: string | undefined }) =>
  version.changes.length === 0 ? (
    <p>Nothing that is shown here: markup, labels or authors.</p>
  ) : (
    version.changes.map(({ field, runs }) => (
      <p class="change">
        <span class="field">{field}: </span>
        <span lang={lang} dir="auto">
          {runs.map(({ kind, text }) =>
            kind === 'same' ? text : kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>,
          )}
        </span>
      </p>
    ))
  );

/** The changes as far as so many units of text go, and the units left. */
function cutChanges(
  changes: Version['changes'],
  chars: number,
): readonly [changes: Version['changes'], left: number] {
  let left = chars;
  const cut = changes.map((change) => ({
    ...change,
    runs: change.runs.flatMap((run): Run[] => {
      if (left <= 0) return [];
      const text = shorten(run.text, Math.min(MAX_RUN_CHARS, left));
      left -= text.length;
      return [{ kind: run.kind, text }];
    }),
  }));
  return [cut, left];
}
