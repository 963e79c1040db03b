import { Command } from 'commander';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { formatProblem } from '../config/problems.ts';
import { type FeedId, type Language, parseFeedId, type Tag } from '../model.ts';
import { toRules } from '../rules.ts';
import { tagItem } from '../tag/tag.ts';
import { buildLanguageDetector } from '../text/language.ts';
import { type BuildCommand, CommandError } from './command.ts';
import { FilterInputError, type FilterRow, readText, runFilter } from './filter.ts';

/** `topicwire tag`: NDJSON of {id, language?, title, text, categories?, url?, feed?} to {id, language, tags}. */
export const buildTag: BuildCommand = (context) =>
  new Command()
    .description(
      'Filter. Reads NDJSON {id, language?, title, text, categories?, url?, feed?}, writes {id, language, tags: [{tag, score, given_by, evidence}]}.',
    )
    .action(async () => {
      const loaded = await loadConfig(toConfigDirectory(context.env), context.env);
      if (loaded.kind === 'refused') throw new CommandError(loaded.problems.map(formatProblem).join('\n'));
      const { config } = loaded;
      const rules = toRules(config, buildLanguageDetector(config.settings.languages));
      await runFilter(context, (row) => {
        const title = readText(row, 'title') ?? '';
        const text = readText(row, 'text') ?? '';
        const language = rules.detectLanguage({ stated: readLanguage(row), title, text });
        const categories = readCategories(row);
        const url = readText(row, 'url');
        const tags = tagItem(rules.tagger, { language, title, text, categories, url, feeds: readFeeds(row) });
        return { language, tags: tags.map(toTagJson) };
      });
    });

const readLanguage = (row: FilterRow): Language | undefined => {
  const language = readText(row, 'language')?.toLowerCase();
  return language === '' || language === 'und' ? undefined : language;
};

const readFeeds = (row: FilterRow): readonly FeedId[] => {
  const text = readText(row, 'feed');
  if (text === undefined) return [];
  const id = parseFeedId(text);
  if (id === undefined) throw new FilterInputError(`feed ${JSON.stringify(text)}: expected a feed id`);
  return [id];
};

function readCategories(row: FilterRow): readonly string[] {
  const value = row['categories'];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((label) => typeof label === 'string')) return value;
  throw new FilterInputError('categories: expected a list of strings');
}

const toTagJson = ({ tag, score, givenBy, evidence }: Tag) => ({ tag, score, given_by: givenBy, evidence });
