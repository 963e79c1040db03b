/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { SavedSearch } from '../../model.ts';
import { ItemList, type ItemListProps } from './item-list.tsx';
import type { FeedLink, Page } from './layout.tsx';
import { OwnLink } from './link.tsx';
import { SearchLinks } from './search-links.tsx';
import { TopicTree, type TopicTreeProps } from './topic-tree.tsx';

export interface ListPage extends ItemListProps, Pick<TopicTreeProps, 'counts' | 'languages'> {
  readonly heading: string;
  /** What stands under the heading. */
  readonly about?: Child;
  readonly words: string | undefined;
  readonly feeds: readonly FeedLink[];
  readonly searches: readonly SavedSearch[];
  /** Path of the page of older items. */
  readonly olderPath: string | undefined;
  /** Path of the same page without its cursor, where it has one. */
  readonly newestPath: string | undefined;
}

/** A page of items with the topics beside them: the front page, a topic, any question. */
export const toListPage = (page: ListPage): Page => ({
  title: `${page.heading} — Topicwire`,
  feeds: page.feeds,
  words: page.words,
  body: <ListBody {...page} />,
});

const ListBody = (page: ListPage) => (
  <>
    <div class="head">
      <h1>{page.heading}</h1>
      {page.about}
      <p class="line">
        <span>Follow this list:</span>
        {page.feeds.map((feed) => (
          <OwnLink href={feed.href} type={feed.type}>
            {feed.title}
          </OwnLink>
        ))}
      </p>
    </div>
    <div class="columns">
      <div>
        {page.items.length === 0 && <p class="none">Nothing here yet.</p>}
        <ItemList items={page.items} catalog={page.catalog} labels={page.labels} />
        {page.olderPath !== undefined && (
          <p class="older">
            <OwnLink href={page.olderPath} rel="next">
              Older items
            </OwnLink>
          </p>
        )}
        {page.newestPath !== undefined && (
          <p class="older">
            <OwnLink href={page.newestPath}>Back to the newest</OwnLink>
          </p>
        )}
      </div>
      <div>
        <TopicTree topics={page.catalog.topics} counts={page.counts} languages={page.languages} />
        {page.searches.length > 0 && <SearchLinks searches={page.searches} />}
      </div>
    </div>
  </>
);
