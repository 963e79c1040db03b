import type { Feed, SavedSearch } from '../model.ts';
import type { TopicRule } from '../tag/topic.ts';
import type { KnownPublisher } from './publishers.ts';
import type { Settings } from './settings.ts';

/** All that the operator wants, checked, every inference made. */
export interface Config {
  readonly feeds: readonly Feed[];
  /** Those of publishers.yaml, then one for each feed's host that it does not name. */
  readonly publishers: readonly KnownPublisher[];
  /** In the order of their ids. */
  readonly topics: readonly TopicRule[];
  /** The same topics as they were written; a revision keeps these. */
  readonly topicSources: readonly unknown[];
  readonly searches: readonly SavedSearch[];
  readonly settings: Settings;
}
