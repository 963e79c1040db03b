import type { ColumnType, Generated, Kysely } from 'kysely';
import type { AccessTokensTable } from './token-schema.ts';

/** What every store function is given: the whole schema, over the embedded store or a server, or a transaction on it. */
export type Database = Kysely<Schema>;

/** jsonb: read as the parsed value, written as JSON text (the driver would turn a JS array into an SQL array). */
type Json = ColumnType<unknown, string, string>;
/** Filled by the database alone. */
type Computed<T> = ColumnType<T, never, never>;
/** NULL unless written. */
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** What is applied, numbered; workers run the newest. */
export interface RevisionsTable {
  readonly id: Generated<number>;
  readonly hash: string;
  readonly config: Json;
  readonly applied_at: Date;
}

/** A row a host: its lease, its spacing, and when it next has something to do. */
export interface HostsTable {
  readonly host: string;
  /** No request before this. */
  readonly next_allowed_at: Generated<Date>;
  /** Never later than the host's earliest due feed or pending item; `infinity` when it has neither. */
  readonly due_at: Generated<Date>;
  readonly lease_until: Nullable<Date>;
  readonly lease_token: Nullable<string>;
  /** The latest of the three times above: from then on the host can be claimed. */
  readonly ready_at: Computed<Date>;
}

/** What the operator wrote of a feed (config) and what we learned of it. */
export interface FeedsTable {
  readonly id: string;
  readonly publisher_id: string;
  readonly url: string;
  readonly host: string;
  /** The `Feed` of model.ts. */
  readonly config: Json;
  readonly added_at: Date;
  /** When it left the config; its items stay. */
  readonly archived_at: Nullable<Date>;
  readonly title: Nullable<string>;
  readonly link: Nullable<string>;
  readonly etag: Nullable<string>;
  readonly last_modified: Nullable<string>;
  readonly body_hash: Nullable<string>;
  readonly full_fetch_at: Nullable<Date>;
  readonly last_fetch_at: Nullable<Date>;
  readonly last_success_at: Nullable<Date>;
  readonly last_new_item_at: Nullable<Date>;
  readonly failures: Generated<number>;
  readonly failing_since: Nullable<Date>;
  readonly failure: Nullable<string>;
  readonly failure_detail: Nullable<string>;
  readonly failure_status: Nullable<number>;
  readonly feed_links: Generated<readonly string[]>;
  readonly interval_seconds: number;
  readonly entries: Generated<number>;
  readonly overflows: Generated<number>;
  readonly last_overflow_at: Nullable<Date>;
  readonly longest_gap_seconds: Nullable<number>;
  readonly silent_since: Nullable<Date>;
  readonly ttl_seconds: Nullable<number>;
  readonly skip_hours: Generated<readonly number[]>;
  readonly skip_days: Generated<readonly number[]>;
  /** The four of `Move` of model.ts, NULL together; move_adopted_at may be NULL alone. */
  readonly moved_to: Nullable<string>;
  readonly moved_since: Nullable<Date>;
  readonly moved_polls: Nullable<number>;
  readonly move_adopted_at: Nullable<Date>;
  readonly next_fetch_at: Date;
}

/** The message owed or last sent about a feed in trouble; a feed that works has none. */
export interface FeedAlertsTable {
  readonly feed_id: string;
  readonly kind: 'failing' | 'silent' | 'recovered';
  /** When the trouble began. */
  readonly since: Date;
  /** JSON text, as it is sent. */
  readonly message: string;
  /** Whether a message of this trouble was sent, or tried. */
  readonly told: boolean;
  readonly sent_at: Nullable<Date>;
  readonly attempts: Generated<number>;
  /** While unsent: when it is due, or whose attempt's time is over. */
  readonly next_attempt_at: Date;
}

