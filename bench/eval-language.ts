import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLanguageDetector, UNKNOWN_LANGUAGE } from '../src/text/language.ts';
import { type Row, readConfig, readLines, toCell } from './support/labelled.ts';

/** Words read of each text; undefined is all. */
const LENGTHS = [4, 8, undefined];

/** `npm run eval:language -- --data DIR [--wrong]`: the language of the sib200 texts of DIR by their first words. */
const { values } = parseArgs({ options: { data: { type: 'string' }, wrong: { type: 'boolean' } } });
if (values.data === undefined) throw new Error('eval:language: expected --data DIR');
const { settings } = await readConfig();
const detect = buildLanguageDetector(settings.languages);
const rows = readLines<Row>(join(values.data, 'tagging', 'topics.dev.jsonl')).filter(({ set }) =>
  set.startsWith('sib200:'),
);
const languages = [...new Set(rows.map(({ language }) => language))].sort();
console.log(`words  ${languages.map((language) => language.padStart(7)).join(' ')}   worst  wrong  unsure`);
for (const length of LENGTHS) {
  const answers = rows.map((row) => {
    const text = row.text.trim().split(/\s+/u).slice(0, length).join(' ');
    return { row, text, said: detect({ title: '', text }) };
  });
  const shares = languages.map((language) => {
    const own = answers.filter(({ row }) => row.language === language);
    return own.filter(({ said }) => said === language).length / own.length;
  });
  const unsure = answers.filter(({ said }) => said === UNKNOWN_LANGUAGE);
  const wrong = answers.filter(({ row, said }) => said !== row.language && said !== UNKNOWN_LANGUAGE);
  console.log(
    `${String(length ?? 'all').padEnd(5)}  ${shares.map((share) => toCell(share, 4)).join(' ')} ${toCell(Math.min(...shares), 4)} ${String(wrong.length).padStart(6)} ${String(unsure.length).padStart(7)}`,
  );
  if (values.wrong === true)
    for (const { row, text, said } of [...wrong, ...unsure])
      console.log(`  ${row.id} ${row.language} → ${said}: ${text}`);
}
