import { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { readFeeds } from '../config/feeds.ts';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { formatProblem } from '../config/problems.ts';
import type { WrittenPageRule } from '../config/site-rule.ts';
import { type ExtractHints, extractArticle } from '../extract/article.ts';
import { toFeedOptions } from '../fetch/credentials.ts';
import { buildMemoryGate } from '../fetch/gate.ts';
import type { Entry, Feed, Fetched, FetchOutcome, ParsedFeed } from '../model.ts';
import { type Network, openNetwork } from '../network.ts';
import { parseFeed } from '../parse/feed.ts';
import type { Rules } from '../pipeline.ts';
import { toRules } from '../rules.ts';
import { tagItem } from '../tag/tag.ts';
import { decodeBody } from '../text/charset.ts';
import { FAILURE_WORDS } from '../text/failures.ts';
import { buildLanguageDetector } from '../text/language.ts';
import { type BuildCommand, type CommandContext, CommandError, printLine } from './command.ts';
import { addRuleOptions, describeRule, describeRuleConfig, toWrittenRule } from './try-rule.ts';

/** Entries shown of a feed: enough to see what it is. */
const SHOWN_ENTRIES = 5;

/** `topicwire try URL`: what a feed or page would give, and the lines to paste; nothing is written. */
export const buildTry: BuildCommand = (context) =>
  addRuleOptions(
    new Command()
      .description(
        'Fetches a feed or page now and shows its entries, article, tags with their evidence, and the config to paste. Writes nothing.',
      )
      .argument('<url>', 'the feed or page, http or https'),
  ).action(async (url: string, options: WrittenPageRule) => {
    const loaded = await loadConfig(toConfigDirectory(context.env), context.env);
    if (loaded.kind === 'refused') throw new CommandError(loaded.problems.map(formatProblem).join('\n'));
    const { config } = loaded;
    const { feed, known } = chooseFeed(config, url, options);
    const network = openNetwork(config.settings.fetch, {
      ...{ gate: buildMemoryGate(), now: context.now, env: context.env },
    });
    const rules = toRules(config, buildLanguageDetector(config.settings.languages));
    try {
      await tryFeed({ context, network, rules, feed, known, triesRule: hasRule(options) });
    } finally {
      await network.close();
    }
  });

interface Trial {
  readonly context: CommandContext;
  readonly network: Network;
  readonly rules: Rules;
  readonly feed: Feed;
  /** Whether the config follows it already. */
  readonly known: boolean;
  /** Whether a rule was given to be tried. */
  readonly triesRule: boolean;
}

const hasRule = (options: WrittenPageRule): boolean => Object.keys(toWrittenRule(options)).length > 0;

/** The feed of a URL as the config has it, else as it would be inferred, with the rule to be tried. */
function chooseFeed(
  config: Config,
  url: string,
  options: WrittenPageRule,
): { readonly feed: Feed; readonly known: boolean } {
  const read = readFeeds({ feeds: [{ url, ...toWrittenRule(options) }] }, config.publishers);
  const [tried] = read.feeds;
  const [problem] = read.problems;
  if (tried === undefined || problem !== undefined) {
    const key = problem?.path.at(2);
    const where = typeof key === 'string' && key !== 'url' ? `--${key}` : url;
    throw new CommandError(`${where}: expected ${problem?.expected ?? 'a URL'}`);
  }
  const known = config.feeds.find((feed) => feed.url === url);
  // A page has the rule of its publisher's feeds, where one of them has a rule.
  const rule = config.feeds.find((feed) => feed.publisher === tried.publisher && feed.pageRule)?.pageRule;
  const pageRule = tried.pageRule ?? (known === undefined ? rule : known.pageRule);
  return { feed: { ...(known ?? tried), pageRule }, known: known !== undefined };
}

async function tryFeed(trial: Trial): Promise<void> {
  const { feed } = trial;
  const outcome = await trial.network.fetch({
    ...{ url: feed.url, purpose: 'feed', ...toFeedOptions(feed, feed.url) },
  });
  if (outcome.kind !== 'fetched') throw new CommandError(describeFailure(feed.url, outcome));
  const { body, url, contentType } = outcome;
  const parsed = await parseFeed({ body, url, contentType, zone: feed.zone });
  if (parsed.kind === 'parsed') {
    showFeed(trial, parsed);
    const [entry] = parsed.entries;
    if (entry?.url !== undefined && feed.read === 'page') await tryPage(trial, entry.url, entry);
    showConfig(trial);
    showRuleConfig(trial);
    return;
  }
  const print = (line: string): void => printLine(trial.context.stdout, line);
  print(`not a feed: ${parsed.detail}`);
  for (const link of parsed.feedLinks) print(`the page names this feed: ${link}`);
  showArticle(trial, outcome, undefined);
  showRuleConfig(trial);
}

function showFeed({ context, feed }: Trial, parsed: ParsedFeed): void {
  const print = (line: string): void => printLine(context.stdout, line);
  print(`feed: ${parsed.title ?? '(no title)'} — ${parsed.format}, ${parsed.entries.length} entries`);
  print(
    `  follows as ${feed.id}, publisher ${feed.publisher}, language ${feed.language ?? parsed.language ?? 'found in each text'}, dates without a zone in ${feed.zone}`,
  );
  for (const { title, url, publishedAt, categories } of parsed.entries.slice(0, SHOWN_ENTRIES)) {
    print(`- ${title ?? '(no title)'}`);
    print(`  ${publishedAt?.toISOString() ?? '(no date)'}  ${url ?? '(no link)'}`);
    if (categories.length > 0) print(`  publisher's labels: ${categories.join(', ')}`);
  }
  const more = parsed.entries.length - SHOWN_ENTRIES;
  if (more > 0) print(`  and ${more} more`);
  for (const { reason, detail } of parsed.drops) print(`left out: ${reason} (${detail})`);
}

async function tryPage(trial: Trial, url: string, entry: Entry): Promise<void> {
  const outcome = await trial.network.fetch({ url, purpose: 'page' });
  if (outcome.kind === 'fetched') showArticle(trial, outcome, entry);
  else printLine(trial.context.stdout, describeFailure(url, outcome));
}

function showArticle({ context, feed, rules }: Trial, page: Fetched, entry: Entry | undefined): void {
  const print = (line: string): void => printLine(context.stdout, line);
  const { text: html } = decodeBody(page.body, page.contentType, 'html');
  const hints: ExtractHints = {
    zone: feed.zone,
    language: entry?.language ?? feed.language,
    title: entry?.title,
    siteRules: true,
    rule: feed.pageRule === undefined ? undefined : { feed: feed.id, ...feed.pageRule },
    now: context.now(),
  };
  const extracted = extractArticle(html, page.url, hints);
  const ruleLines = describeRule(extracted, html, page.url, hints);
  if (extracted.kind === 'failed') {
    print(`article: ${FAILURE_WORDS[extracted.failure].means} (${extracted.detail})`);
    for (const line of ruleLines) print(line);
    return;
  }
  const { article } = extracted;
  const title = entry?.title ?? article.title ?? '';
  const language = rules.detectLanguage({
    stated: entry?.language ?? feed.language,
    title,
    text: article.text,
  });
  print(`article: ${article.title ?? '(no title)'}`);
  print(`  ${page.url}`);
  print(
    `  read by ${article.extractedBy}, confidence ${article.confidence.toFixed(2)}, language ${language}`,
  );
  print(
    `  published ${article.publishedAt?.toISOString() ?? '(no date)'}${article.authors.length > 0 ? ` by ${article.authors.join(', ')}` : ''}`,
  );
  for (const paragraph of article.text.split('\n\n')) print(`  | ${paragraph}`);
  for (const line of ruleLines) print(line);
  const categories = entry?.categories ?? [];
  const tags = tagItem(rules.tagger, {
    language,
    title,
    text: article.text,
    categories,
    url: page.url,
    feeds: [feed.id],
  });
  if (tags.length === 0) print('tags: none');
  for (const { tag, score, evidence } of tags) {
    const words = evidence.map((one) => `“${one.text}” in the ${one.field} (${one.rule}, ${one.weight})`);
    print(`tag ${tag}, score ${score.toFixed(2)}: ${words.join(', ')}`);
  }
}

function showConfig({ context, feed, known }: Trial): void {
  const print = (line: string): void => printLine(context.stdout, line);
  if (known) {
    print(`config/feeds.yaml follows it already, as ${feed.id}`);
    return;
  }
  print('to follow it, add to config/feeds.yaml under feeds:');
  print(`  - url: ${feed.url}`);
  print(`    id: ${feed.id}`);
}

function showRuleConfig({ context, feed, triesRule }: Trial): void {
  if (!triesRule || feed.pageRule === undefined) return;
  for (const line of describeRuleConfig(feed.pageRule)) printLine(context.stdout, line);
}

function describeFailure(url: string, outcome: Exclude<FetchOutcome, Fetched>): string {
  if (outcome.kind === 'not-modified') return `${url}: answered 304 to a request without validators`;
  const { means, doThis } = FAILURE_WORDS[outcome.failure];
  return `${url}: ${means} (${outcome.detail}). ${doThis}`;
}