/** One row a fetch of a feed. */
export interface FetchesTable {
  readonly id: Generated<number>;
  readonly feed_id: string;
  readonly fetched_at: Date;
  readonly kind: 'fetched' | 'unchanged' | 'not-modified' | 'failed';
  readonly failure: Nullable<string>;
  readonly status: Nullable<number>;
  readonly detail: Nullable<string>;
  readonly body_bytes: Nullable<number>;
  readonly duration_ms: number;
  readonly entries: Generated<number>;
  readonly items_new: Generated<number>;
  readonly items_changed: Generated<number>;
  readonly items_unchanged: Generated<number>;
  /** No entry was known although the feed was read before: some were probably missed. */
  readonly overflow: Generated<boolean>;
  /** `Drop[]` of model.ts. */
  readonly drops: ColumnType<unknown, string | undefined, string>;
}

/** What is known of an item's reading. */
export type ReadState = 'pending' | 'read' | 'failed' | 'feed-only';

/** What we keep: the entry's words, then the page's. */
export interface ItemsTable {
  readonly id: Generated<number>;
  readonly publisher_id: string;
  /** The page, as the entry gave it. */
  readonly url: Nullable<string>;
  readonly canonical_url: Nullable<string>;
  /** The host its page is asked of; `<publisher>.invalid` where there is no page to ask for. */
  readonly host: string;
  /** The entry's title, or the article's where the entry had none. Plain text. */
  readonly title: Nullable<string>;
  readonly authors: Generated<readonly string[]>;
  readonly categories: Generated<readonly string[]>;
  /** As the feed said, not sanitised. */
  readonly summary_html: Nullable<string>;
  /** As the feed said, not sanitised. */
  readonly content_html: Nullable<string>;
  /** `Enclosure[]` of model.ts. */
  readonly enclosures: ColumnType<unknown, string | undefined, string>;
  readonly language: Generated<string>;
  readonly feed_language: Nullable<string>;
  readonly published_at: Nullable<Date>;
  readonly published_text: Nullable<string>;
  readonly updated_at: Nullable<Date>;
  readonly first_seen_at: Date;
  readonly ordered_at: Date;
  readonly ordered_by: 'published' | 'first-seen';
  readonly ordered_reason: Nullable<string>;
  /** When the entry or the article last changed in the store. */
  readonly changed_at: Date;
  readonly read_state: ReadState;
  readonly read_attempts: Generated<number>;
  readonly read_failure: Nullable<string>;
  readonly read_detail: Nullable<string>;
  readonly read_at: Nullable<Date>;
  /** Set while pending. */
  readonly next_read_at: Nullable<Date>;
  /** Plain text of the article, or of the feed's content where the page gave none; NULL before the first read. */
  readonly text: Nullable<string>;
  /** Sanitised HTML of the same. */
  readonly html: Nullable<string>;
  /** `Article` of model.ts without text and html; dates are ISO 8601. NULL unless a page was read. */
  readonly article: ColumnType<unknown, string | null | undefined, string | null>;
  readonly extracted_by: Nullable<string>;
  readonly confidence: Nullable<number>;
  /** Hash of the tagger that tagged it last. */
  readonly tagged_by: Nullable<string>;
  readonly search: ColumnType<string | null, unknown, unknown>;
  /** The three of `PageMark` of model.ts: of the page that gave the article, where that reading is relied on. */
  readonly page_etag: Nullable<string>;
  readonly page_last_modified: Nullable<string>;
  readonly page_hash: Nullable<string>;
  /** When the page was last asked for again and found to be the same. */
  readonly page_unchanged_at: Nullable<Date>;
}

/** Which feeds carry an item. */
export interface ItemFeedsTable {
  readonly item_id: number;
  readonly feed_id: string;
  readonly ordered_at: Date;
  /** Hash of the entry as this feed last gave it. */
  readonly entry_hash: string;
}

/** Identity keys within a publisher; item_id NULL is the tombstone of a removed item. */
export interface ItemKeysTable {
  readonly publisher_id: string;
  readonly key: string;
  readonly item_id: number | null;
}

