/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { ItemView } from '../../store/item-view.ts';
import { shorten } from '../summary.ts';

/** Leads to the publisher's own page; nothing where the item has none on the web. */
export const OriginalLink = ({ item }: { readonly item: ItemView }) =>
  isWebUrl(item.url) ? (
    <a href={item.url} rel="noopener noreferrer external">
      Read at {shorten(toHost(item.url), 60)}
    </a>
  ) : null;

export const isWebUrl = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url);

const toHost = (url: string): string => new URL(url).hostname.replace(/^www\./, '');
