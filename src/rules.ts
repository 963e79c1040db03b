import type { Config } from './config/config.ts';
import type { Rules } from './pipeline.ts';
import { compileTagger, type Tagger } from './tag/compile.ts';
import type { DetectLanguage } from './text/language.ts';

/** The tagger of a config: takes about a second with all shipped topics. */
export const toTagger = ({ topics, settings }: Config): Tagger =>
  compileTagger(topics, { languages: settings.languages });

/** What the passes need of a config: compiled once a revision. */
export function toRules(config: Config, detectLanguage: DetectLanguage): Rules {
  const { fetch, read } = config.settings;
  return {
    feeds: new Map(config.feeds.map((feed) => [feed.id, feed])),
    tagger: toTagger(config),
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
