import type { Explanation, Lack } from '../model.ts';
import type { TagLabels } from './catalog.ts';
import type { ExplanationJson } from './tag-schemas.ts';

/** An explanation as the API gives it. */
export const toExplanationJson = (explanation: Explanation, labels: TagLabels): ExplanationJson => ({
  tagged_by: explanation.taggedBy,
  given: explanation.given.map(({ tag, score, givenBy, evidence, minScore, ruleHash, through }) => ({
    ...{ tag, label: labels(tag), score, given_by: givenBy, evidence: [...evidence] },
    ...{ min_score: minScore, rule_hash: ruleHash, through: through ?? null },
  })),
  near_misses: explanation.nearMisses.map(({ tag, points, minScore, evidence, lacks }) => ({
    ...{ tag, label: labels(tag), points, min_score: minScore, evidence: [...evidence] },
    lacks: lacks.map(toLackJson),
  })),
  near_misses_omitted: explanation.omitted,
});

const toLackJson = (lack: Lack): ExplanationJson['near_misses'][number]['lacks'][number] => {
  switch (lack.kind) {
    case 'vetoed':
      return { kind: lack.kind, by: [...lack.by] };
    case 'words':
      return { kind: lack.kind, words: [...lack.words] };
    default:
      return lack;
  }
};