/** Tags with their evidence; `until` set is history. */
export interface ItemTagsTable {
  readonly item_id: number;
  readonly tag: string;
  readonly ordered_at: Date;
  readonly score: number;
  readonly given_by: 'rule' | 'place' | 'category';
  /** `Evidence[]` of model.ts. */
  readonly evidence: Json;
  readonly rule_hash: string;
  readonly since: Date;
  readonly until: Nullable<Date>;
}

/** What an item said before: `entry` rows hold title, summary and content, `article` rows text, html and article. */
export interface ItemVersionsTable {
  readonly id: Generated<number>;
  readonly item_id: number;
  readonly part: 'entry' | 'article';
  readonly replaced_at: Date;
  readonly title: Nullable<string>;
  readonly summary_html: Nullable<string>;
  readonly content_html: Nullable<string>;
  readonly text: Nullable<string>;
  readonly html: Nullable<string>;
  readonly article: ColumnType<unknown, string | null | undefined, string | null>;
}

/** That an item changed, by the number of the transaction; an item that is not there (any more) was removed. */
export interface ItemChangesTable {
  readonly change: string;
  readonly item_id: number;
}

/** Pages of which little or nothing came, one an item: `PageSnapshot` of model.ts. */
export interface PageSnapshotsTable {
  readonly item_id: number;
  readonly fetched_at: Date;
  readonly url: string;
  readonly content_type: Nullable<string>;
  readonly reason: string;
  /** Size of body. */
  readonly packed_bytes: number;
  /** gzip of the decompressed page. */
  readonly body: Uint8Array;
}

/** How many pages of a publisher were read in which way on a day (UTC). */
export interface ExtractionDaysTable {
  readonly publisher_id: string;
  readonly day: ColumnType<string, Date, never>;
  readonly kind: 'site' | 'structured' | 'general' | 'feed' | 'short' | 'failed';
  readonly pages: number;
}

/** Whether a site's rule still fits the publisher's pages. */
export interface SiteRuleUsesTable {
  readonly publisher_id: string;
  readonly rule: string;
  readonly matched_at: Nullable<Date>;
  /** When the first of the misses was. */
  readonly missed_since: Nullable<Date>;
  /** Pages in a row that it did not fit. */
  readonly misses: number;
}

/** A tagger that items were ever tagged by, and how far its newest run is. */
export interface RetaggingsTable {
  readonly tagger_hash: string;
  /** The hash of each tag's rule. */
  readonly rules: Json;
  readonly revision: number;
  /** Counts up: the highest is the newest. */
  readonly run: number;
  readonly begun_at: Date;
  /** Items there were to tag when it began. */
  readonly total: number;
  readonly done: Generated<number>;
  readonly finished_at: Nullable<Date>;
}

/** The config that was held back last and why; one row at most. */
export interface HeldConfigsTable {
  readonly slot: Generated<1>;
  /** Of the revision it would have become. */
  readonly hash: string;
  readonly reason: string;
  readonly held_at: Date;
}

/** Every table, by name. */
export interface Schema {
  readonly revisions: RevisionsTable;
  readonly hosts: HostsTable;
  readonly feeds: FeedsTable;
  readonly feed_alerts: FeedAlertsTable;
  readonly fetches: FetchesTable;
  readonly items: ItemsTable;
  readonly item_feeds: ItemFeedsTable;
  readonly item_keys: ItemKeysTable;
  readonly item_tags: ItemTagsTable;
  readonly item_versions: ItemVersionsTable;
  readonly item_changes: ItemChangesTable;
  readonly page_snapshots: PageSnapshotsTable;
  readonly extraction_days: ExtractionDaysTable;
  readonly site_rule_uses: SiteRuleUsesTable;
  readonly retaggings: RetaggingsTable;
  readonly held_configs: HeldConfigsTable;
  readonly access_tokens: AccessTokensTable;
}
