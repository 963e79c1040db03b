/** Where a namespace is one of ours, the prefix we know it by, whatever prefix the feed chose. */
const PREFIX_BY_NAMESPACE: ReadonlyMap<string, string> = new Map([
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['search.yahoo.com/mrss', 'media'],
  ['tools.search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['purl.org/pie', 'atom'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['news.yandex.ru', 'yandex'],
  ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['w3.org/xml/1998/namespace', 'xml'],
]);

/** The namespaces RSS itself has gone by; an element in one of them is the format's own. */
const RSS_NAMESPACES: ReadonlySet<string> = new Set([
  '',
  'purl.org/rss/1.0',
  'purl.org/net/rss1.1',
  'my.netscape.com/rdf/simple/0.9',
  'channel.netscape.com/rdf/simple/0.9',
  'my.netscape.com/publish/formats/rss-0.91.dtd',
  'backend.userland.com/rss',
  'backend.userland.com/rss2',
  'backend.userland.com/rss091',
  'backend.userland.com/rss092',
  'blogs.law.harvard.edu/tech/rss',
  'cyber.law.harvard.edu/rss/rss.html',
]);

/** A namespace without what feeds get wrong about it: scheme, `www.`, case, the end's slash or hash. */
const foldNamespace = (uri: string): string =>
  uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[/#]+$/, '');

/** Our prefix of a namespace, or undefined where it is none of ours. */
export const toKnownPrefix = (uri: string): string | undefined => PREFIX_BY_NAMESPACE.get(foldNamespace(uri));

/** Whether a namespace is RSS's own, or none at all. */
export const isRssNamespace = (uri: string): boolean => RSS_NAMESPACES.has(foldNamespace(uri));

/** The fields the mapper reads of an entry or a feed, by the one name of each; all else is left unread. */
export const FIELD_NAMES: ReadonlySet<string> = new Set([
  'title',
  'link',
  'guid',
  'id',
  'description',
  'summary',
  'content',
  'tagline',
  'subtitle',
  'body',
  'fullitem',
  'fulltext',
  'full-text',
  'yandex:full-text',
  'content:encoded',
  'xhtml:body',
  'xhtml:div',
  'pubdate',
  'published',
  'updated',
  'modified',
  'issued',
  'created',
  'date',
  'author',
  'managingeditor',
  'webmaster',
  'category',
  'enclosure',
  'image',
  'language',
  'ttl',
  'skiphours',
  'skipdays',
  'atom:title',
  'atom:link',
  'atom:id',
  'atom:summary',
  'atom:content',
  'atom:published',
  'atom:updated',
  'atom:author',
  'atom:category',
  'dc:title',
  'dc:description',
  'dc:creator',
  'dc:author',
  'dc:subject',
  'dc:date',
  'dc:language',
  'dc:identifier',
  'dcterms:created',
  'dcterms:issued',
  'dcterms:modified',
  'media:title',
  'media:description',
  'media:category',
  'media:content',
  'media:thumbnail',
  'media:group',
  'media:peerlink',
  'itunes:title',
  'itunes:author',
  'itunes:owner',
  'itunes:summary',
  'itunes:subtitle',
  'googleplay:author',
  'googleplay:description',
  'feedburner:origlink',
]);

const CONTAINER_NAMES: ReadonlySet<string> = new Set([
  'author',
  'atom:author',
  'itunes:owner',
  'image',
  'skiphours',
  'skipdays',
  'media:group',
  'media:content',
]);

/** The fields of containers that are read. */
export const CHILD_NAMES: ReadonlySet<string> = new Set([
  'name',
  'email',
  'atom:name',
  'atom:email',
  'itunes:name',
  'itunes:email',
  'url',
  'hour',
  'day',
  'media:title',
  'media:description',
  'media:content',
  'media:thumbnail',
  'media:category',
  'media:group',
]);

/** Whether a field's child elements are fields themselves; in any other field they are markup of its text. */
export const isContainer = (field: string, format: 'rss' | 'rdf' | 'atom'): boolean =>
  // RSS's author is text; Atom's holds a name and an address.
  CONTAINER_NAMES.has(field) && (field !== 'author' || format === 'atom');
