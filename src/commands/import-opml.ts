import { readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { readConfigFiles } from '../config/files.ts';
import { addFeeds, type Import, planImport } from '../config/import.ts';
import { loadConfig, toConfigDirectory } from '../config/load.ts';
import { MAX_OPML_BYTES, type OpmlEntry, parseOpml } from '../config/opml.ts';
import { describeValue, formatProblem } from '../config/problems.ts';
import { readConfig } from '../config/read-config.ts';
import { decodeBody } from '../text/charset.ts';
import { type BuildCommand, type CommandContext, CommandError, printLine } from './command.ts';

/** `topicwire import-opml`: feeds of another reader as YAML, or written into feeds.yaml. */
export const buildImportOpml: BuildCommand = (context) =>
  new Command()
    .description(
      'Prints the feeds of an OPML file as the YAML to paste into feeds.yaml; what is followed already or cannot be followed is named on stderr.',
    )
    .argument('<file>', 'the OPML file')
    .option('--write', 'add the feeds to feeds.yaml; its comments stay', false)
    .action(async (file: string, options: { readonly write: boolean }) => {
      const directory = toConfigDirectory(context.env);
      const config = await loadOrThrow(context, directory);
      const plan = planImport(await readOpml(file), config.feeds);
      if (plan.added.length > 0) {
        if (options.write) await writeFeeds(context, directory, plan);
        else context.stdout.write(addFeeds('feeds: []\n', plan.added));
      }
      report(context, plan, options.write);
    });

async function loadOrThrow(context: CommandContext, directory: string): Promise<Config> {
  const read = await loadConfig(directory, context.env);
  if (read.kind === 'loaded') return read.config;
  throw new CommandError(read.problems.map(formatProblem).join('\n'));
}

async function readOpml(file: string): Promise<readonly OpmlEntry[]> {
  const parsed = parseOpml(decodeBody(await readBounded(file), undefined, 'xml').text);
  if (parsed.kind === 'refused') throw new CommandError(`${file}: expected ${parsed.expected}`);
  if (parsed.entries.length === 0)
    throw new CommandError(`${file}: expected at least one <outline xmlUrl="…">`);
  return parsed.entries;
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_OPML_BYTES) return await readFile(file);
    throw new CommandError(`${file}: expected at most ${MAX_OPML_BYTES} bytes, found ${size}`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandError(`${file}: expected a readable file (${code})`, { cause: error });
  }
}

/** Writes beside the file and renames, so that a running process never reads half of it; a config that would be refused is not written. */
async function writeFeeds(context: CommandContext, directory: string, plan: Import): Promise<void> {
  const file = await realpath(join(directory, 'feeds.yaml'));
  const text = addFeeds(await readFile(file, 'utf8'), plan.added);
  const files = await readConfigFiles(directory);
  const changed = files.map((each) =>
    each.name === 'feeds.yaml' && each.kind === 'read' ? { ...each, text } : each,
  );
  const read = readConfig(changed, file, context.env);
  if (read.kind === 'refused')
    throw new CommandError(
      `feeds.yaml is left as it was; with these feeds it would be refused:\n${read.problems.map(formatProblem).join('\n')}`,
    );
  const draft = `${file}.new`;
  await writeFile(draft, text, { mode: (await stat(file)).mode });
  await rename(draft, file);
}

/** On stderr, since stdout is YAML to paste. */
function report(context: CommandContext, { added, known, refused }: Import, written: boolean): void {
  const lines = [
    ...(written
      ? added.map(({ url, title }) => `added: ${url}${title === undefined ? '' : ` (${title})`}`)
      : []),
    ...known.map(({ entry, feed }) => `known: ${entry.url} is ${feed}`),
    ...refused.map(({ entry, expected }) => `refused: ${describeValue(entry.url)}: expected ${expected}`),
    `${added.length} ${written ? 'added' : 'to add'}, ${known.length} known, ${refused.length} refused`,
  ];
  for (const line of lines) printLine(context.stderr, line);
}
