import type { Tag, Taggable, TagId } from '../model.ts';
import type { CompiledRule, Tagger } from './compile.ts';
import { type Verdict, weighItem } from './weigh.ts';

type Outcome = Pick<Tag, 'score' | 'givenBy' | 'evidence'>;

/** Scores are rounded to this many parts: enough to compare by, and stable in print. */
const PRECISION = 1000;

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

/** Puts a value into a list, mostly a short one, behind all that stand before it. */
const insert = <T>(list: T[], value: T, isBefore: (other: T) => boolean): void => {
  let at = list.length;
  list.push(value);
  for (; at > 0; at -= 1) {
    const other = list[at - 1];
    if (other === undefined || isBefore(other)) break;
    list[at] = other;
  }
  list[at] = value;
};

/** A rule that words speak for, or for one below it, and what it comes to. */
interface Standing {
  readonly number: number;
  readonly rule: CompiledRule;
  verdict: Verdict | undefined;
  isSettled: boolean;
  outcome: Outcome | undefined;
}

/** The rules of these verdicts and all above them, in the order of the rules. */
const listStandings = ({ rules }: Tagger, verdicts: readonly Verdict[]): readonly Standing[] => {
  const standings: Standing[] = [];
  const stand = (rule: CompiledRule, number: number): Standing => {
    for (const each of standings) if (each.number === number) return each;
    const added = { number, rule, verdict: undefined, isSettled: false, outcome: undefined };
    insert(standings, added, (each) => each.number < number);
    return added;
  };
  for (const verdict of verdicts) {
    let each = stand(verdict.rule, verdict.number);
    each.verdict = verdict;
    while (each.rule.parent !== undefined) {
      const above = rules[each.rule.parent];
      if (above === undefined) break;
      each = stand(above, each.rule.parent);
    }
  }
  return standings;
};

/** Settles what each comes to; topics may depend on one another. */
const settle = (standings: readonly Standing[]): void => {
  const has = (tag: TagId): boolean => {
    for (const each of standings) if (each.rule.tag === tag) return outcomeOf(each) !== undefined;
    return false;
  };
  const outcomeOf = (standing: Standing): Outcome | undefined => {
    if (standing.isSettled) return standing.outcome;
    standing.isSettled = true;
    let best = ownOutcome(standing.verdict, has);
    if (standing.rule.children.length > 0)
      for (const child of standings) {
        if (child.rule.parent !== standing.number) continue;
        const outcome = outcomeOf(child);
        if (outcome !== undefined && outcome.score > (best?.score ?? 0)) best = outcome;
      }
    standing.outcome = best;
    return best;
  };
  for (const each of standings) outcomeOf(each);
};

const toTag = ({ tag, hash }: CompiledRule, { score, givenBy, evidence }: Outcome): Tag => ({
  tag,
  score,
  givenBy,
  evidence,
  ruleHash: hash,
});

/**
 * The tags of an item, topics and places, highest score first, each with its evidence; a parent has the highest
 * score of its own and its children's, with that one's evidence. Only title and text are read for terms.
 */
export const tagItem = (tagger: Tagger, input: Taggable): readonly Tag[] => {
  const standings = listStandings(tagger, weighItem(tagger, input, 'carried'));
  settle(standings);
  const tags: Tag[] = [];
  for (const { rule, outcome } of standings) {
    if (outcome === undefined) continue;
    const { score } = outcome;
    insert(
      tags,
      toTag(rule, outcome),
      (other) => other.score > score || (other.score === score && other.tag < rule.tag),
    );
  }
  return tags;
};
