/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Language, TagId } from '../../model.ts';
import type { ItemView } from '../../store/item-view.ts';
import { type Catalog, type TagLabels, toLanguageName, toPublisherName } from '../catalog.ts';
import { shorten, toExcerpt } from '../summary.ts';
import { OwnLink } from './link.tsx';
import { Clock, toDay } from './times.tsx';

/** With these a page of 25 items stays under 100 KB, even where every character is an entity. */
export const ITEMS_ON_PAGE = 25;
const MAX_TITLE_LENGTH = 180;
const MAX_SUMMARY_LENGTH = 220;
const MAX_TAGS = 6;

export interface ItemListProps {
  readonly items: readonly ItemView[];
  readonly catalog: Catalog;
  readonly labels: TagLabels;
}

/** Items under the day they are of, newest first. */
export const ItemList = ({ items, catalog, labels }: ItemListProps) => (
  <>
    {groupByDay(items).map(({ day, items: ofDay }) => (
      <>
        <h2 class="day">{day}</h2>
        <ol class="entries">
          {ofDay.map((item) => (
            <li>
              <Entry item={item} catalog={catalog} labels={labels} />
            </li>
          ))}
        </ol>
      </>
    ))}
  </>
);

const Entry = ({ item, catalog, labels }: Omit<ItemListProps, 'items'> & { readonly item: ItemView }) => {
  const summary = toExcerpt(item, MAX_SUMMARY_LENGTH);
  return (
    <article>
      <p class="meta">
        <Clock time={new Date(item.orderedAt)} />
        <b>{shorten(toPublisherName(catalog, item.publisher), 60)}</b>
        <span>{toLanguageName(item.language)}</span>
      </p>
      <h3 lang={toLang(item.language)} dir="auto">
        <OwnLink href={`/items/${item.id}`}>{toHeadline(item, MAX_TITLE_LENGTH)}</OwnLink>
      </h3>
      {summary !== undefined && summary !== item.title && (
        <p class="summary" lang={toLang(item.language)} dir="auto">
          {summary}
        </p>
      )}
      {item.tags.length > 0 && (
        <ul class="tags" aria-label="Tags">
          {item.tags.slice(0, MAX_TAGS).map(({ tag }) => (
            <li>
              <OwnLink href={toTagPath(tag)}>{shorten(labels(tag), 60)}</OwnLink>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
};

/** The page of a tag: a topic's own, any other's as a question to the front page. */
export function toTagPath(tag: TagId): string {
  const [kind, name] = tag.split(':');
  return name === undefined ? `/topics/${tag}` : `/?${kind}=${name}`;
}

/** The title, or the text's beginning where there is none. */
export const toHeadline = (item: ItemView, maxLength: number): string =>
  shorten(item.title || toExcerpt(item, maxLength) || 'Untitled', maxLength);

/** A lang attribute; none where the language is not known. */
export const toLang = (language: Language): string | undefined => (language === 'und' ? undefined : language);

interface Day {
  readonly day: string;
  readonly items: readonly ItemView[];
}

function groupByDay(items: readonly ItemView[]): readonly Day[] {
  const days = new Map<string, ItemView[]>();
  for (const item of items) {
    const day = toDay(new Date(item.orderedAt));
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [item]);
    else ofDay.push(item);
  }
  return [...days].map(([day, ofDay]) => ({ day, items: ofDay }));
}
