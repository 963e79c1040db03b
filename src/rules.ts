import type { Config } from './config/config.ts';
import type { TagId } from './model.ts';
import type { Rules } from './pipeline.ts';
import { compilePart, findChangedTags, type PartTagger, type RuleHashes } from './tag/changed.ts';
import { compileTagger, hashRules, type Tagger } from './tag/compile.ts';
import type { DetectLanguage } from './text/language.ts';

/** The tagger of a config: takes about a second with all shipped topics. */
export const toTagger = ({ topics, settings }: Config): Tagger =>
  compileTagger(topics, { languages: settings.languages });

/** The tags whose rules two configs have otherwise, in effect and not only in words, sorted. */
export function findChangedRules(before: Config | undefined, after: Config): readonly TagId[] {
  const { languages } = after.settings;
  if (before === undefined) return findChangedTags(new Map(), hashRules(after.topics, { languages }));
  // Places are the same for the same languages, and take far longer to build than to leave out.
  const areSame = before.settings.languages.join() === languages.join();
  const toHashes = ({ topics, settings }: Config): RuleHashes =>
    hashRules(topics, { languages: settings.languages, ...(areSame ? { places: [] } : {}) });
  return findChangedTags(toHashes(before), toHashes(after));
}

/** The tagger of a config after another one: the former, where no rule of it has changed. */
export const toNextTagger = (
  former: { readonly config: Config; readonly tagger: Tagger } | undefined,
  config: Config,
): Tagger => {
  const toIds = ({ topics }: Config): string => topics.map(({ id }) => id).join();
  const isSame =
    former !== undefined &&
    toIds(former.config) === toIds(config) &&
    former.config.settings.languages.join() === config.settings.languages.join() &&
    findChangedRules(former.config, config).length === 0;
  return isSame ? former.tagger : toTagger(config);
};

/** A tagger of a few of the config's tags. */
export const toPartTagger = ({ topics, settings }: Config, scope: readonly TagId[]): PartTagger =>
  compilePart(topics, { languages: settings.languages }, scope);

/** What the passes need of a config, with its tagger. */
export function toRules(config: Config, detectLanguage: DetectLanguage, tagger = toTagger(config)): Rules {
  const { fetch, read } = config.settings;
  return {
    feeds: new Map(config.feeds.map((feed) => [feed.id, feed])),
    tagger,
    detectLanguage,
    limits: {
      minIntervalSeconds: fetch.minIntervalMinutes * 60,
      maxIntervalSeconds: fetch.maxIntervalMinutes * 60,
      defaultIntervalSeconds: fetch.defaultIntervalMinutes * 60,
    },
    initialMaxAgeMs: fetch.initialMaxAgeSeconds === undefined ? undefined : fetch.initialMaxAgeSeconds * 1000,
    maxReadAttempts: read.maxAttempts,
    feedLimits: {
      maxEntries: fetch.maxEntries,
      maxEntryChars: fetch.maxEntryChars,
      maxDepth: fetch.maxFeedDepth,
    },
    maxTextChars: read.maxTextChars,
  };
}
