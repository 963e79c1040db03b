import { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { formatProblem } from '../config/problems.ts';
import { parseLanguage } from '../config/words.ts';
import { type OpmlKind, renderOpml } from '../serve/opml.ts';
import { parseHttpUrl } from '../text/url.ts';
import { type BuildCommand, CommandError, printLine } from './command.ts';

interface Options {
  readonly topics?: true;
  readonly searches?: true;
  readonly lang?: string;
  readonly baseUrl?: string;
}

/** `topicwire export-opml`: the followed feeds, or our own of topics and saved searches, for another reader. */
export const buildExportOpml: BuildCommand = (context) =>
  new Command()
    .description(
      'Prints the followed feeds as OPML 2.0, for other readers; or the feeds out of all topics or saved searches.',
    )
    .option('--topics', 'the feeds of all topics, those below others in folders')
    .option('--searches', 'the feeds of all saved searches, also of those that are not public')
    .option('--lang <code>', 'the language of topics in their names and in the labels of their items')
    .option('--base-url <url>', 'what the URLs of our own feeds begin with, server.base_url unless given')
    .action(async (options: Options) => {
      const read = await loadConfig(toConfigDirectory(context.env), context.env);
      if (read.kind === 'refused') throw new CommandError(read.problems.map(formatProblem).join('\n'));
      const { lang } = options;
      if (lang !== undefined && parseLanguage(lang) === undefined)
        throw new CommandError(`--lang "${lang}": expected a language code such as uk, ru, az or en`);
      const opml = renderOpml(toKind(options), {
        catalog: read.config,
        baseUrl: toBaseUrl(options, read.config),
        languages: lang === undefined ? [] : [lang],
        params: new URLSearchParams(lang === undefined ? {} : { lang }),
        now: context.now(),
      });
      printLine(context.stdout, opml.trimEnd());
    });

function toKind({ topics, searches }: Options): OpmlKind {
  if (topics && searches) throw new CommandError('expected one of --topics and --searches');
  return topics ? 'topics' : searches ? 'searches' : 'feeds';
}

/** As given, else as set, else where the server listens. */
function toBaseUrl({ baseUrl: given }: Options, { settings: { server } }: Config): string {
  if (given !== undefined && parseHttpUrl(given) === undefined)
    throw new CommandError(`--base-url "${given}": expected an http or https URL`);
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return (given ?? server.baseUrl ?? `http://${host}:${server.port}${server.basePath}`).replace(/\/+$/, '');
}
