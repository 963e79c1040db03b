import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ReadPage, readFixtures, readManifest, readSet } from './support/gold-pages.ts';
import { fitLeftOut } from './support/left-out.ts';
import { scoreMetadata } from './support/metadata-score.ts';

const FIXTURES = 'test/fixtures/sites';
/** With --left-out the sites are parted so often. */
const PARTS = 4;
/** The sets of gold text, each with the metric it is scored by. */
const SETS = { scrapinghub: 'shingle', news: 'shingle', fundus: 'shingle', wcxb: 'word' } as const;

/**
 * `npm run eval:extract -- [--data DIR] [--set NAME] [--baselines] [--worst N] [--misses] [--left-out] [--keep OUT]
 * [--against OUT]`: the general extractor over our own fixtures, or over the sets of DIR/extract by their own scorer and
 * over the pages of DIR/real. With --left-out each page of the sets is read by an extractor fitted to other sites.
 * --keep writes the texts to a folder; --against compares with such a folder, page by page.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    set: { type: 'string', multiple: true },
    baselines: { type: 'boolean', default: false },
    worst: { type: 'string', default: '0' },
    misses: { type: 'boolean', default: false },
    'left-out': { type: 'boolean', default: false },
    keep: { type: 'string' },
    against: { type: 'string' },
  },
});

if (values.data === undefined) {
  const pages = readFixtures(FIXTURES);
  console.log(`our own fixtures, ${pages.length} pages`);
  showMetadata(pages);
  showPhrases(pages);
  showRefused(pages);
} else {
  const isAsked = (set: string) => values.set === undefined || values.set.includes(set);
  const folder = resolve(values.data, 'extract');
  const choose = values['left-out'] ? fitLeftOut(folder, PARTS) : undefined;
  for (const [set, metric] of Object.entries(SETS))
    if (isAsked(set)) showSet(folder, set, metric, readSet(join(folder, set), choose));
  if (isAsked('real') && !values['left-out']) showReal(resolve(values.data, 'real'));
}

function showSet(folder: string, set: string, metric: string, pages: readonly ReadPage[]): void {
  console.log(`\n${set}, ${pages.length} pages`);
  scoreByGiven(folder, set, metric, pages);
  showRefused(pages);
  if (set === 'news' || set === 'wcxb') showMetadata(pages);
}

function showReal(folder: string): void {
  const pages = readManifest(folder);
  console.log(`\nreal pages, ${pages.length}`);
  showRefused(pages);
  showPhrases(pages);
  showMetadata(pages);
}

/** The texts through the scorer that lies beside the set, and against each baseline with --baselines. */
function scoreByGiven(folder: string, set: string, metric: string, pages: readonly ReadPage[]): void {
  const work = mkdtempSync(join(tmpdir(), 'topicwire-eval-'));
  try {
    const answers = join(work, 'answers.ndjson');
    const toText = ({ outcome }: ReadPage) => (outcome.kind === 'extracted' ? outcome.article.text : '');
    writeFileSync(
      answers,
      pages.map((page) => JSON.stringify({ id: page.gold.id, text: toText(page) })).join('\n'),
    );
    const args = [join(folder, 'score.mjs'), answers, join(folder, set), '--metric', metric];
    run([...args, '--worst', values.worst]);
    if (values.keep !== undefined) {
      mkdirSync(values.keep, { recursive: true });
      copyFileSync(answers, join(values.keep, `${set}.ndjson`));
    }
    if (values.against !== undefined) run([...args, '--against', join(values.against, `${set}.ndjson`)]);
    const baselines = join(folder, 'baselines', set);
    if (!values.baselines || !existsSync(baselines)) return;
    for (const name of readdirSync(baselines).sort()) {
      console.log(`against ${name}`);
      run([...args, '--against', join(baselines, name)]);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? 'a signal'}`);
}

function showMetadata(pages: readonly ReadPage[]): void {
  const { counts, misses } = scoreMetadata(pages);
  for (const [field, { equal, of }] of counts)
    console.log(`${field}\t${(equal / of).toFixed(4)} (${equal} of ${of})`);
  if (values.misses) console.log(misses.join('\n'));
}

/** Every page is an article or a failure with a name; the failures are listed. */
function showRefused(pages: readonly ReadPage[]): void {
  const refused = pages.flatMap(({ gold, outcome }) =>
    outcome.kind === 'failed' ? [`  ${gold.id}: ${outcome.failure}, ${outcome.detail}`] : [],
  );
  console.log(`refused\t${refused.length} of ${pages.length}`);
  if (refused.length > 0) console.log(refused.join('\n'));
}

/** Which of the phrases that a text must and must not contain it does; those that do not hold with --misses. */
function showPhrases(pages: readonly ReadPage[]): void {
  const squash = (text: string) => text.replace(/\s+/gu, ' ').trim();
  const broken: string[] = [];
  let all = 0;
  for (const { gold, outcome } of pages) {
    const text = squash(outcome.kind === 'extracted' ? outcome.article.text : '');
    const wanted = (gold.must_contain ?? []).map((phrase) => ({ phrase, isWanted: true }));
    const unwanted = (gold.must_not_contain ?? []).map((phrase) => ({ phrase, isWanted: false }));
    for (const { phrase, isWanted } of [...wanted, ...unwanted]) {
      all += 1;
      if (text.includes(squash(phrase)) !== isWanted)
        broken.push(`  ${gold.id} ${isWanted ? 'lacks' : 'contains'} "${phrase.slice(0, 100)}"`);
    }
  }
  console.log(`phrases that hold\t${(1 - broken.length / Math.max(1, all)).toFixed(4)} of ${all}`);
  if (values.misses) console.log(broken.join('\n'));
}
