import { describe, expect, it } from 'vitest';
import { toPostTitle } from '../../src/discover/telegram-text.ts';
import { sanitizeHtml, toPlainText } from '../../src/text/html.ts';
import { readFailure, readFeed, readFixture } from './support.ts';

const TELEGRAM = { kind: 'telegram', channel: 'harbour_watch' } as const;
const AT = { url: 'https://t.me/s/harbour_watch' };
const PAGE = readFixture('telegram.html');

describe("a channel's web preview", () => {
  const feed = readFeed(TELEGRAM, PAGE, AT);

  it('gives each post as an entry under its own address, the newest first', () => {
    expect(feed).toMatchObject({ title: 'Harbour Watch', link: 'https://t.me/harbour_watch', isWhole: true });
    expect(feed.entries.map(({ id, url, title }) => [id === url, url, title])).toEqual([
      [true, 'https://t.me/Harbour_Watch/104', 'Which berth next?'],
      [true, 'https://t.me/Harbour_Watch/102', 'Fog in the channel'],
      [true, 'https://t.me/Harbour_Watch/101', '🚢 Berth 4 is open again'],
    ]);
    expect(feed.entries.map(({ publishedAt }) => publishedAt?.toISOString())).toEqual([
      ...['2026-02-10T09:00:00.000Z', '2026-02-10T08:00:00.000Z', '2026-02-10T07:01:02.000Z'],
    ]);
  });

  it('keeps line breaks, links and emoji of the text, and leaves out what it answers to', () => {
    const html = feed.entries[2]?.contentHtml ?? '';
    expect(html).toBe(
      '<p>🚢 <b>Berth 4 is open again</b><br><br>Ships from <a href="https://harbour.example/odesa">Odesa</a> may call from noon.<br>More: #port &amp; ⚓</p>',
    );
    expect(toPlainText(sanitizeHtml(html, AT.url))).toBe(
      '🚢 Berth 4 is open again\n\nShips from Odesa may call from noon.\nMore: #port & ⚓',
    );
  });

  it('names whom a post was forwarded from as its author, and encloses its picture', () => {
    expect(feed.entries[1]).toMatchObject({
      authors: ["Pilots' Office"],
      enclosures: [{ url: 'https://cdn.telegram.example/file/a.jpg', type: 'image/jpeg' }],
    });
    expect(feed.entries[2]?.authors).toEqual([]);
  });

  it('drops notices of the channel and posts that show nothing, with the reason', () => {
    expect(feed.drops).toEqual([
      { reason: 'service-message', detail: '1 notices of the channel (pinned, joined …) are no posts' },
      { reason: 'no-content', detail: '1 posts show nothing on the web' },
    ]);
  });

  it('is the same feed whatever the count of views and the address of a picture', () => {
    const later = readFeed(TELEGRAM, PAGE.replace('1.2K', '9.9K'), AT);
    expect(later).toEqual(feed);
  });

  it('takes no more posts than a feed may have entries: the newest', () => {
    const limits = { maxEntries: 1, maxEntryChars: 10, maxDepth: 100 };
    const { entries } = readFeed(TELEGRAM, PAGE, { ...AT, limits });
    expect(entries).toMatchObject(
      [{ url: 'https://t.me/Harbour_Watch/104', contentHtml: /^<p>Which bert<\/p>/ }].map(({ url }) => ({
        url,
        contentHtml: expect.stringMatching(/^<p>Which bert<\/p>/),
      })),
    );
  });

  const FRAME = PAGE.replace(
    /<section[\s\S]*<\/section>/,
    '<section class="tgme_channel_history"></section>',
  );
  it.each<[string, string, boolean]>([
    ['has no posts yet', FRAME, false],
    [
      'says that it has none',
      FRAME.replace('</section>', '<div class="tme_no_messages_found">No posts</div></section>'),
      true,
    ],
    [
      'has notices only',
      PAGE.replaceAll(
        'class="tgme_widget_message ',
        'class="tgme_widget_message service_message ',
      ).replaceAll('class="tgme_widget_message"', 'class="tgme_widget_message service_message"'),
      true,
    ],
  ])('is empty and no failure where it %s', (_name, body, hadEntries) => {
    expect(readFeed(TELEGRAM, body, { ...AT, hadEntries })).toMatchObject({ entries: [] });
  });

  const OWN_PAGE =
    '<div class="tgme_page"><div class="tgme_page_title">Harbour Watch</div><a class="tgme_action_button_new" href="tg://resolve?domain=harbour_watch">View</a></div>';
  it.each<[string, string, string, string, boolean]>([
    ['previews are switched off', OWN_PAGE, 'https://t.me/harbour_watch', 'no-preview', false],
    ['it had posts and shows none', FRAME, AT.url, 'layout-changed', true],
    ['posts are no longer told', PAGE.replaceAll('data-post', 'data-id'), AT.url, 'layout-changed', false],
    [
      'the texts of posts are no longer found',
      PAGE.replaceAll(/tgme_widget_message_(?:text|photo_wrap|poll)/g, 'x'),
      AT.url,
      'layout-changed',
      true,
    ],
    [
      'their times are no longer found',
      PAGE.replaceAll('datetime=', 'data-time='),
      AT.url,
      'layout-changed',
      true,
    ],
    ['it is another page', '<html><body><p>Hello</p></body></html>', AT.url, 'layout-changed', false],
    ['there is nothing', '', AT.url, 'empty', false],
  ])('is a named failure where %s', (_name, body, url, failure, hadEntries) => {
    expect(readFailure(TELEGRAM, body, { url, hadEntries })).toMatchObject({ failure });
  });
});

describe('the title of a post', () => {
  const LONG = 'The harbour office says that the northern mole is to be rebuilt within two years';
  it.each<[string, string, string | undefined]>([
    ['its first line', 'Fog\nSlow ahead', 'Fog'],
    ['the first line with words', '⚡️⚡️\n#port\nFog', 'Fog'],
    ['a line of marks where there is no other', '⚡️', '⚡️'],
    ['the first sentence of a long line', `${LONG}. ${LONG}.`, LONG],
    ['a sentence with its mark', `${LONG}! ${LONG}.`, `${LONG}!`],
    [
      'not cut at an abbreviation',
      `м. ${LONG} and ${LONG}`,
      `м. ${LONG} and The harbour office says that the northern mole is…`,
    ],
    [
      'as much as fits, cut at a word',
      `${LONG} and ${LONG}`,
      `${LONG} and The harbour office says that the northern mole is to…`,
    ],
    ['none without text', '\n', undefined],
  ])('is %s', (_name, text, expected) => {
    expect(toPostTitle(text)).toBe(expected);
  });
});
