import type { Explanation, TopicId, WrittenTerm } from '../model.ts';
import type { ItemView } from '../store/item-view.ts';
import type { RetagProgress } from '../store/retaggings.ts';
import type { Database } from '../store/schema.ts';
import type { Catalog } from './catalog.ts';

/** What the whole process says of itself. */
export interface Health {
  /** `degraded` still serves (200); `down` does not (503). */
  readonly status: 'ok' | 'degraded' | 'down';
  /** Number of the applied config revision. */
  readonly revision: number | undefined;
  /** Why the config on disk is not the applied one; undefined when it is. */
  readonly pending: string | undefined;
  /** While stored items are tagged anew by changed rules. */
  readonly retagging: RetagProgress | undefined;
  /** Counts by name, snake_case: feeds, feeds_failing, items, items_pending … */
  readonly counts: Readonly<Record<string, number>>;
}

/** What one may set of the serving. */
export interface ServeSettings {
  /** The URL under which readers reach this server; without it each request's Host tells. */
  readonly baseUrl: string | undefined;
  /** The path all of ours lie under, as `/news`; empty for none. */
  readonly basePath: string;
  /** Everybody may read, from wherever. */
  readonly public: boolean;
  /** Loopback needs a token as well. */
  readonly requireToken: boolean;
  /** Of one client; 0 is no limit. */
  readonly requestsPerMinute: number;
  /** Origins of other sites whose scripts may read; `*` is any. */
  readonly corsOrigins: readonly string[];
  /** Whether feeds out carry the full text. */
  readonly fullText: boolean;
  /** Whether pages show the articles' pictures, which browsers fetch from their publishers. */
  readonly images: boolean;
}

/** Everything the routes are given. */
export interface Serving {
  readonly db: Database;
  /** The applied config's names, asked anew at each request. */
  readonly catalog: () => Catalog;
  readonly settings: ServeSettings;
  readonly now: () => Date;
  readonly log: { readonly error: (details: object, message: string) => void };
  readonly health: () => Health | Promise<Health>;
  /** Why an item bears its tags by the applied rules; undefined while none are applied. */
  readonly explain: (item: ItemView) => Explanation | undefined;
  /** The terms of a topic's own applied rule. */
  readonly terms: (topic: TopicId) => readonly WrittenTerm[];
}
