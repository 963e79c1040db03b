import { type Kysely, sql } from 'kysely';

/**
 * An item's changes are found by the item: they are the version of what is served of it. So a change is noted too where
 * a page read again gives the same text with other markup, picture or authors, or fails for another reason.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index item_changes_item on item_changes (item_id, change)`.execute(db);
  await sql.raw(NOTE_CHANGED_ITEMS).execute(db);
}

const SEEN = [
  'changed_at',
  'title',
  'language',
  'read_state',
  'read_failure',
  'read_detail',
  'extracted_by',
  'confidence',
];
const seenOf = (row: string): string => SEEN.map((column) => `${row}.${column}`).join(', ');

// Long values are compared only where a page was read: most updates of items are not of that kind.
const NOTE_CHANGED_ITEMS = `create or replace function note_changed_items() returns trigger language plpgsql as $$
  begin
    insert into item_changes (change, item_id)
      select pg_current_xact_id(), latter.id from latter join former on former.id = latter.id
      where (${seenOf('latter')}) is distinct from (${seenOf('former')})
        or latter.read_at is distinct from former.read_at
          and (latter.html, latter.article) is distinct from (former.html, former.article)
      on conflict do nothing;
    return null;
  end $$`;
