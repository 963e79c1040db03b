/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { ItemView } from '../../store/item-view.ts';
import { shorten } from '../summary.ts';
import { toLang } from './lang.ts';
import { OwnLink } from './link.tsx';
import { Moment } from './times.tsx';

const MAX_FEEDS = 5;
const MAX_LABELS = 12;
const MAX_LABEL_LENGTH = 60;

/** Where the item and its text came from, and what the publisher says of it besides. */
export const Provenance = ({ item }: { readonly item: ItemView }) => {
  const { article, publishedAt, updatedAt } = item;
  const changedAt = article?.modifiedAt ?? updatedAt;
  return (
    <section class="provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">Where this is from</h2>
      <dl>
        <Row name="Text">{toReading(item)}</Row>
        <Row name="Feeds">
          {item.feeds.slice(0, MAX_FEEDS).map((feed, index) => (
            <>
              {index > 0 && ', '}
              <OwnLink href={`/?feed=${feed}`}>{feed}</OwnLink>
            </>
          ))}
          {item.feeds.length > MAX_FEEDS && ` and ${item.feeds.length - MAX_FEEDS} more`}
        </Row>
        {publishedAt !== undefined && (
          <Row name="Published">
            <Moment time={publishedAt} />, as the publisher says
          </Row>
        )}
        {changedAt !== undefined && (
          <Row name="Changed">
            <Moment time={changedAt} />, as the publisher says
          </Row>
        )}
        <Row name="First seen here">
          <Moment time={item.firstSeenAt} />
        </Row>
        <Labels item={item} />
      </dl>
    </section>
  );
};

const Row = ({ name, children }: { readonly name: string; readonly children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** The publisher's own words for what it is about: never tags of ours. */
const Labels = ({ item }: { readonly item: ItemView }) => {
  const said = [item.article?.section, ...item.categories, ...(item.article?.keywords ?? [])];
  const labels = [...new Set(said.flatMap((label) => label || []))];
  return labels.length === 0 ? null : (
    <div class="labels">
      <dt>Publisher’s labels</dt>
      <dd lang={toLang(item.language)} dir="auto">
        {labels
          .slice(0, MAX_LABELS)
          .map((label) => shorten(label, MAX_LABEL_LENGTH))
          .join(', ')}
      </dd>
    </div>
  );
};

/** How the text was got, in words. */
function toReading({ text, read }: ItemView): string {
  const { extractedBy, confidence, state } = read;
  if (text === undefined || text === '' || extractedBy === undefined)
    return state === 'feed-only' ? 'The feed’s own; its page is not read' : 'None of the page';
  const sure = confidence === undefined ? '' : `, sure to ${Math.round(confidence * 100)} %`;
  if (extractedBy === 'feed') return `The feed’s own, which says more than the page${sure}`;
  if (extractedBy === 'structured') return `Read from the data that the page carries for programs${sure}`;
  if (extractedBy === 'general') return `Found in the page, which no rule of ours describes${sure}`;
  const rule = extractedBy.replace(/^site:/, '');
  return rule.startsWith('feed/')
    ? `Read from the page by your rule for the feed ${shorten(rule.slice(5), 60)}${sure}`
    : `Read from the page by the rule for ${shorten(rule, 60)}${sure}`;
}
