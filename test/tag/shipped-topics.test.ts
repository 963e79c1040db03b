import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkTopics } from '../../src/tag/check.ts';
import { compileTagger, type Tagger } from '../../src/tag/compile.ts';
import { checkExamples } from '../../src/tag/examples.ts';
import { parseTopic, type TopicRule } from '../../src/tag/topic.ts';
import { weighItem } from '../../src/tag/weigh.ts';
import { toItem } from './support/rules.ts';

const DIRECTORY = new URL('../../config/topics/', import.meta.url);
const WIRE = new URL('../../bench/data/wire/', import.meta.url);
const LANGUAGES = ['az', 'uk', 'ru', 'en'];
const TOP_LEVEL =
  'culture conflict crime disaster economy education environment health human-interest labour lifestyle politics religion science society sport weather';
/** Most states of all automata together: a state takes 20 bytes, so this keeps the tables under 24 MB. */
const MAX_STATES = 1_200_000;
/** Longest compilation in milliseconds: a second or two, and a machine may be busy with ten other things. */
const COMPILE_MS = 60_000;

const files = readdirSync(fileURLToPath(DIRECTORY)).filter((file) => file.endsWith('.yaml'));
const parsed = files.map((file) => ({
  file,
  ...parseTopic(parse(readFileSync(new URL(file, DIRECTORY), 'utf8'))),
}));
const topics: readonly TopicRule[] = parsed.flatMap(({ topic }) => (topic === undefined ? [] : [topic]));

describe('the shipped topics', () => {
  let tagger: Tagger;
  beforeAll(() => {
    tagger = compileTagger(topics, { languages: LANGUAGES });
  }, COMPILE_MS);

  it('are free of mistakes, alone and together', () => {
    expect(
      parsed.flatMap(({ file, problems, warnings }) =>
        [...problems, ...warnings].map((each) => ({ file, ...each })),
      ),
    ).toEqual([]);
    expect(checkTopics(topics)).toEqual([]);
  });

  it('are named as their files', () => {
    expect(parsed.map(({ topic }) => `${topic?.id}.yaml`)).toEqual(files);
  });

  it('cover the top level of IPTC Media Topics and nothing else without a parent', () => {
    const roots = topics.filter((topic) => topic.parent === undefined).map((topic) => String(topic.id));
    expect(roots.sort()).toEqual(TOP_LEVEL.split(' ').sort());
  });

  it('have a label, words and an IPTC topic each, in every language', () => {
    for (const topic of topics) {
      expect(Object.keys(topic.label).sort()).toEqual([...LANGUAGES].sort());
      expect(topic.iptc).toBeDefined();
      for (const language of LANGUAGES)
        expect((topic.any[language] ?? []).length, `${topic.id} ${language}`).toBeGreaterThan(5);
    }
  });

  it('have three examples that match and three that do not, in every language', () => {
    for (const topic of topics) {
      for (const language of LANGUAGES) {
        for (const examples of [topic.examples.match, topic.examples.noMatch]) {
          const texts = examples.filter((example) => example.language === language);
          expect(texts.length, `${topic.id} ${language}`).toBeGreaterThanOrEqual(3);
        }
      }
    }
  });

  it('treat their own examples as they say', () => {
    expect(
      topics.flatMap((topic) =>
        checkExamples(tagger, topic).map((problem) => ({ topic: topic.id, ...problem })),
      ),
    ).toEqual([]);
  });

  it('are weighed for tagging wherever they reach their threshold unvetoed, and to the same verdict', () => {
    let verdicts = 0;
    for (const language of LANGUAGES)
      for (const line of readFileSync(new URL(`${language}.jsonl`, WIRE), 'utf8')
        .trim()
        .split('\n')) {
        const { title, text }: { title: string; text: string } = JSON.parse(line);
        const item = toItem({ language, title, text });
        const carried = weighItem(tagger, item, 'carried');
        const all = weighItem(tagger, item).filter(
          ({ rule, points, vetoes }) => points >= rule.minScore && vetoes.length === 0,
        );
        verdicts += all.length;
        const byTag = (list: ReturnType<typeof weighItem>) =>
          new Map(list.map((verdict) => [verdict.rule.tag, verdict]));
        expect(byTag(carried)).toEqual(byTag(all));
      }
    expect(verdicts).toBeGreaterThan(300);
  });

  it(
    'compile to tables of modest size, the same ones each time',
    () => {
      const states = [...tagger.automata.values()].reduce(
        (sum, automaton) => sum + automaton.table.states,
        0,
      );
      expect(states).toBeLessThan(MAX_STATES);
      expect(compileTagger(topics, { languages: LANGUAGES }).hash).toBe(tagger.hash);
    },
    COMPILE_MS,
  );
});
