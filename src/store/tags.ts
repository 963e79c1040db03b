import { type RawBuilder, sql } from 'kysely';
import type { ItemId, Tag, Taggable } from '../model.ts';
import { toJsonText } from './json-text.ts';
import { toFeedId, toItemId, toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** All the tags an item is to bear from now on. */
export interface ItemTags {
  readonly id: ItemId;
  readonly tags: readonly Tag[];
}

/**
 * Makes the items bear exactly these tags, in a transaction of the caller's: tags no longer given become history with
 * `until`, new ones begin now, the others get the newest score, evidence and rule and keep their `since`.
 */
export async function saveTags(db: Database, items: readonly ItemTags[], now: Date): Promise<void> {
  if (items.length === 0) return;
  const given = toGiven(items);
  await sql`update item_tags set until = ${now}
    where until is null and item_id = any(${items.map((item) => item.id)}::bigint[])
      and not exists (select from ${given} where given.item_id = item_tags.item_id and given.tag = item_tags.tag)`.execute(
    db,
  );
  if (items.every((item) => item.tags.length === 0)) return;
  await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
    select given.item_id, given.tag, items.ordered_at, given.score, given.given_by, given.evidence, given.rule_hash, ${now}
    from ${given} join items on items.id = given.item_id
    order by given.item_id, given.tag
    on conflict (item_id, tag) where until is null do update set
      score = excluded.score, given_by = excluded.given_by, evidence = excluded.evidence, rule_hash = excluded.rule_hash
    where (item_tags.score, item_tags.given_by, item_tags.evidence, item_tags.rule_hash)
      is distinct from (excluded.score, excluded.given_by, excluded.evidence, excluded.rule_hash)`.execute(
    db,
  );
}

function toGiven(items: readonly ItemTags[]): RawBuilder<unknown> {
  const rows = items.flatMap(({ id, tags }) =>
    tags.map((tag) => ({
      item_id: id,
      tag: tag.tag,
      score: tag.score,
      given_by: tag.givenBy,
      evidence: tag.evidence,
      rule_hash: tag.ruleHash,
    })),
  );
  return sql`jsonb_to_recordset(${toJsonText(rows)}::jsonb)
    as given (item_id bigint, tag text, score real, given_by text, evidence jsonb, rule_hash text)`;
}

/** Where a retagging has come to, newest first; to be handed back for the next page. */
export interface RetagPosition {
  /** `ordered_at` as PostgreSQL writes it, to the microsecond. */
  readonly at: string;
  readonly id: ItemId;
}

export interface RetagRequest {
  /** Items whose last tagger has another hash are tagged again. */
  readonly taggerHash: string;
  readonly limit: number;
  /** The `next` of the page before; undefined begins at the newest, which also takes up a retagging that was cut off. */
  readonly after: RetagPosition | undefined;
  readonly now: Date;
  readonly toTags: (item: Taggable) => readonly Tag[];
}

/**
 * Tags one page of items anew in one transaction, newest first, leaving out those another worker has in hand and those
 * a reading will tag. `next` is undefined once all are done.
 */
export async function retagPage(
  db: Database,
  request: RetagRequest,
): Promise<{ readonly tagged: number; readonly next: RetagPosition | undefined }> {
  return db.transaction().execute(async (transaction) => {
    const page = await lockPage(transaction, request);
    const tagged = page.map((row) => ({ id: toItemId(row.id), tags: request.toTags(toTaggable(row)) }));
    await saveTags(transaction, tagged, request.now);
    await sql`update items set tagged_by = ${request.taggerHash}
      where id = any(${tagged.map((item) => item.id)}::bigint[])`.execute(transaction);
    const last = page.at(-1);
    const next =
      last === undefined || page.length < request.limit
        ? undefined
        : { at: last.ordered_at, id: toItemId(last.id) };
    return { tagged: tagged.length, next };
  });
}

interface PageRow {
  readonly id: number;
  readonly ordered_at: string;
  readonly language: string;
  readonly title: string | null;
  readonly text: string | null;
  readonly categories: readonly string[];
  readonly url: string | null;
  readonly feeds: readonly string[];
}

async function lockPage(db: Database, request: RetagRequest): Promise<readonly PageRow[]> {
  const { after } = request;
  const rest =
    after === undefined ? sql`true` : sql`(ordered_at, id) < (${after.at}::timestamptz, ${after.id}::bigint)`;
  const { rows } = await sql<PageRow>`
    select id, ordered_at::text as ordered_at, language, title, text, categories, url,
      array(select feed_id from item_feeds where item_id = items.id order by feed_id) as feeds
    from items
    where tagged_by is distinct from ${request.taggerHash}
      and (read_state <> 'pending' or tagged_by is not null) and ${rest}
    order by items.ordered_at desc, id desc limit ${request.limit} for no key update skip locked`.execute(db);
  return rows;
}

const toTaggable = (row: PageRow): Taggable => ({
  language: row.language,
  title: row.title ?? '',
  text: row.text ?? '',
  categories: row.categories,
  url: toOptional(row.url),
  feeds: row.feeds.map(toFeedId),
});
