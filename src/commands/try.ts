import { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { readFeeds } from '../config/feeds.ts';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { formatProblem } from '../config/problems.ts';
import type { WrittenPageRule } from '../config/site-rule.ts';
import { type ExtractHints, extractArticle } from '../extract/article.ts';
import { buildMemoryGate } from '../fetch/gate.ts';
import type { Entry, Feed, Fetched, FetchOutcome, ParsedFeed, Problem } from '../model.ts';
import { type Network, openNetwork } from '../network.ts';
import type { Rules } from '../pipeline.ts';
import { toRules } from '../rules.ts';
import { tagItem } from '../tag/tag.ts';
import { decodeBody } from '../text/charset.ts';
import { FAILURE_WORDS } from '../text/failures.ts';
import { toPlainText } from '../text/html.ts';
import { buildLanguageDetector } from '../text/language.ts';
import { type BuildCommand, type CommandContext, CommandError, printLine } from './command.ts';
import { addRuleOptions, describeRule, describeRuleConfig, toWrittenRule } from './try-rule.ts';
import {
  addListOptions,
  fetchTrial,
  type ListOptions,
  toConfigLines,
  toListHints,
  toWrittenFeed,
} from './try-source.ts';

/** Entries shown of a feed: enough to see what it is. */
const SHOWN_ENTRIES = 5;

/** `topicwire try URL`: what a feed or page would give, and the lines to paste; nothing is written. */
export const buildTry: BuildCommand = (context) =>
  addRuleOptions(
    addListOptions(
      new Command()
        .description(
          'Fetches a feed or page now and shows its entries, article, tags with their evidence, and the config to paste. Writes nothing.',
        )
        .argument('<url>', 'the feed, page, sitemap or channel, http or https'),
    ),
  ).action(async (url: string, options: TryOptions) => {
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

type TryOptions = ListOptions & WrittenPageRule;

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

/** The feed of a URL as the config has it, else as it would be inferred, with the list or rule to be tried. */
function chooseFeed(
  config: Config,
  url: string,
  options: TryOptions,
): { readonly feed: Feed; readonly known: boolean } {
  const asked = { ...toWrittenFeed(url, options), ...toWrittenRule(options) };
  const read = readFeeds({ feeds: [asked] }, config.publishers);
  const [tried] = read.feeds;
  const [problem] = read.problems;
  if (tried === undefined || problem !== undefined) throw new CommandError(describeProblem(url, problem));
  const known = config.feeds.find((feed) => feed.url === tried.url);
  // A page has the rule of its publisher's feeds, where one of them has a rule.
  const rule = config.feeds.find((feed) => feed.publisher === tried.publisher && feed.pageRule)?.pageRule;
  const pageRule = tried.pageRule ?? (known === undefined ? rule : known.pageRule);
  const isKnown = known !== undefined && options.item === undefined;
  return { feed: { ...(isKnown ? known : tried), pageRule }, known: isKnown };
}

async function tryFeed(trial: Trial): Promise<void> {
  const { feed } = trial;
  const print = (line: string): void => printLine(trial.context.stdout, line);
  const answer = await fetchTrial(trial.network, feed, trial.context.now);
  if (answer.kind === 'unread') throw new CommandError(describeFailure(feed.url, answer.outcome));
  if (answer.kind === 'read') {
    if (answer.sitemaps > 0) print(`an index of ${answer.sitemaps} sitemaps, the newest of them read:`);
    showFeed(trial, answer.feed);
    const [entry] = answer.feed.entries;
    if (entry !== undefined && feed.read === 'feed') showText(trial, entry);
    if (entry?.url !== undefined && feed.read === 'page') await tryPage(trial, entry.url, entry);
    showConfig(trial, answer.feed.format);
    showRuleConfig(trial);
    return;
  }
  const { answer: refused, page } = answer;
  if (feed.source !== undefined) {
    const { means, doThis } = FAILURE_WORDS[refused.failure];
    throw new CommandError(`${feed.url}: ${means} (${refused.detail}). ${doThis}`);
  }
  print(`not a feed: ${refused.detail}`);
  for (const link of refused.feedLinks) print(`the page names this feed: ${link}`);
  showArticle(trial, page, undefined);
  showRuleConfig(trial);
  if (refused.feedLinks.length === 0) for (const line of toListHints(page)) print(line);
}

/** What the feed itself gives of an entry, where no page is read. */
function showText({ context }: Trial, entry: Entry): void {
  const text = toPlainText(entry.contentHtml ?? entry.summaryHtml ?? '');
  if (text === '') return;
  printLine(
    context.stdout,
    `text of the first${entry.authors.length > 0 ? `, by ${entry.authors.join(', ')}` : ''}:`,
  );
  for (const line of text.split('\n').filter((each) => each !== '')) printLine(context.stdout, `  | ${line}`);
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
  if (article.paywalled) print('  not free to read, as the publisher says: the text may end early');
  if (article.dateline !== undefined) print(`  dateline ${article.dateline.text}`);
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

function showConfig({ context, feed, known }: Trial, format: ParsedFeed['format']): void {
  const print = (line: string): void => printLine(context.stdout, line);
  if (known) {
    print(`config/feeds.yaml follows it already, as ${feed.id}`);
    return;
  }
  print('to follow it, add to config/feeds.yaml under feeds:');
  for (const line of toConfigLines(feed, format)) print(line);
}

function describeProblem(url: string, problem: Problem | undefined): string {
  // The first two steps lead to the feed in a list of one.
  const [key, part] = problem?.path.slice(2) ?? [];
  const expected = `expected ${problem?.expected ?? 'a URL'}`;
  if (key === undefined || key === 'url') return `${url}: ${expected}`;
  const option =
    key === 'list' ? `--item${part === undefined || part === 'item' ? '' : `-${part}`}` : `--${key}`;
  return `${option} ${[problem?.value].flat().join(', ')}: ${expected}`;
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
