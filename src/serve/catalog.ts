import type {
  Feed,
  FeedId,
  Language,
  Publisher,
  PublisherId,
  SavedSearch,
  TagId,
  TopicLabel,
} from '../model.ts';

/** What the applied config calls things; the rest of what is served comes from the store. */
export interface Catalog {
  readonly topics: readonly TopicLabel[];
  readonly publishers: readonly Publisher[];
  readonly feeds: readonly Feed[];
  readonly searches: readonly SavedSearch[];
  /** Labels of organisation tags, by tag id. */
  readonly organisations?: ReadonlyMap<string, Readonly<Record<Language, string>>>;
}

/** Gives a tag's label. */
export type TagLabels = (tag: TagId) => string;

/**
 * The labels of tags in the first of the languages that has one; a topic's falls back to English, then to
 * any, a place's to its code. Made once a request: setting up place names takes longer than looking one up.
 */
export function buildTagLabels(catalog: Catalog, languages: readonly Language[]): TagLabels {
  const topics = new Map<string, TopicLabel>(catalog.topics.map((topic) => [topic.id, topic]));
  const places = new Intl.DisplayNames([...languages, 'en'], { type: 'region', fallback: 'code' });
  return (tag) => {
    const [kind, name] = tag.split(':');
    if (kind === 'place' && name !== undefined) return places.of(name) ?? name;
    const labels = name === undefined ? topics.get(tag)?.label : catalog.organisations?.get(tag);
    return pickLabel(labels ?? {}, languages) ?? name?.toUpperCase() ?? tag;
  };
}

/** A label in the first of the languages that has one, else in English, else any; undefined without labels. */
export function pickLabel(
  labels: Readonly<Record<Language, string>>,
  languages: readonly Language[],
): string | undefined {
  const language = [...languages, 'en'].find((candidate) => labels[candidate] !== undefined);
  return language === undefined ? Object.values(labels)[0] : labels[language];
}

/** A publisher's name, or its id where the applied config no longer has it. */
export const toPublisherName = (catalog: Catalog, id: PublisherId): string =>
  catalog.publishers.find((publisher) => publisher.id === id)?.name ?? id;

/** The feed of this id, while it is followed. */
export const findFeed = (catalog: Catalog, id: FeedId): Feed | undefined =>
  catalog.feeds.find((feed) => feed.id === id);

const LANGUAGE_NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

/** A language's English name, as in "Azerbaijani"; what is no language subtag is given as it is. */
export function toLanguageName(language: Language): string {
  if (language === 'und') return 'language unknown';
  return /^[a-z]{2,3}$/.test(language) ? (LANGUAGE_NAMES.of(language) ?? language) : language;
}
