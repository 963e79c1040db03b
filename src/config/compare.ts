import type { RevisionJson } from './revision.ts';
import { isRecord } from './shape.ts';

/** A key of which two configs say different things; undefined where one says nothing. */
export interface KeyChange {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What became of one part of a config, by id. */
export interface EntryChanges {
  readonly added: readonly Entry[];
  readonly changed: readonly { readonly id: string; readonly keys: readonly KeyChange[] }[];
  readonly removed: readonly Entry[];
}

/** A feed, publisher, topic or search, as a revision keeps it. */
export interface Entry {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** All in which two configs differ. */
export interface ConfigChanges {
  readonly feeds: EntryChanges;
  readonly publishers: EntryChanges;
  readonly topics: EntryChanges;
  readonly searches: EntryChanges;
  readonly settings: readonly KeyChange[];
}

/** Compares two revisions' JSON; what is not there yet is compared as empty. */
export const compareRevisions = (before: RevisionJson, after: RevisionJson): ConfigChanges => ({
  feeds: compareEntries(before['feeds'], after['feeds']),
  publishers: compareEntries(before['publishers'], after['publishers']),
  topics: compareEntries(before['topics'], after['topics']),
  searches: compareEntries(before['searches'], after['searches']),
  settings: compareKeys(flatten(before['policy'], ''), flatten(after['policy'], '')),
});

/** Whether there is nothing in it. */
export const isUnchanged = ({ settings, ...parts }: ConfigChanges): boolean =>
  settings.length === 0 &&
  Object.values(parts).every(
    ({ added, changed, removed }) => added.length + changed.length + removed.length === 0,
  );

const compareEntries = (before: unknown, after: unknown): EntryChanges => {
  const [former, latter] = [toEntries(before), toEntries(after)];
  return {
    added: [...latter.values()].filter(({ id }) => !former.has(id)),
    removed: [...former.values()].filter(({ id }) => !latter.has(id)),
    changed: [...latter.values()].flatMap((entry) => {
      const known = former.get(entry.id);
      const keys = known === undefined ? [] : compareKeys(known, entry);
      return keys.length === 0 ? [] : [{ id: entry.id, keys }];
    }),
  };
};

const toEntries = (list: unknown): ReadonlyMap<string, Entry> =>
  new Map(
    (Array.isArray(list) ? list : []).flatMap((value: unknown) =>
      isRecord(value) && typeof value['id'] === 'string'
        ? [[value['id'], { ...value, id: value['id'] }] as const]
        : [],
    ),
  );

const compareKeys = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly KeyChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    toText(before[key]) === toText(after[key]) ? [] : [{ key, from: before[key], to: after[key] }],
  );

/** Nested settings by their dotted names, as README lists them. */
const flatten = (value: unknown, prefix: string): Readonly<Record<string, unknown>> =>
  isRecord(value)
    ? Object.assign(
        {},
        ...Object.entries(value).map(([key, inner]) =>
          flatten(inner, prefix === '' ? key : `${prefix}.${key}`),
        ),
      )
    : prefix === ''
      ? {}
      : { [prefix]: value };

/** JSON with sorted keys: their order is no difference. */
const toText = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
