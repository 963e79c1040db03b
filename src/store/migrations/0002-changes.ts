import { type Kysely, sql } from 'kysely';

/** What changed after what, so that a consumer can keep its own copy of the items. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** What a consumer sees of an item besides its tags and feeds; a changed entry or text moves changed_at. */
const SEEN = ['changed_at', 'title', 'language', 'read_state', 'read_failure', 'extracted_by', 'confidence'];
const seenOf = (row: string): string => SEEN.map((column) => `${row}.${column}`).join(', ');

const note = (
  name: string,
  items: string,
): string => `create function ${name}() returns trigger language plpgsql as $$
  begin
    insert into item_changes (change, item_id) select pg_current_xact_id(), id from (${items}) as noted (id)
      on conflict do nothing;
    return null;
  end $$`;

const trigger = (name: string, event: string, table: string, tables: string, noted: string): string =>
  `create trigger ${name} after ${event} on ${table} referencing ${tables} for each statement execute function ${noted}()`;

const STATEMENTS = [
  // Rows are only ever added, so that noting a change waits for nobody. The transaction's number orders them: a reader
  // stops before the oldest transaction still under way, and so misses none that commits late. An item that is noted and
  // no longer there was removed.
  `create table item_changes (
    change xid8 not null,
    item_id bigint not null,
    primary key (change, item_id)
  )`,
  // By triggers, so that no writer can forget it.
  note('note_added_items', 'select id from added'),
  note(
    'note_changed_items',
    `select latter.id from latter join former on former.id = latter.id
      where (${seenOf('latter')}) is distinct from (${seenOf('former')})`,
  ),
  note('note_removed_items', 'select id from removed'),
  note('note_linked_items', 'select item_id from added'),
  trigger('items_added', 'insert', 'items', 'new table as added', 'note_added_items'),
  trigger(
    'items_changed',
    'update',
    'items',
    'old table as former new table as latter',
    'note_changed_items',
  ),
  trigger('items_removed', 'delete', 'items', 'old table as removed', 'note_removed_items'),
  trigger('item_feeds_added', 'insert', 'item_feeds', 'new table as added', 'note_linked_items'),
  trigger('item_tags_added', 'insert', 'item_tags', 'new table as added', 'note_linked_items'),
  trigger('item_tags_changed', 'update', 'item_tags', 'new table as added', 'note_linked_items'),
];
