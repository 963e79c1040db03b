import type { Drop, Enclosure, Entry, FeedFailure, ParsedFeed } from '../model.ts';
import { buildDateParser, type ParseDate } from '../text/date.ts';
import { toPlainText } from '../text/html.ts';
import { parseHttpUrl } from '../text/url.ts';
import { limitEntries, NO_ASKS, type SourceText, toDrop, toFailure, toLayoutChanged } from './input.ts';
import { type Page, parsePage, type Selection, toLine } from './page.ts';
import { toPostHtml, toPostTitle } from './telegram-text.ts';

/**
 * A public channel's web preview, https://t.me/s/NAME (as of 2026): the newest posts, newest first here. What is no post
 * but a notice of the channel ("pinned", "changed the photo") is dropped.
 */
export function readTelegram(source: SourceText): ParsedFeed | FeedFailure {
  const page = parsePage(source.text);
  const nodes = page.root().find('.tgme_widget_message[data-post]').toArray();
  if (nodes.length === 0) {
    const failure = findFailure(page, source);
    if (failure !== undefined) return failure;
  }
  const parseDate = buildDateParser(source.zone);
  const posts = nodes.map((node) => toPost(page, page(node), { ...source, parseDate }));
  const entries = posts.flatMap((post) => (post.kind === 'entry' ? post.entry : []));
  const empty = posts.filter(({ kind }) => kind === 'empty').length;
  if (entries.length === 0 && empty > 0)
    return toLayoutChanged(
      `none of ${empty} posts has a text, a picture or a time where they are looked for`,
    );
  const notices = posts.filter(({ kind }) => kind === 'notice').length;
  const { kept, drops } = limitEntries([...entries].reverse(), source.limits);
  return toFeed(page, source.url, kept, [
    ...drops,
    ...toDrop(notices, 'service-message', 'notices of the channel (pinned, joined …) are no posts'),
    ...toDrop(empty, 'no-content', 'posts show nothing on the web'),
  ]);
}

const toFeed = (page: Page, url: string, entries: readonly Entry[], drops: readonly Drop[]): ParsedFeed => ({
  ...{ kind: 'parsed', format: 'telegram', reader: 'telegram', language: undefined, asks: NO_ASKS },
  title: toLine(page, page.root().find('.tgme_channel_info_header_title').first()) || undefined,
  link: url.replace('/s/', '/'),
  ...{ isWhole: true, entries, drops },
});

/** Why there are no posts; undefined where the channel is there and has none. */
function findFailure(page: Page, { url, hadEntries }: SourceText): FeedFailure | undefined {
  const has = (selector: string): boolean => page.root().find(selector).length > 0;
  if (!new URL(url).pathname.startsWith('/s/'))
    return toFailure(
      'no-preview',
      `${new URL(url).host} answers with the channel's own page ${url}, without posts`,
    );
  if (!has('.tgme_channel_info_header_title, .tgme_channel_history'))
    return toLayoutChanged('neither posts nor the frame of a channel');
  if (has('.tme_no_messages_found')) return undefined;
  if (hadEntries) return toLayoutChanged('the frame of the channel without its posts');
  const isEmpty = has('.tgme_channel_history') && !has('.tgme_channel_history > *');
  return isEmpty ? undefined : toLayoutChanged('the frame of the channel, and no post that could be told');
}

type Post =
  | { readonly kind: 'entry'; readonly entry: Entry }
  /** A notice of the channel. */
  | { readonly kind: 'notice' }
  | { readonly kind: 'empty' };

interface PostContext extends SourceText {
  readonly parseDate: ParseDate;
}

function toPost(page: Page, post: Selection, context: PostContext): Post {
  if (post.hasClass('service_message')) return { kind: 'notice' };
  const url = toPostUrl(post, context.url);
  // What a post answers to stands in it, with a text of its own.
  const own = (selector: string): Selection =>
    post.find(selector).filter((_, each) => page(each).closest('.tgme_widget_message_reply').length === 0);
  const contentHtml = toContent(page, own, url ?? context.url, context.limits.maxEntryChars);
  const enclosures = toEnclosures(page, own, context.url);
  const stated = own('.tgme_widget_message_date time[datetime]')
    .add(own('time[datetime]'))
    .first()
    .attr('datetime');
  const isEmpty = contentHtml === '' && enclosures.length === 0;
  if (url === undefined || stated === undefined || isEmpty) return { kind: 'empty' };
  const names = own('.tgme_widget_message_from_author, .tgme_widget_message_forwarded_from_name').toArray();
  return {
    kind: 'entry',
    entry: {
      ...{ id: url, url, title: toPostTitle(toPlainText(contentHtml)) },
      ...{ publishedAt: context.parseDate(stated), publishedText: stated, updatedAt: undefined },
      // Whom it was forwarded from is whom it is by: the channel only passes it on.
      authors: [...new Set(names.map((each) => toLine(page, each)).filter((name) => name !== ''))],
      ...{ categories: [], summaryHtml: undefined, contentHtml: contentHtml || undefined, enclosures },
      language: undefined,
    },
  };
}

/** `data-post="NAME/123"` is the post for ever, however often it is edited. */
function toPostUrl(post: Selection, pageUrl: string): string | undefined {
  const name = post.attr('data-post') ?? '';
  return /^\w{4,64}\/\d{1,12}$/.test(name) ? new URL(`/${name}`, pageUrl).href : undefined;
}

type FindOwn = (selector: string) => Selection;

/** The text; what stands in the place of one in a poll or with a file. */
function toContent(page: Page, own: FindOwn, base: string, maxChars: number): string {
  // The text of a caption stands in an element of the same class as the text around it.
  const text = own('.tgme_widget_message_text').first();
  const html = toPostHtml(text.contents().toArray(), base, maxChars);
  const others = own(
    '.tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text, .tgme_widget_message_document_title',
  );
  return [
    html,
    ...others.toArray().map((each) => toPostHtml(page(each).contents().toArray(), base, maxChars)),
  ].join('');
}

function toEnclosures(page: Page, own: FindOwn, base: string): readonly Enclosure[] {
  const photos = own('.tgme_widget_message_photo_wrap, .tgme_widget_message_video_thumb').toArray();
  const pictures = photos.map(
    (photo) => /background-image:\s*url\(\s*['"]?([^'")]+)/i.exec(page(photo).attr('style') ?? '')?.[1],
  );
  const videos = own('video[src]')
    .toArray()
    .map((video) => page(video).attr('src'));
  return [
    ...pictures.flatMap((url) => toEnclosure(url, base, 'image/jpeg')),
    ...videos.flatMap((url) => toEnclosure(url, base, 'video/mp4')),
  ].slice(0, MAX_ENCLOSURES);
}

/** An album holds ten. */
const MAX_ENCLOSURES = 20;

/** Telegram serves pictures as JPEG and videos as MPEG-4, under names that do not always say so. */
const toEnclosure = (url: string | undefined, base: string, type: string): readonly Enclosure[] => {
  const absolute = url === undefined ? undefined : parseHttpUrl(url, base)?.href;
  return absolute === undefined ? [] : [{ url: absolute, type, length: undefined }];
};
