/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { SavedSearch } from '../../model.ts';
import type { ConditionInWords } from '../conditions.ts';
import { ItemList, type ItemListProps } from './item-list.tsx';
import type { FeedLink, Page } from './layout.tsx';
import { OwnLink } from './link.tsx';
import { ApiCall, Conditions, Narrow, type QuestionProps } from './question.tsx';
import { SearchLinks } from './search-links.tsx';
import { TopicTree, type TopicTreeProps } from './topic-tree.tsx';

export interface ListPage extends ItemListProps, QuestionProps, Pick<TopicTreeProps, 'counts'> {
  readonly heading: string;
  /** The heading's language where it is known and not the pages' own. */
  readonly headingLang: string | undefined;
  /** What stands under the heading. */
  readonly about?: Child;
  readonly words: string | undefined;
  /** What is asked besides what the page always lists; none shows the whole list. */
  readonly conditions: readonly ConditionInWords[];
  readonly feeds: readonly FeedLink[];
  readonly searches: readonly SavedSearch[];
  /** Path of the page of older items. */
  readonly olderPath: string | undefined;
  /** Path of the same page without its cursor, where it has one. */
  readonly newestPath: string | undefined;
  readonly now: Date;
}

/** A page of items with the topics beside them: the front page, a topic, any question. */
export const toListPage = (page: ListPage): Page => ({
  title: `${page.heading}${page.newestPath === undefined ? '' : ', older'} — Topicwire`,
  feeds: page.feeds,
  search: { words: page.words, within: page.topic === undefined ? undefined : page.names(page.topic).text },
  body: <ListBody {...page} />,
});

const ListBody = (page: ListPage) => (
  <>
    <div class="head">
      <h1 lang={page.headingLang} dir="auto">
        {page.heading}
      </h1>
      {page.conditions.length > 0 && <Conditions {...page} />}
      {page.about}
      <div class="tools">
        <p class="follow">
          <span>Follow:</span>
          {page.feeds.map((feed) => (
            <OwnLink href={feed.href} type={feed.type}>
              {feed.title}
            </OwnLink>
          ))}
        </p>
        <Narrow {...page} />
        {page.conditions.length > 0 && <ApiCall {...page} />}
      </div>
    </div>
    <div class="columns">
      <div id="items" data-now={page.now.getTime()}>
        {page.items.length === 0 && <Nothing {...page} />}
        <ItemList {...page} />
        {page.olderPath !== undefined && (
          <p class="older">
            <OwnLink href={page.olderPath} rel="next">
              {page.order === 'relevance' ? 'Further matches' : 'Older items'}
            </OwnLink>
          </p>
        )}
        {page.newestPath !== undefined && (
          <p class="older">
            <OwnLink href={page.newestPath}>
              {page.order === 'relevance' ? 'Back to the best' : 'Back to the newest'}
            </OwnLink>
          </p>
        )}
      </div>
      <div>
        <TopicTree {...page} topics={page.catalog.topics} />
        {page.searches.length > 0 && <SearchLinks searches={page.searches} />}
      </div>
    </div>
  </>
);

/** Why a list may be empty, and what to do. */
const Nothing = ({ conditions }: ListPage) => (
  <p class="none">
    {conditions.length === 0
      ? 'Nothing here yet. New items appear as soon as the feeds bring them.'
      : 'Nothing matches. Take one of the conditions above away, or try other words: English and Russian ones are found in any inflection, others as they are written.'}
    {conditions.length === 0 && (
      <>
        {' '}
        <OwnLink href="/feeds">See how the feeds fare</OwnLink>.
      </>
    )}
  </p>
);
