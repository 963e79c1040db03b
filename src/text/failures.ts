import type { FailureKind } from '../model.ts';

/** What a failure means and what the operator can do, one plain sentence each. */
export interface FailureWords {
  readonly means: string;
  readonly doThis: string;
}

/** The words of a feed that answers but has had nothing new for far longer than its habit. */
export const SILENT_WORDS: FailureWords = {
  means: 'It answers, but has had nothing new for far longer than is its habit.',
  doThis:
    "Look at the site: if there is news, the feed is no longer kept; look for another one (`topicwire try` on the site's front page shows the feeds it declares).",
};

/** The words of every failure kind, for commands, pages and the API. */
export const FAILURE_WORDS: Readonly<Record<FailureKind, FailureWords>> = {
  timeout: {
    means: 'The site did not answer, or did not finish its answer, in time.',
    doThis:
      'Nothing, if it is rare; otherwise open the URL yourself, and raise fetch.timeout_seconds if the site is just slow.',
  },
  dns: {
    means: "The site's name could not be resolved to an address.",
    doThis:
      'Check the URL for a typing mistake and this machine for its network; a site that moved needs its new URL in feeds.yaml.',
  },
  tls: {
    means:
      "The site's certificate is expired, not trusted or made for another name, or no secure connection could be agreed on.",
    doThis:
      'Open the URL in a browser: if it warns as well, only the site can mend it (`tls: unverified` takes it as it is); otherwise check the clock and root certificates of this machine.',
  },
  refused: {
    means: 'Nothing accepts connections at the address of the site, or no way leads there.',
    doThis:
      'Wait if the site is down for everybody; otherwise check the port in the URL, and the firewall and network of this machine.',
  },
  reset: {
    means: 'The connection was cut before the answer was whole.',
    doThis:
      'Nothing, if it is rare; if it stays, the site may be cutting off readers it does not know: set fetch.contact and ask it.',
  },
  blocked: {
    means:
      'The URL, or a redirect from it, leads to a private or otherwise reserved address, where we do not connect.',
    doThis: 'If the host is yours and meant to be read, name it or its network in fetch.allow_hosts.',
  },
  'bad-url': {
    means: 'The URL is not one that can be fetched.',
    doThis: 'Correct the URL in feeds.yaml: it begins with http:// or https:// and names a host.',
  },
  redirects: {
    means:
      'The URL redirects in a circle, too often, or to nowhere; often the site wants a cookie that we do not keep.',
    doThis: "Open the URL in a browser's private window and put the address it ends at into feeds.yaml.",
  },
  proxy: {
    means:
      'The proxy that this process is told to use cannot be reached, or did not let the request through.',
    doThis:
      'Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY in the environment of the process, and what the proxy itself logs.',
  },
  'missing-variable': {
    means:
      "An environment variable that the feed's headers or auth refer to is not set, or cannot be sent as it is.",
    doThis:
      'Set the variable named in the details where the process is started, and start the process again.',
  },
  'too-large': {
    means: 'The answer or its headers are larger than the limit, or reading it took more memory than that.',
    doThis:
      'If the size is honest, raise fetch.max_feed_bytes, fetch.max_page_bytes, fetch.max_header_bytes or fetch.max_parse_megabytes; otherwise look for a smaller feed of the site.',
  },
  'too-slow': {
    means: 'The answer came, but reading it took longer than the limit, so it was given up.',
    doThis:
      'Nothing, if it is rare: this machine may have been busy; otherwise raise fetch.max_parse_seconds, or look for a smaller feed of the site.',
  },
  'bad-encoding': {
    means: 'The answer is compressed in a damaged way, or in a way that was not asked for.',
    doThis: 'Nothing here helps; tell the site if it stays so.',
  },
  forbidden: {
    means: 'The site refuses us (401 or 403): it wants a login, or a firewall does not let readers through.',
    doThis:
      'Open the URL in a browser: if it wants a login, give the feed `auth`; if it works there, set fetch.contact and ask the site to let the reader in.',
  },
  'not-found': {
    means: 'The site says that there is nothing at this URL (404).',
    doThis:
      "Look for the feed's new URL on the site (`topicwire try` on its front page shows the feeds it declares) and correct feeds.yaml.",
  },
  gone: {
    means: 'The site says that this URL is gone for good (410).',
    doThis:
      'Remove the feed from feeds.yaml or put its new URL there; until then it is asked only once a week.',
  },
  'rate-limited': {
    means: 'The site asks us to come less often (429), or its host is on hold because it asked so before.',
    doThis:
      'Nothing: every feed of the host waits as long as it asked; if it stays, raise fetch.host_spacing_seconds or the interval.',
  },
  'server-error': {
    means: 'The site has a fault of its own (a status of 500 or more).',
    doThis: 'Nothing: it is tried again, less and less often; look at the site if it lasts for days.',
  },
  'http-error': {
    means: 'The site answered with a status that is no success.',
    doThis: 'Open the URL in a browser; the status in the details says what the site objects to.',
  },
  challenge: {
    means: 'A firewall in front of the site asks for proof of a human reader in place of the answer.',
    doThis:
      'Ask the site to let its feed through for readers (set fetch.contact first), or follow another feed of it.',
  },
  robots: {
    means: "The site's robots.txt does not allow this page to be read, and we keep to it.",
    doThis: 'Items keep what the feed gave; set `read: feed` for the feed so that its pages are not tried.',
  },
  empty: {
    means: 'The answer has no content.',
    doThis: 'Nothing, if it is rare; otherwise open the URL in a browser and correct it in feeds.yaml.',
  },
  'not-a-feed': {
    means: 'The URL answers with something that is no feed, often the web page itself.',
    doThis:
      'Put one of the feeds that the page declares into feeds.yaml; `topicwire try` on the URL lists them.',
  },
  malformed: {
    means: 'The answer is so broken that nothing could be read from it.',
    doThis: 'Tell the site; it is tried again, and read as soon as it is mended.',
  },
  'layout-changed': {
    means:
      'The page or sitemap answers, but its entries are no longer where they were looked for: its layout has changed.',
    doThis:
      'Run `topicwire try` on the URL, with `--item` for a listing page, and correct the selectors in feeds.yaml, or follow another page of the site.',
  },
  'no-preview': {
    means:
      'Telegram shows no preview of this channel: it is switched off, or there is no public channel of this name.',
    doThis:
      'Check the name in feeds.yaml; a channel without a preview can only be read in Telegram itself, so look for another source of its owner.',
  },
  'not-a-page': {
    means: 'The link of the item leads to a file such as a PDF, an image or a video, not to a page.',
    doThis: 'Nothing: the item keeps what the feed gave.',
  },
  'no-article': {
    means:
      'The page was fetched, but no article could be found in it: the details say what it is, such as a list, a home page, a video or an error page.',
    doThis:
      'Run `topicwire try` on the page to see what was found; `read: feed` for the feed stops trying its pages.',
  },
  'consent-wall': {
    means: 'The page asks for consent to cookies before it shows its text.',
    doThis:
      "Set `read: feed` for the feed: its items keep what the feed gives, since nobody is here to consent; often the site's feed carries the text.",
  },
  'login-wall': {
    means: 'The page shows its text to subscribers or registered readers alone.',
    doThis:
      'Nothing, if some articles are so; otherwise set `read: feed` for the feed so that its pages are not tried.',
  },
  'needs-script': {
    means: 'The page has no text of its own: scripts load it in a browser, and we run none.',
    doThis: 'Set `read: feed` for the feed, or look for a feed of the site that carries the full text.',
  },
  'no-url': {
    means: 'The entry has no link, so there is no page to read.',
    doThis: 'Nothing: the item keeps what the feed gave.',
  },
  internal: {
    means: 'A fault of Topicwire itself, not of the site.',
    doThis: 'Look for the error in the log and report it; the feed is tried again.',
  },
};

/** Whether a stored word is a failure kind of this version. */
export const isFailureKind = (text: string): text is FailureKind => Object.hasOwn(FAILURE_WORDS, text);
