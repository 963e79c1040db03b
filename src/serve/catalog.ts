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

/** A name and the language it is in, which is not known of a mere code. */
export interface Name {
  readonly text: string;
  readonly language: Language | undefined;
}

/** Gives a tag's label. */
export type TagLabels = (tag: TagId) => string;

/** Gives a tag's label with its language. */
export type TagNames = (tag: TagId) => Name;

/**
 * The labels of tags in the first of the languages that has one; a topic's falls back to English, then to
 * any, a place's to its code. Made once a request: setting up place names takes longer than looking one up.
 */
export function buildTagNames(catalog: Catalog, languages: readonly Language[]): TagNames {
  const topics = new Map<string, TopicLabel>(catalog.topics.map((topic) => [topic.id, topic]));
  const places = new Intl.DisplayNames([...languages, 'en'], { type: 'region', fallback: 'none' });
  const placesIn = places.resolvedOptions().locale.split('-')[0];
  return (tag) => {
    const [kind, name] = tag.split(':');
    const code: Name = { text: name?.toUpperCase() ?? tag, language: undefined };
    if (kind === 'place' && name !== undefined) {
      const place = places.of(name);
      return place === undefined ? code : { text: place, language: placesIn };
    }
    const labels = name === undefined ? topics.get(tag)?.label : catalog.organisations?.get(tag);
    return pickName(labels ?? {}, languages) ?? code;
  };
}

/** The same without the languages. */
export function buildTagLabels(catalog: Catalog, languages: readonly Language[]): TagLabels {
  const names = buildTagNames(catalog, languages);
  return (tag) => names(tag).text;
}

/** A label in the first of the languages that has one, else in English, else any; undefined without labels. */
export function pickName(
  labels: Readonly<Record<Language, string>>,
  languages: readonly Language[],
): Name | undefined {
  const language = [...languages, 'en', ...Object.keys(labels)].find(
    (candidate) => labels[candidate] !== undefined,
  );
  const text = language === undefined ? undefined : labels[language];
  return text === undefined ? undefined : { text, language };
}

/** The same without its language. */
export const pickLabel = (
  labels: Readonly<Record<Language, string>>,
  languages: readonly Language[],
): string | undefined => pickName(labels, languages)?.text;

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
