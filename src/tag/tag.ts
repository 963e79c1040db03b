import type { Tag, Taggable, TagId } from '../model.ts';
import type { CompiledRule, Tagger } from './compile.ts';
import { type Verdict, weighItem } from './weigh.ts';

type Outcome = Pick<Tag, 'score' | 'givenBy' | 'evidence'>;

/** Scores are rounded to this many parts: enough to compare by, and stable in print. */
const PRECISION = 1000;

const findRule = (tagger: Tagger, tag: TagId): CompiledRule | undefined =>
  tagger.rules[tagger.byTag.get(tag) ?? -1];

/** What a rule's own verdict gives, where it reaches the threshold, is not vetoed and lacks nothing. */
const ownOutcome = (verdict: Verdict | undefined, has: (tag: TagId) => boolean): Outcome | undefined => {
  if (verdict === undefined || verdict.vetoes.length > 0) return undefined;
  const { rule, points, evidence, givenBy, met } = verdict;
  if (points < rule.minScore) return undefined;
  const holds = rule.all.every((each, index) => (each.kind === 'tag' ? has(each.tag) : met.has(index)));
  return holds
    ? { score: Math.round((points / rule.minScore) * PRECISION) / PRECISION, givenBy, evidence }
    : undefined;
};

/** The tags and all that stand above them: only these can be given. */
const withAncestors = (tagger: Tagger, tags: Iterable<TagId>): ReadonlySet<TagId> => {
  const all = new Set<TagId>();
  for (const tag of tags) {
    for (let next: TagId | undefined = tag; next !== undefined && !all.has(next); ) {
      all.add(next);
      next = findRule(tagger, next)?.parent;
    }
  }
  return all;
};

const settle = (tagger: Tagger, verdicts: ReadonlyMap<TagId, Verdict>): ReadonlyMap<TagId, Outcome> => {
  const possible = withAncestors(tagger, verdicts.keys());
  const settled = new Map<TagId, Outcome | undefined>();
  const has = (tag: TagId): boolean => possible.has(tag) && outcomeOf(tag) !== undefined;
  const outcomeOf = (tag: TagId): Outcome | undefined => {
    if (settled.has(tag)) return settled.get(tag);
    settled.set(tag, undefined);
    const rule = findRule(tagger, tag);
    if (rule === undefined) return undefined;
    let best = ownOutcome(verdicts.get(tag), has);
    for (const child of rule.children) {
      const outcome = possible.has(child) ? outcomeOf(child) : undefined;
      if (outcome !== undefined && outcome.score > (best?.score ?? 0)) best = outcome;
    }
    settled.set(tag, best);
    return best;
  };
  const given = new Map<TagId, Outcome>();
  for (const tag of possible) {
    const outcome = outcomeOf(tag);
    if (outcome !== undefined) given.set(tag, outcome);
  }
  return given;
};

/**
 * The tags of an item, topics and places, highest score first, each with its evidence; a parent has the highest
 * score of its own and its children's, with that one's evidence. Only title and text are read for terms.
 */
export const tagItem = (tagger: Tagger, input: Taggable): readonly Tag[] =>
  [...settle(tagger, weighItem(tagger, input, 'carried'))]
    .flatMap(([tag, { score, givenBy, evidence }]) => {
      const rule = findRule(tagger, tag);
      return rule === undefined ? [] : [{ tag, score, givenBy, evidence, ruleHash: rule.hash }];
    })
    .sort((a, b) => b.score - a.score || (a.tag < b.tag ? -1 : 1));
