// Fits src/extract/weights.json and trees.json on pages whose article text is known: three rankings of a page's blocks
// by logistic regression, and trees that judge a block by the rankings of it and of its surroundings.
//   npm exec tsx bench/fit-extract.ts -- --data DIR
// DIR holds folders of gold pages (<id>.json with id, url, text beside <id>.html.gz): scrapinghub, news, fundus, wcxb.
// What a site gets that was not among them: npm run eval:extract -- --data DIR/.. --left-out
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fitExtractor } from './support/fit-extractor.ts';
import { readLabelledPages } from './support/labelled-pages.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) throw new Error('usage: fit-extract.ts --data DIR');
const { pages, names } = readLabelledPages(values.data);
const { weights, judgement } = fitExtractor(pages, names);
const write = (name: string, value: unknown) =>
  writeFileSync(new URL(`../src/extract/${name}`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);
write('weights.json', weights);
write('trees.json', judgement);
console.log(`weights and trees of ${pages.length} pages written: biome format --write src/extract/*.json`);
