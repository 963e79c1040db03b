import { Tokenizer } from 'htmlparser2';
import sanitize from 'sanitize-html';

/** Elements that start and end a block of text; all others run on within a line (HTML standard, 15.3.3). */
const BLOCKS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure ' +
    'footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre ' +
    'section summary table tbody td tfoot th thead title tr ul'
  ).split(' '),
);

/** Elements whose content is no text of the page. */
const SILENT: ReadonlySet<string> = new Set(
  'script style template noscript iframe svg math object textarea select canvas audio video'.split(' '),
);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as it must stand in HTML or XML, in content and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** The text as `sanitizeHtml` writes it in content: quotes stand as they are. */
export const escapeText = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character) : text;

/** The text as `sanitizeHtml` writes it in an attribute in double quotes. */
export const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;');

/** A run of white space, no-break spaces included, as one space. */
const collapse = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** Collects lines and blocks of text as the elements around them begin and end. */
const buildLines = () => {
  const blocks: string[] = [];
  let lines: string[] = [];
  let line = '';
  const endLine = () => {
    lines.push(collapse(line));
    line = '';
  };
  const endBlock = () => {
    endLine();
    const block = lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
    if (block !== '') blocks.push(block);
    lines = [];
  };
  return {
    add: (text: string) => {
      line += text;
    },
    meet: (name: string) => {
      if (name === 'br') endLine();
      else if (BLOCKS.has(name)) endBlock();
      else if (name === 'img') line += ' ';
    },
    end: () => {
      endBlock();
      return blocks.join('\n\n');
    },
  };
};

/** Knows whether the reader is inside an element that holds no text. */
const buildSilence = () => {
  let name = '';
  let depth = 0;
  let opening = '';
  return {
    isOn: () => depth > 0,
    open: (element: string) => {
      opening = element;
      if (depth === 0 ? SILENT.has(element) : element === name) {
        name = element;
        depth += 1;
      }
    },
    /** Only foreign elements close themselves; `<script/>` does not (HTML standard, 13.1.2). */
    closeItself: () => {
      if (depth > 0 && opening === name && (name === 'svg' || name === 'math')) depth -= 1;
    },
    close: (element: string) => {
      if (depth > 0 && element === name) depth -= 1;
    },
  };
};

const ignore = () => {};

/**
 * The plain text of HTML: entities decoded, blocks apart by a blank line, `<br>` as a line break and two
 * of them as a blank line. Linear in its input and without recursion, whatever the nesting.
 */
export const toPlainText = (html: string): string => {
  const lines = buildLines();
  const silence = buildSilence();
  const add = (text: string) => {
    if (!silence.isOn()) lines.add(text);
  };
  const toName = (start: number, end: number) => html.slice(start, end).toLowerCase();
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => add(html.slice(start, end)),
      ontextentity: (codepoint) => add(String.fromCodePoint(codepoint)),
      oncdata: (start, end, offset) => add(html.slice(start, end - offset)),
      onopentagname: (start, end) => {
        const name = toName(start, end);
        silence.open(name);
        if (!silence.isOn()) lines.meet(name);
      },
      onselfclosingtag: silence.closeItself,
      onclosetag: (start, end) => {
        const name = toName(start, end);
        if (!silence.isOn()) lines.meet(name);
        silence.close(name);
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return lines.end();
};

/**
 * Open elements at once beyond which HTML is not parsed but flattened: the parser's stack is an array
 * shifted at its head, so its cost grows with the square of the depth (10,000 deep: 0.1 s; 100,000: 10 s).
 */
const MAX_OPEN_ELEMENTS = 10_000;
const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

/** Whether more elements may stand open at once than the parser handles well; never says no wrongly. */
const isTooDeep = (html: string): boolean => {
  // Each open element takes three characters at least.
  if (html.length < 3 * MAX_OPEN_ELEMENTS) return false;
  const open = new Map<string, number>();
  let total = 0;
  let deepest = 0;
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][^\s/>]*)/gi)) {
    const name = tag.toLowerCase();
    const count = open.get(name) ?? 0;
    if (VOID.has(name) || (slash === '/' && count === 0)) continue;
    const step = slash === '/' ? -1 : 1;
    open.set(name, count + step);
    total += step;
    deepest = Math.max(deepest, total);
  }
  return deepest > MAX_OPEN_ELEMENTS;
};

const toParagraphs = (text: string): string =>
  text === ''
    ? ''
    : text
        .split('\n\n')
        .map((block) => `<p>${escapeText(block).replaceAll('\n', '<br />')}</p>`)
        .join('');

/** Where a link may lead: the absolute http(s) or mailto address, or undefined where it is none. */
export const toLinkUrl = (url: string | undefined, baseUrl: string): string | undefined => {
  if (url === undefined || !URL.canParse(url.trim(), baseUrl)) return undefined;
  const absolute = new URL(url.trim(), baseUrl);
  return /^(?:https?|mailto):$/.test(absolute.protocol) ? absolute.href : undefined;
};

/** Where an image may come from: the absolute http(s) address, or undefined. */
export const toImageUrl = (url: string | undefined, baseUrl: string): string | undefined => {
  const absolute = toLinkUrl(url, baseUrl);
  return absolute?.startsWith('http') ? absolute : undefined;
};

/** What every link carries: it speaks for no page and tells it nothing. */
export const LINK_REL = 'nofollow noopener noreferrer';

const ALLOWED_TAGS = (
  'a abbr b bdi bdo blockquote br caption cite code dd del dfn dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ' +
  'ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr div'
).split(' ');

/**
 * HTML that is safe to show: an allow-list of text elements without style, script, form or id; links and
 * images absolute against `baseUrl` and http(s) (links also mailto); links carry
 * `rel="nofollow noopener noreferrer"`. What is nested too deep to parse comes as plain paragraphs. Its own answer
 * comes back unchanged.
 */
export const sanitizeHtml = (html: string, baseUrl: string): string => {
  if (isTooDeep(html)) return toParagraphs(toPlainText(html));
  return sanitize(html, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: {
      a: ['href', 'title', 'hreflang', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
      time: ['datetime'],
      abbr: ['title'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      ol: ['start'],
      '*': ['dir', 'lang'],
    },
    allowedSchemes: ['http', 'https'],
    allowedSchemesByTag: { a: ['http', 'https', 'mailto'] },
    allowProtocolRelative: false,
    nonTextTags: [...SILENT, 'option', 'xmp', 'title', 'noembed', 'noframes', 'plaintext'],
    // Deeper than any article; keeps what shows it from meeting a tower of elements.
    nestingLimit: 100,
    transformTags: {
      a: (_, { href, ...rest }) => {
        const url = toLinkUrl(href, baseUrl);
        // The address first: the order stays the same when this is read again.
        return {
          tagName: 'a',
          attribs: { ...(url === undefined ? {} : { href: url }), ...rest, rel: LINK_REL },
        };
      },
      img: (_, { src, ...rest }) => {
        const url = toImageUrl(src, baseUrl);
        return {
          tagName: 'img',
          attribs: { ...(url === undefined ? {} : { src: url }), ...rest, loading: 'lazy' },
        };
      },
    },
    exclusiveFilter: (frame) => frame.tag === 'img' && frame.attribs['src'] === undefined,
  });
};
