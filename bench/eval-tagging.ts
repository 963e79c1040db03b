import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTagRow, type Row, readConfig, readLines, toCell } from './support/labelled.ts';
import { type Miss, readWire, scoreWire, type TopicScore, type WireScore } from './support/wire.ts';

const WIRE = 'bench/data/wire';
const LANGUAGES = ['az', 'uk', 'ru', 'en'];

interface PlaceRow extends Row {
  readonly must: readonly string[];
  readonly must_not: readonly string[];
}

/**
 * `npm run eval:tagging -- [--data DIR] [--wire DIR] [--topics] [--worst N] [--unlisted]`: our own wire test, and with
 * --data the labelled topics and places of DIR by its own scorer.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    wire: { type: 'string' },
    config: { type: 'string' },
    topics: { type: 'boolean' },
    unlisted: { type: 'boolean' },
    worst: { type: 'string' },
  },
});
const worst = Number(values.worst ?? 0);
const config = await readConfig(values.config);
const tagRow = buildTagRow(config);

showWire(values.wire ?? WIRE);
if (values.data !== undefined) {
  const folder = resolve(values.data, 'tagging');
  scoreByGiven(folder, 'topics.dev.jsonl');
  scoreByGiven(folder, 'places.dev.jsonl');
  showUnlisted(readLines<PlaceRow>(join(folder, 'places.dev.jsonl')));
}

/** Our own wire test, a language a line; each topic with --topics, each difference with --worst. */
function showWire(directory: string): void {
  console.log('wire test      items  precision  recall   (means over topics)');
  for (const language of LANGUAGES) {
    const { score, misses } = scoreWire(readWire(directory, [language]), config, tagRow);
    console.log(
      `${language.padEnd(12)} ${String(score.rows).padStart(7)}    ${toCell(score.precision)} ${toCell(score.recall)}`,
    );
    if (values.topics === true) showTopics(score);
    for (const miss of misses.slice(0, worst)) console.log(toMissLine(miss));
  }
}

function showTopics({ topics }: WireScore): void {
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
  const line = ({ topic, hits, said, wanted }: TopicScore) =>
    `  ${topic.padEnd(16)} precision ${toCell(share(hits, said))} of ${said}, recall ${toCell(share(hits, wanted))} of ${wanted}`;
  console.log(topics.map(line).join('\n'));
}

function toMissLine({ kind, topic, row, tag }: Miss): string {
  const words = tag?.evidence.map(({ rule, text }) => `${rule} "${text}"`).join(', ') ?? '';
  return `  ${kind} ${topic} ${row.id} | ${row.title}${words === '' ? '' : ` | ${words}`}`;
}

/** A labelled file through the tagger and the scorer that lies beside it. */
function scoreByGiven(folder: string, name: string): void {
  const work = mkdtempSync(join(tmpdir(), 'topicwire-eval-'));
  try {
    const answers = join(work, 'answers.ndjson');
    const lines = readLines<Row>(join(folder, name)).map((row) =>
      JSON.stringify({ id: row.id, tags: tagRow(row) }),
    );
    writeFileSync(answers, lines.join('\n'));
    const args = [join(folder, 'score.mjs'), join(folder, name), answers, '--worst', String(worst)];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? 'a signal'}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Countries said that no row asked for: (said − found) / said over the rows of sentences; listed with --unlisted. */
function showUnlisted(rows: readonly PlaceRow[]): void {
  let said = 0;
  const unlisted: string[] = [];
  for (const row of rows.filter(({ set }) => set.startsWith('places:'))) {
    for (const { tag, evidence } of tagRow(row).filter(({ tag }) => tag.startsWith('place:'))) {
      said += 1;
      if (row.must.includes(tag.slice('place:'.length))) continue;
      unlisted.push(`  ${row.id} ${tag} "${evidence[0]?.text ?? ''}"`);
    }
  }
  const share = (100 * unlisted.length) / Math.max(1, said);
  console.log(`places not wanted by their row: ${unlisted.length} of ${said} (${share.toFixed(1)} %)`);
  if (values.unlisted === true) console.log(unlisted.join('\n'));
}
