import { type RawBuilder, sql } from 'kysely';
import type { ItemId, Tag, TagId } from '../model.ts';
import { toJsonText } from './json-text.ts';
import type { Database } from './schema.ts';

/** All the tags an item is to bear from now on. */
export interface ItemTags {
  readonly id: ItemId;
  readonly tags: readonly Tag[];
}

/** Which of an item's tags a saving decides on; the others stay as they are. */
export type TagScope = 'all' | readonly TagId[];

/**
 * Makes the items bear exactly these tags of the scope, in a transaction of the caller's. What is no longer given
 * becomes history with `until`; what another rule gives now becomes history without its evidence and begins anew by
 * that rule; the others get the newest score and evidence and keep their `since`.
 */
export async function saveTags(
  db: Database,
  items: readonly ItemTags[],
  now: Date,
  scope: TagScope = 'all',
): Promise<void> {
  if (items.length === 0 || scope.length === 0) return;
  const given = toGiven(items);
  // Not `tag = any`: the few items are found by their ids, and the index of a tag's newest items is no way to them.
  const decided = scope === 'all' ? sql`true` : sql`array_position(${scope}::text[], tag) is not null`;
  await sql`update item_tags set until = ${now}
    where until is null and item_id = any(${items.map((item) => item.id)}::bigint[]) and ${decided}
      and not exists (select from ${given} where given.item_id = item_tags.item_id and given.tag = item_tags.tag)`.execute(
    db,
  );
  if (items.every((item) => item.tags.length === 0)) return;
  await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since, until)
    select former.item_id, former.tag, former.ordered_at, former.score, former.given_by, '[]', former.rule_hash,
      former.since, ${now}
    from ${given} join item_tags former on former.item_id = given.item_id and former.tag = given.tag
    where former.until is null and former.rule_hash <> given.rule_hash`.execute(db);
  await sql`insert into item_tags (item_id, tag, ordered_at, score, given_by, evidence, rule_hash, since)
    select given.item_id, given.tag, items.ordered_at, given.score, given.given_by, given.evidence, given.rule_hash, ${now}
    from ${given} join items on items.id = given.item_id
    order by given.item_id, given.tag
    on conflict (item_id, tag) where until is null do update set
      score = excluded.score, given_by = excluded.given_by, evidence = excluded.evidence, rule_hash = excluded.rule_hash,
      since = case when item_tags.rule_hash = excluded.rule_hash then item_tags.since else excluded.since end
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
