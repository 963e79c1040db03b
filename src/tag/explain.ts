import type { Explanation, Lack, NearMiss, Taggable, TagId } from '../model.ts';
import type { CompiledRule, Tagger } from './compile.ts';
import { tagItem } from './tag.ts';
import { type Verdict, weighItem } from './weigh.ts';

/** A rule with less of its threshold than this was not nearly met. */
const NEAR_SHARE = 0.3;
/** Near misses told: an item of many subjects brushes most rules. */
const MAX_NEAR_MISSES = 20;

/** What kept a rule that has points from giving its tag; empty where nothing did. */
const toLacks = (
  { rule, points, vetoes, met }: Verdict,
  input: Taggable,
  has: (tag: TagId) => boolean,
): readonly Lack[] => [
  ...(points < rule.minScore ? [{ kind: 'points' as const }] : []),
  ...(vetoes.length > 0 ? [{ kind: 'vetoed' as const, by: vetoes }] : []),
  ...rule.all.flatMap((each, index): readonly Lack[] => {
    if (each.kind === 'tag') return has(each.tag) ? [] : [{ kind: 'tag', tag: each.tag }];
    if (met.has(index)) return [];
    return [{ kind: 'words', words: (each.terms[input.language] ?? []).map(({ written }) => written) }];
  }),
];

const toNearMiss = (verdict: Verdict, lacks: readonly Lack[]): NearMiss => ({
  tag: verdict.rule.tag,
  points: verdict.points,
  minScore: verdict.rule.minScore,
  evidence: verdict.evidence,
  lacks,
});

const share = ({ points, minScore }: NearMiss): number => points / minScore;

/** Whether a topic's own words gave it its score. */
const isByOwnWords = (rule: CompiledRule, verdict: Verdict | undefined, score: number): boolean =>
  verdict !== undefined && Math.abs(verdict.points / rule.minScore - score) < 0.001;

/**
 * Why an item bears its tags by these rules, and which it nearly bore: what lacked, or what vetoed. A topic that has its
 * tag from one below it says `through` which.
 */
export const explainItem = (tagger: Tagger, input: Taggable): Explanation => {
  const tags = tagItem(tagger, input);
  const given = new Map(tags.map((tag) => [tag.tag, tag]));
  const verdicts = weighItem(tagger, input);
  const byTag = new Map(verdicts.map((verdict) => [verdict.rule.tag, verdict]));
  const nearMisses = verdicts
    .map((verdict) =>
      toNearMiss(
        verdict,
        toLacks(verdict, input, (tag) => given.has(tag)),
      ),
    )
    .filter((miss) => miss.lacks.length > 0 && share(miss) >= NEAR_SHARE)
    .sort((a, b) => share(b) - share(a) || (a.tag < b.tag ? -1 : 1));
  return {
    taggedBy: tagger.hash,
    given: tags.map((tag) => {
      const rule = tagger.rules[tagger.byTag.get(tag.tag) ?? -1];
      const isOwn = rule === undefined || isByOwnWords(rule, byTag.get(tag.tag), tag.score);
      const through = isOwn ? undefined : rule.children.find((id) => given.get(id)?.score === tag.score);
      return { ...tag, minScore: rule?.minScore ?? 1, through };
    }),
    nearMisses: nearMisses.slice(0, MAX_NEAR_MISSES),
    omitted: Math.max(0, nearMisses.length - MAX_NEAR_MISSES),
  };
};
