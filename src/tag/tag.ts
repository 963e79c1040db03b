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

/** The outcomes of topics, which may depend on one another: of those that are spoken of, and of all above them. */
const settleTopics = (tagger: Tagger, verdicts: ReadonlyMap<TagId, Verdict>, tags: Tag[]): void => {
  const settled = new Map<TagId, Outcome | undefined>();
  const has = (tag: TagId): boolean => outcomeOf(tag) !== undefined;
  const outcomeOf = (tag: TagId): Outcome | undefined => {
    if (settled.has(tag)) return settled.get(tag);
    settled.set(tag, undefined);
    const rule = findRule(tagger, tag);
    if (rule === undefined) return undefined;
    let best = ownOutcome(verdicts.get(tag), has);
    for (const child of rule.children) {
      const outcome = outcomeOf(child);
      if (outcome !== undefined && outcome.score > (best?.score ?? 0)) best = outcome;
    }
    settled.set(tag, best);
    return best;
  };
  for (const { rule } of verdicts.values())
    for (let each: CompiledRule | undefined = rule; each?.kind === 'topic'; ) {
      outcomeOf(each.tag);
      each = each.parent === undefined ? undefined : findRule(tagger, each.parent);
    }
  for (const [tag, outcome] of settled) {
    const rule = outcome === undefined ? undefined : findRule(tagger, tag);
    if (rule?.kind === 'topic' && outcome !== undefined) tags.push(toTag(rule, outcome));
  }
};

const toTag = ({ tag, hash }: CompiledRule, { score, givenBy, evidence }: Outcome): Tag => ({
  tag,
  score,
  givenBy,
  evidence,
  ruleHash: hash,
});

const NEEDS_NOTHING = (): boolean => false;

/**
 * The tags of an item, topics and places, highest score first, each with its evidence; a parent has the highest
 * score of its own and its children's, with that one's evidence. Only title and text are read for terms.
 */
export const tagItem = (tagger: Tagger, input: Taggable): readonly Tag[] => {
  const verdicts = weighItem(tagger, input, 'carried');
  const tags: Tag[] = [];
  let hasTopic = false;
  for (const verdict of verdicts.values()) {
    if (verdict.rule.kind === 'topic') {
      hasTopic = true;
      continue;
    }
    const outcome = ownOutcome(verdict, NEEDS_NOTHING);
    if (outcome !== undefined) tags.push(toTag(verdict.rule, outcome));
  }
  if (hasTopic) settleTopics(tagger, verdicts, tags);
  return tags.sort((a, b) => b.score - a.score || (a.tag < b.tag ? -1 : 1));
};
