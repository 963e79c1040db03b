import type { ItemId, TagId } from '../model.ts';
import { parseTagId } from '../model.ts';
import { toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** A time in which an item bore a tag by one rule. */
export interface TagSpan {
  readonly tag: TagId;
  readonly ruleHash: string;
  /** The last score by that rule. */
  readonly score: number;
  readonly since: Date;
  /** Undefined while it bears it. */
  readonly until: Date | undefined;
}

/** Spans given at most: an item of many years has few hundred. */
const MAX_SPANS = 500;

/** Which tags an item bears and bore, since when until when and by which rule; the newest first. */
export async function loadTagHistory(db: Database, id: ItemId): Promise<readonly TagSpan[]> {
  const rows = await db
    .selectFrom('item_tags')
    .select(['tag', 'rule_hash', 'score', 'since', 'until'])
    .where('item_id', '=', id)
    .orderBy('since', 'desc')
    .orderBy('until', (order) => order.desc().nullsFirst())
    .orderBy('tag')
    .limit(MAX_SPANS)
    .execute();
  return rows.flatMap(({ tag: text, rule_hash: ruleHash, score, since, until }) => {
    const tag = parseTagId(text);
    return tag === undefined ? [] : [{ tag, ruleHash, score, since, until: toOptional(until) }];
  });
}
