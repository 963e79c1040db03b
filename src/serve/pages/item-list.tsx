/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { TagId } from '../../model.ts';
import type { ItemView } from '../../store/item-view.ts';
import type { ItemQuery } from '../../store/search.ts';
import { type Catalog, type TagNames, toLanguageName, toPublisherName } from '../catalog.ts';
import { shorten, toExcerpt } from '../summary.ts';
import { shortenHtml } from './html-length.ts';
import { toLang } from './lang.ts';
import { OwnLink } from './link.tsx';
import { ItemTags } from './tag-links.tsx';
import { Clock, Moment, toDay } from './times.tsx';

/** With these a page of 25 items stays under 100 KB, even where every character is an entity. */
export const ITEMS_ON_PAGE = 25;
const MAX_TITLE_LENGTH = 180;
const MAX_SUMMARY_LENGTH = 220;

export interface ItemListProps {
  readonly items: readonly ItemView[];
  readonly catalog: Catalog;
  readonly names: TagNames;
  /** The topic whose list it is. */
  readonly topic: TagId | undefined;
  readonly order: ItemQuery['order'];
}

/** Items under the day they are of, newest first, or in one list, the best match first. */
export const ItemList = ({ items, ...props }: ItemListProps) => (
  <>
    {(props.order === 'relevance' ? toOneList(items) : groupByDay(items)).map((group) => (
      <>
        <h2 class="day">{group.heading}</h2>
        <ol class="entries">
          {group.items.map((item) => (
            <li>
              <Entry item={item} {...props} />
            </li>
          ))}
        </ol>
      </>
    ))}
  </>
);

const Entry = ({ item, ...props }: Omit<ItemListProps, 'items'> & { readonly item: ItemView }) => {
  const summary = toExcerpt(item, MAX_SUMMARY_LENGTH);
  const lang = toLang(item.language);
  const When = props.order === 'relevance' ? Moment : Clock;
  return (
    // The script tells by it what came since the last visit.
    <article data-first-seen={item.firstSeenAt.getTime()}>
      <p class="meta">
        <When time={new Date(item.orderedAt)} />
        <OwnLink class="publisher" href={`/?publisher=${item.publisher}`}>
          {shorten(toPublisherName(props.catalog, item.publisher), 60)}
        </OwnLink>
        {lang !== undefined && <span>{toLanguageName(item.language)}</span>}
      </p>
      <h3 lang={lang} dir="auto">
        <OwnLink href={`/items/${item.id}`}>
          {shortenHtml(toHeadline(item, MAX_TITLE_LENGTH), MAX_TITLE_LENGTH)}
        </OwnLink>
      </h3>
      {summary !== undefined && summary !== item.title && (
        <p class="summary" lang={lang} dir="auto">
          {shortenHtml(summary, MAX_SUMMARY_LENGTH)}
        </p>
      )}
      <ItemTags item={item} {...props} />
    </article>
  );
};

/** The title, or the text's beginning where there is none. */
export const toHeadline = (item: ItemView, maxLength: number): string =>
  shorten(item.title || toExcerpt(item, maxLength) || 'Untitled', maxLength);

interface Group {
  readonly heading: string;
  readonly items: readonly ItemView[];
}

const toOneList = (items: readonly ItemView[]): readonly Group[] =>
  items.length === 0 ? [] : [{ heading: 'Best matches first', items }];

function groupByDay(items: readonly ItemView[]): readonly Group[] {
  const days = new Map<string, ItemView[]>();
  for (const item of items) {
    const day = toDay(new Date(item.orderedAt));
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [item]);
    else ofDay.push(item);
  }
  return [...days].map(([heading, ofDay]) => ({ heading, items: ofDay }));
}
