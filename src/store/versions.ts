import { sql } from 'kysely';
import type { ItemId } from '../model.ts';
import { toOptional } from './rows.ts';
import type { Database } from './schema.ts';

/** What an item said in one of its parts; undefined where it said nothing. */
export type Said =
  | {
      readonly part: 'entry';
      readonly title: string | undefined;
      readonly summaryHtml: string | undefined;
      readonly contentHtml: string | undefined;
    }
  | { readonly part: 'article'; readonly text: string | undefined };

/** What an item said until then, and what it said next. */
export interface ItemVersion {
  readonly replacedAt: Date;
  readonly former: Said;
  readonly latter: Said;
}

export interface ItemHistory {
  /** The newest first. */
  readonly versions: readonly ItemVersion[];
  /** Older ones beyond those asked for. */
  readonly omitted: number;
  /** When the page was last asked for again and found to be the same. */
  readonly pageUnchangedAt: Date | undefined;
}

interface Row {
  readonly part: 'entry' | 'article';
  readonly replaced_at: Date;
  readonly title: string | null;
  readonly summary_html: string | null;
  readonly content_html: string | null;
  readonly text: string | null;
}

/** The newest of an item's former versions; undefined where there is no such item. */
export async function loadHistory(db: Database, id: ItemId, limit: number): Promise<ItemHistory | undefined> {
  const now = await sql<Omit<Row, 'part' | 'replaced_at'> & { unchanged_at: Date | null; versions: number }>`
    select title, summary_html, content_html, text, page_unchanged_at as unchanged_at,
      (select count(*) from item_versions where item_id = items.id) as versions
    from items where id = ${id}`.execute(db);
  const [item] = now.rows;
  if (item === undefined) return undefined;
  const { rows } =
    item.versions === 0
      ? { rows: [] }
      : await sql<Row>`select part, replaced_at, title, summary_html, content_html, text from item_versions
          where item_id = ${id} order by replaced_at desc, id desc limit ${limit}`.execute(db);
  const latter = { entry: toSaid('entry', item), article: toSaid('article', item) };
  const versions = rows.map((row): ItemVersion => {
    const version = {
      replacedAt: row.replaced_at,
      former: toSaid(row.part, row),
      latter: latter[row.part],
    };
    latter[row.part] = version.former;
    return version;
  });
  return {
    versions,
    omitted: item.versions - versions.length,
    pageUnchangedAt: toOptional(item.unchanged_at),
  };
}

const toSaid = (part: Row['part'], row: Omit<Row, 'part' | 'replaced_at'>): Said =>
  part === 'article'
    ? { part, text: toOptional(row.text) }
    : {
        ...{ part, title: toOptional(row.title) },
        ...{ summaryHtml: toOptional(row.summary_html), contentHtml: toOptional(row.content_html) },
      };
