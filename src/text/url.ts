import type { CanonicalUrl } from '../model.ts';

/** An absolute http(s) URL without credentials, or undefined where the text is none; `base` resolves a relative one. */
export function parseHttpUrl(text: string, base?: string): URL | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_URL_CHARS) return undefined;
  // With a base the base would be parsed too, each time.
  const url = parseUrl(trimmed, /^https?:\/\//i.test(trimmed) ? undefined : base);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.hostname === '') return undefined;
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  return url;
}

/** `URL.parse` came with Node 22; asking `URL.canParse` first would read every URL twice. */
function parseUrl(text: string, base: string | undefined): URL | undefined {
  try {
    return new URL(text, base);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * The one spelling we store and compare by: lower-case host without a trailing dot, no default port, no fragment,
 * no credentials, no tracking parameters; the order of the other parameters is kept. Throws TypeError on no URL.
 */
export function toCanonicalUrl(url: string | URL): CanonicalUrl {
  const canonical = new URL(url);
  canonical.hash = '';
  canonical.username = '';
  canonical.password = '';
  // `http://ua.interfax.com.ua./` is the same host; Interfax-Ukraine links its languages so (2026).
  if (canonical.hostname.endsWith('.')) canonical.hostname = canonical.hostname.replace(/\.+$/, '');
  if (canonical.search !== '') canonical.search = dropTracking(canonical.search);
  // A lone "?" leaves an empty query in href.
  return (canonical.search === '' ? canonical.href.replace(/\?$/, '') : canonical.href) as CanonicalUrl;
}

/** What two spellings of one page share: no scheme, no `www.`, no trailing slash, percent escapes in upper case. */
export function toUrlKey(url: CanonicalUrl): string {
  const { host, pathname, search } = new URL(url);
  const path = pathname.replace(/\/+$/, '') + search;
  return toDomain(host) + path.replace(/%[0-9a-f]{2}/gi, (byte) => byte.toUpperCase());
}

/** The lower-case host of an absolute URL, with the port where it is not the scheme's own. Throws TypeError on no URL. */
export const toHost = (url: string | URL): string => new URL(url).host.replace(/\.(?=:|$)/, '');

/** The host without `www.`. */
export const toDomain = (host: string): string => host.toLowerCase().replace(/^www\./, '');

function dropTracking(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair));
  return kept.join('&');
}

function isTracking(pair: string): boolean {
  const [name = '', value = ''] = pair.toLowerCase().split('=', 2);
  return (
    TRACKING_NAMES.has(name) ||
    TRACKING_PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    TRACKING_PAIRS.has(`${name}=${value}`)
  );
}

/** Browsers and servers cut or refuse URLs beyond 8,000 octets (RFC 9110 section 4.1 asks for at least that many). */
const MAX_URL_CHARS = 8000;

// Names by who adds them. Sources, read October 2026: the vendors' own help pages for each click id;
// https://github.com/brave/adblock-lists (query-filter), https://github.com/AdguardTeam/AdguardFilters (TrackParamFilter),
// https://github.com/mpchadwick/tracking-query-params-registry. Only names with no other meaning anywhere.
const TRACKING_PREFIXES = [
  'utm_', // Urchin, Google Analytics
  'mtm_', // Matomo
  'pk_', // Matomo before 2016 (Piwik)
  'piwik_',
  'hsa_', // HubSpot Ads
  'at_', // Piano (AT Internet); BBC feeds carry at_medium=RSS&at_campaign=KARANGA
  'ns_', // comScore, formerly Nedstat: ns_campaign, ns_mchannel, ns_source
];
const TRACKING_NAMES: ReadonlySet<string> = new Set([
  // Google
  'gclid',
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  'srsltid',
  '_ga',
  '_gl',
  // Meta
  'fbclid',
  'igsh',
  'igshid',
  'fb_action_ids',
  'fb_action_types',
  'fb_source',
  // Yandex and the Russian-language web
  'yclid',
  'ysclid',
  'ymclid',
  '_openstat',
  'ybaip',
  // others' click ids
  'msclkid',
  'twclid',
  'ttclid',
  'li_fat_id',
  'epik',
  'rdt_cid',
  'sccid',
  'irclickid',
  // mail
  'mc_cid',
  'mc_eid',
  '_hsenc',
  '_hsmi',
  '__hssc',
  '__hstc',
  '__hsfp',
  'vero_id',
  'vero_conv',
  'mkt_tok',
  'oly_anon_id',
  'oly_enc_id',
  // publishers' own marks in their feeds
  'xtor', // AT Internet, French press
  'maca', // Deutsche Welle
  'traffic_source', // Al Jazeera
  'wt_mc', // Webtrekk, German press
  'wt_zmc',
  'ref_src',
  'guccounter',
  'guce_referrer',
  'guce_referrer_sig',
  '__twitter_impression',
]);
/** Names that mean something elsewhere and are marks only with this value. */
const TRACKING_PAIRS: ReadonlySet<string> = new Set([
  'partner=rss',
  'emc=rss', // New York Times
  'from=rss',
  'source=rss',
  'ref=rss',
  'src=rss',
  'rss=1',
  'cmp=rss',
]);
