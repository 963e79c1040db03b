/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { TagId } from '../../model.ts';
import type { ItemView, TagView } from '../../store/item-view.ts';
import type { Catalog, TagNames } from '../catalog.ts';
import { shorten } from '../summary.ts';
import { shortenHtml } from './html-length.ts';
import { toForeign, toLang } from './lang.ts';
import { OwnLink } from './link.tsx';

const MAX_TAGS = 6;
const MAX_LABEL_LENGTH = 60;
const MAX_WORD_LENGTH = 32;
/** Words shown of the topic whose list it is; of every other topic the strongest one. */
const WORDS_OF_OWN = 3;

/** The page of a tag: a topic's own, any other's as a question to the front page. */
export function toTagPath(tag: TagId): string {
  const [kind, name] = tag.split(':');
  return name === undefined ? `/topics/${tag}` : `/?${kind}=${name}`;
}

/** A tag's label, leading to its page. */
export const TagLink = ({ tag, names }: { readonly tag: TagId; readonly names: TagNames }) => {
  const { text, language } = names(tag);
  return (
    <OwnLink href={toTagPath(tag)} lang={toForeign(language)}>
      {shorten(text, MAX_LABEL_LENGTH)}
    </OwnLink>
  );
};

interface ItemTagsProps {
  readonly item: ItemView;
  readonly catalog: Catalog;
  readonly names: TagNames;
  /** The topic whose list the item stands in. */
  readonly topic: TagId | undefined;
}

/** An item's topics, each with the words that gave it, then its places and organisations. */
export const ItemTags = ({ item, catalog, names, topic }: ItemTagsProps) => {
  const tags = chooseTags(item.tags, catalog, topic);
  if (tags.length === 0) return null;
  return (
    <ul class="tags" aria-label="Tags and why">
      {tags.slice(0, MAX_TAGS).map((tag) => {
        const label = names(tag.tag).text.toLowerCase();
        const words = isTopic(tag)
          ? listWords(tag, tag.tag === topic ? WORDS_OF_OWN : 1).filter(
              (word) => word.toLowerCase() !== label,
            )
          : [];
        return (
          <li>
            <TagLink tag={tag.tag} names={names} />
            {words.length > 0 && (
              <span class="because" lang={toLang(item.language)} dir="auto">
                {words.join(', ')}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const isTopic = ({ tag }: TagView): boolean => !tag.includes(':');

/** The list's own topic first, then the others by score, then places and organisations; without the topics above another. */
export function chooseTags(
  tags: readonly TagView[],
  { topics }: Catalog,
  own: TagId | undefined,
): readonly TagView[] {
  const parents = new Map<string, string | undefined>(topics.map(({ id, parent }) => [id, parent]));
  const above = new Set(tags.map(({ tag }) => parents.get(tag)));
  const rank = (tag: TagView): number => (tag.tag === own ? 0 : isTopic(tag) ? 1 : 2);
  return tags
    .filter(({ tag }) => tag === own || !above.has(tag))
    .toSorted((a, b) => rank(a) - rank(b) || b.score - a.score);
}

/** The words that speak most for a tag, each once. */
function listWords({ evidence }: TagView, most: number): readonly string[] {
  const words = new Map<string, string>();
  for (const { text } of evidence.toSorted((a, b) => b.weight - a.weight)) {
    const word = text.trim();
    if (word !== '' && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word);
  }
  return [...words.values()].slice(0, most).map((word) => shortenHtml(word, MAX_WORD_LENGTH));
}
