/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Evidence } from '../../model.ts';
import type { ItemView, TagView } from '../../store/item-view.ts';
import type { TagSpan } from '../../store/tag-history.ts';
import type { Catalog, TagNames } from '../catalog.ts';
import { shorten } from '../summary.ts';
import { toLang } from './lang.ts';
import { TagLink } from './tag-links.tsx';
import { Moment } from './times.tsx';

export interface WhyProps {
  readonly item: ItemView;
  readonly catalog: Catalog;
  readonly names: TagNames;
  /** Since when until when it bore which tag. */
  readonly spans: readonly TagSpan[];
}

/** Shown at once; more would push the text's head off a small screen. */
const OPEN_REASONS = 5;
const MAX_REASONS = 30;
const MAX_WORDS = 4;
const MAX_SPANS = 30;

/** The item's tags, each with the words that gave it. */
export const Why = ({ item, names, spans }: WhyProps) => {
  const reasons = groupTags(item.tags).slice(0, MAX_REASONS);
  const lang = toLang(item.language);
  const rows = (shown: readonly Reason[]) => (
    <dl>
      {shown.map(({ tags, evidence }) => (
        <div>
          <dt>
            {tags.map((tag, index) => (
              <>
                {index > 0 && ', '}
                <TagLink tag={tag.tag} names={names} />
              </>
            ))}
            <span class="score" title="Points against the rule's threshold, which is 1">
              {(tags[0]?.score ?? 0).toFixed(1)}
            </span>
          </dt>
          <dd>
            <Words evidence={evidence} lang={lang} />
          </dd>
        </div>
      ))}
    </dl>
  );
  return (
    <aside class="why" aria-labelledby="why-title">
      <h2 id="why-title">Tags and why</h2>
      {reasons.length === 0 && (
        <p>
          {item.read.state === 'pending'
            ? 'Not tagged yet: its page is still to be read.'
            : 'No tag’s rule matched.'}
        </p>
      )}
      {reasons.length > 0 && rows(reasons.slice(0, OPEN_REASONS))}
      {reasons.length > OPEN_REASONS && (
        <details>
          <summary>{reasons.length - OPEN_REASONS} more</summary>
          {rows(reasons.slice(OPEN_REASONS))}
        </details>
      )}
      <History spans={spans} names={names} />
    </aside>
  );
};

/** The tags that were taken away, or came by a rule that has changed since. */
const History = ({ spans, names }: Pick<WhyProps, 'spans' | 'names'>) => {
  const ended = spans.filter(({ until }) => until !== undefined);
  if (ended.length === 0) return null;
  return (
    <details>
      <summary>Earlier tags</summary>
      <ul>
        {ended.slice(0, MAX_SPANS).map(({ tag, since, until, ruleHash }) => (
          <li>
            <TagLink tag={tag} names={names} />: <Moment time={since} />
            {until !== undefined && (
              <>
                {' to '}
                <Moment time={until} />
              </>
            )}
            , rule <code>{ruleHash}</code>
          </li>
        ))}
      </ul>
    </details>
  );
};

interface WordsProps {
  readonly evidence: readonly Evidence[];
  readonly lang: string | undefined;
}

/** The words that speak for a tag, repeats counted, each with the rule's term where that is spelled otherwise. */
const Words = ({ evidence, lang }: WordsProps) => {
  const words = countWords(evidence);
  const rest = words.length - MAX_WORDS;
  return (
    <>
      {words.slice(0, MAX_WORDS).map((word, index) => (
        <>
          {index > 0 && ' · '}
          <mark lang={lang}>{shorten(word.text, 60)}</mark>
          {word.count > 1 && ` ×${word.count}`}
          {word.rule !== undefined && (
            <>
              {' '}
              <code lang={lang}>{shorten(word.rule, 40)}</code>
            </>
          )}
          {word.where !== '' && ` ${word.where}`}
        </>
      ))}
      {rest > 0 && ` and ${rest} more`}
    </>
  );
};

interface Reason {
  readonly tags: readonly TagView[];
  readonly evidence: readonly Evidence[];
}

/** Tags that rest on the very same words (a topic and its parents) stand together. */
function groupTags(tags: readonly TagView[]): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const tag of tags) {
    const key = JSON.stringify(tag.evidence);
    const known = reasons.get(key);
    reasons.set(key, { tags: [...(known?.tags ?? []), tag], evidence: tag.evidence });
  }
  return [...reasons.values()];
}

interface Word {
  readonly text: string;
  readonly rule: string | undefined;
  readonly where: string;
  readonly count: number;
}

function countWords(evidence: readonly Evidence[]): readonly Word[] {
  const words = new Map<string, Word>();
  for (const { text, rule, field } of evidence) {
    const folded = text.toLowerCase();
    const known = words.get(folded);
    const spelled = rule.toLowerCase().replace(/[~!*]|\^[\d.]+$/g, '') === folded;
    const where =
      field === 'title' ? 'in the title' : field === 'categories' ? 'as the publisher’s label' : '';
    words.set(folded, {
      text: known?.text ?? text,
      rule: known === undefined ? (spelled ? undefined : rule) : known.rule,
      where: known?.where || where,
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...words.values()];
}
