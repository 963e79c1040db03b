import { sql } from 'kysely';
import { type ItemId, parseTagId, type Tag, type Taggable, type TagId } from '../model.ts';
import { toFeedId, toItemId, toOptional } from './rows.ts';
import type { Database } from './schema.ts';
import { saveTags, type TagScope } from './tags.ts';

/** Where a walk over the items has come to, newest first; to be handed back for the next page. */
export interface ItemPosition {
  /** `ordered_at` as PostgreSQL writes it, to the microsecond. */
  readonly at: string;
  readonly id: ItemId;
}

/** What is to become of the tags of an item. */
export interface NewTags {
  readonly tags: readonly Tag[];
  readonly scope: TagScope;
}

export interface RetagRequest {
  /** Items whose last tagger has another hash are tagged again. */
  readonly taggerHash: string;
  /** The revision of that tagger: where a newer one is applied, nothing is done. Undefined takes it for the newest. */
  readonly revision: number | undefined;
  readonly limit: number;
  /** The `next` of the page before; undefined begins at the newest, which also takes up a retagging that was cut off. */
  readonly after: ItemPosition | undefined;
  readonly now: Date;
  /** How items are tagged that a tagger of this hash, or none, tagged last; `db` is the page's own transaction. */
  readonly toRetag: (db: Database, taggedBy: string | undefined) => Promise<(item: Taggable) => NewTags>;
}

/** What a page came to. */
export type RetagPage =
  | { readonly kind: 'tagged'; readonly tagged: number; readonly next: ItemPosition | undefined }
  /** A newer revision is applied: another worker may tag by it already, and must not be undone. */
  | { readonly kind: 'behind' };

/**
 * Tags one page of items anew in one transaction, newest first, leaving out those another worker has in hand and those
 * a reading will tag. `next` is undefined once all are done.
 */
export async function retagPage(db: Database, request: RetagRequest): Promise<RetagPage> {
  return db.transaction().execute(async (transaction) => {
    const page = await lockPage(transaction, request);
    // After the rows are locked: whoever applies from now on finds them tagged by this revision and tags them again.
    if (!(await isNewest(transaction, request.revision))) return { kind: 'behind' };
    for (const group of await groupByTagger(transaction, page, request))
      await saveTags(transaction, group.items, request.now, group.scope);
    await sql`update items set tagged_by = ${request.taggerHash}
      where id = any(${page.map(({ id }) => id)}::bigint[])`.execute(transaction);
    if (page.length > 0)
      await sql`update retaggings set done = done + ${page.length}
        where tagger_hash = ${request.taggerHash}`.execute(transaction);
    const last = page.at(-1);
    const next =
      last === undefined || page.length < request.limit
        ? undefined
        : { at: last.ordered_at, id: toItemId(last.id) };
    return { kind: 'tagged', tagged: page.length, next };
  });
}

async function isNewest(db: Database, revision: number | undefined): Promise<boolean> {
  if (revision === undefined) return true;
  const { rows } = await sql`select from revisions where id > ${revision} limit 1`.execute(db);
  return rows.length === 0;
}

interface Group {
  readonly scope: TagScope;
  readonly items: readonly { readonly id: ItemId; readonly tags: readonly Tag[] }[];
}

/** Items last tagged by the same tagger share what is to be decided, and one saving. */
async function groupByTagger(
  db: Database,
  page: readonly PageRow[],
  request: RetagRequest,
): Promise<readonly Group[]> {
  const groups: Group[] = [];
  for (const taggedBy of new Set(page.map((row) => row.tagged_by))) {
    const retag = await request.toRetag(db, toOptional(taggedBy));
    const items = page
      .filter((row) => row.tagged_by === taggedBy)
      .map((row) => ({ id: toItemId(row.id), ...retag(toTaggable(row)) }));
    groups.push({ scope: items[0]?.scope ?? 'all', items });
  }
  return groups;
}

interface PageRow {
  readonly id: number;
  readonly ordered_at: string;
  readonly tagged_by: string | null;
  readonly language: string;
  readonly title: string | null;
  readonly text: string | null;
  readonly categories: readonly string[];
  readonly url: string | null;
  readonly feeds: readonly string[];
}

const COLUMNS = sql`id, ordered_at::text as ordered_at, tagged_by, language, title, text, categories, url,
  array(select feed_id from item_feeds where item_id = items.id order by feed_id) as feeds`;
/** Items that were read, or tagged before they are read again. */
const TAGGED = sql`(read_state <> 'pending' or tagged_by is not null)`;
const toRest = (after: ItemPosition | undefined) =>
  after === undefined ? sql`true` : sql`(ordered_at, id) < (${after.at}::timestamptz, ${after.id}::bigint)`;

async function lockPage(db: Database, request: RetagRequest): Promise<readonly PageRow[]> {
  const { rows } = await sql<PageRow>`select ${COLUMNS} from items
    where tagged_by is distinct from ${request.taggerHash} and ${TAGGED} and ${toRest(request.after)}
    order by items.ordered_at desc, id desc limit ${request.limit} for no key update skip locked`.execute(db);
  return rows;
}

/** How many items another tagger tagged last; reads every item once. */
export async function countToRetag(db: Database, taggerHash: string): Promise<number> {
  const { rows } = await sql<{ items: number }>`select count(*) as items from items
    where tagged_by is distinct from ${taggerHash} and ${TAGGED}`.execute(db);
  return rows[0]?.items ?? 0;
}

/** A stored item as a plan tries it. */
export interface TriedItem {
  readonly id: ItemId;
  readonly title: string | undefined;
  readonly url: string | undefined;
  readonly taggable: Taggable;
  /** Which of the tags asked for it bears. */
  readonly borne: readonly TagId[];
}

/**
 * A page of the items that a retagging would tag, newest first, with those of `tags` that each bears; locks nothing. By
 * the time as well, since the index of a tag's newest items would else be read through for each item.
 */
export async function readPage(
  db: Database,
  page: {
    readonly tags: readonly TagId[];
    readonly after: ItemPosition | undefined;
    readonly limit: number;
  },
): Promise<{ readonly items: readonly TriedItem[]; readonly next: ItemPosition | undefined }> {
  const { rows } = await sql<PageRow & { readonly borne: readonly string[] }>`select ${COLUMNS},
      array(select tag from item_tags where item_id = items.id and item_tags.ordered_at = items.ordered_at
        and until is null and tag = any(${page.tags}::text[])) as borne
    from items where ${TAGGED} and ${toRest(page.after)}
    order by items.ordered_at desc, id desc limit ${page.limit}`.execute(db);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => ({
      ...{ id: toItemId(row.id), title: toOptional(row.title), url: toOptional(row.url) },
      taggable: toTaggable(row),
      borne: row.borne.map(parseTagId).filter((tag) => tag !== undefined),
    })),
    next:
      last === undefined || rows.length < page.limit
        ? undefined
        : { at: last.ordered_at, id: toItemId(last.id) },
  };
}

/** How many items a retagging would tag, up to `most`. */
export async function countTagged(db: Database, most: number): Promise<number> {
  const { rows } = await sql<{ items: number }>`select count(*) as items
    from (select from items where ${TAGGED} limit ${most}) as first`.execute(db);
  return rows[0]?.items ?? 0;
}

const toTaggable = (row: PageRow): Taggable => ({
  language: row.language,
  title: row.title ?? '',
  text: row.text ?? '',
  categories: row.categories,
  url: toOptional(row.url),
  feeds: row.feeds.map(toFeedId),
});
