import type { Log } from './log.ts';
import type { Taggable, TagId } from './model.ts';
import { type ItemPosition, type NewTags, retagPage } from './store/retag.ts';
import { beginRetagging, finishRetagging, loadTaggerRules } from './store/retaggings.ts';
import type { Database } from './store/schema.ts';
import { findChangedTags, listRuleHashes, type PartTagger } from './tag/changed.ts';
import type { Tagger } from './tag/compile.ts';
import { tagItem } from './tag/tag.ts';

/** The rules that stored items are to be tagged by. */
export interface RetagRules {
  readonly revision: number;
  readonly tagger: Tagger;
  /** Compiles the rules of a few tags. */
  readonly compile: (scope: readonly TagId[]) => PartTagger;
}

export interface RetagOptions {
  readonly db: Database;
  readonly rules: () => RetagRules;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info'>;
  /** Items in one transaction. */
  readonly limit: number;
}

/** Tags stored items anew, page by page; what is done is in the store, so that any worker goes on from there. */
export interface Retag {
  /** Does a page; true while there is more. */
  readonly next: () => Promise<boolean>;
  /** Looks once more for what another worker left behind. */
  readonly again: () => void;
}

interface Run {
  readonly rules: RetagRules;
  readonly after: ItemPosition | undefined;
  readonly state: 'walking' | 'done';
  readonly toRetag: (db: Database, taggedBy: string | undefined) => Promise<(item: Taggable) => NewTags>;
}

/** Retagging by whatever rules are applied: a change of them begins it anew. */
export function buildRetag({ db, rules, now, log, limit }: RetagOptions): Retag {
  let run: Run | undefined;

  async function begin(current: RetagRules): Promise<Run> {
    const { tagger, revision } = current;
    const begun = { taggerHash: tagger.hash, rules: listRuleHashes(tagger), revision };
    await beginRetagging(db, begun, now());
    return { rules: current, after: undefined, state: 'walking', toRetag: buildChoice(current) };
  }

  return {
    next: async () => {
      const current = rules();
      const { tagger, revision } = current;
      if (run?.rules.tagger.hash !== tagger.hash || run.rules.revision !== revision)
        run = await begin(current);
      if (run.state === 'done') return false;
      const walking = run;
      const { after, toRetag } = walking;
      const request = { taggerHash: tagger.hash, revision, limit, after, now: now(), toRetag };
      const page = await retagPage(db, request);
      if (page.kind === 'behind') return false;
      const isWalked = page.next === undefined;
      const isDone = isWalked && (await finishRetagging(db, tagger.hash, now()));
      if (isDone) log.info({ revision }, 'every stored item is tagged by the applied rules');
      // Where others have items in hand, the next tick walks again: they may be killed before they are done.
      if (run === walking) run = { ...walking, after: page.next, state: isDone ? 'done' : 'walking' };
      return !isWalked;
    },
    again: () => {
      run = undefined;
    },
  };
}

/** Only the tags whose rules differ are decided anew; all of them where the former rules are not known. */
function buildChoice({ tagger, compile }: RetagRules): Run['toRetag'] {
  const chosen = new Map<string | undefined, (item: Taggable) => NewTags>();
  const choose = async (db: Database, taggedBy: string | undefined) => {
    const former = taggedBy === undefined ? undefined : await loadTaggerRules(db, taggedBy);
    if (former === undefined)
      return (item: Taggable): NewTags => ({ tags: tagItem(tagger, item), scope: 'all' });
    const part = compile(findChangedTags(former, listRuleHashes(tagger)));
    return (item: Taggable): NewTags => ({ tags: part.toTags(item), scope: part.scope });
  };
  return async (db, taggedBy) => {
    const known = chosen.get(taggedBy) ?? (await choose(db, taggedBy));
    chosen.set(taggedBy, known);
    return known;
  };
}
