import type { AnyNode } from 'domhandler';
import { escapeHtml } from '../text/html.ts';
import { parseHttpUrl } from '../text/url.ts';

/** Elements of a post that say something; all others only hold text. */
const KEPT: ReadonlySet<string> = new Set('b strong i em u s del code pre blockquote'.split(' '));

/** A post's text as HTML: line breaks, emphasis and links kept, emoji as the characters they stand for. */
export function toPostHtml(nodes: readonly AnyNode[], base: string, maxChars: number): string {
  const pieces: string[] = [];
  let room = maxChars;
  const add = (text: string): void => {
    pieces.push(escapeHtml(text.slice(0, room)));
    room -= Math.min(room, text.length);
  };
  const walk = (node: AnyNode, within: 'text' | 'emoji'): void => {
    if (room <= 0) return;
    if (node.type === 'text') add(node.data);
    if (!('attribs' in node)) return;
    const { name, attribs, children } = node;
    const inside = attribs['class']?.split(/\s+/).includes('emoji') === true ? 'emoji' : within;
    const tag = inside === 'emoji' ? undefined : toTag(name, attribs, base);
    if (name === 'br') pieces.push('<br>');
    if (name === 'img') add(attribs['alt'] ?? '');
    if (tag !== undefined) pieces.push(tag.open);
    for (const child of children) walk(child, inside);
    if (tag !== undefined) pieces.push(tag.close);
  };
  for (const node of nodes) walk(node, 'text');
  const html = pieces.join('').trim();
  return html === '' ? '' : `<p>${html}</p>`;
}

function toTag(
  name: string,
  attribs: Readonly<Record<string, string>>,
  base: string,
): { readonly open: string; readonly close: string } | undefined {
  if (name === 'a') {
    const href = attribs['href'] ?? '';
    // A hashtag leads to a search in the channel.
    const url = href.startsWith('?') ? undefined : parseHttpUrl(href, base);
    return url === undefined ? undefined : { open: `<a href="${escapeHtml(url.href)}">`, close: '</a>' };
  }
  return KEPT.has(name) ? { open: `<${name}>`, close: `</${name}>` } : undefined;
}

/** A headline of a line; channels write theirs as the first one. */
const MAX_TITLE_CHARS = 140;
/** A shorter sentence is an abbreviation, or says too little to be a title. */
const MIN_SENTENCE_CHARS = 30;

/** The title of a post that has none: its first line with words, of a long one the first sentence, or as much as fits. */
export function toPostTitle(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const line =
    lines.find((each) => /[\p{L}\p{N}]/u.test(each.replace(/[#@][\p{L}\p{N}_]+/gu, ''))) ??
    lines.find((each) => each !== '');
  if (line === undefined || line.length <= MAX_TITLE_CHARS) return line;
  const head = line.slice(0, MAX_TITLE_CHARS);
  const sentence = [...head.matchAll(/[.!?…]+["»”)]*(?=\s)/gu)].find(
    ({ index }) => index >= MIN_SENTENCE_CHARS,
  );
  if (sentence !== undefined) return head.slice(0, sentence.index + sentence[0].length).replace(/\.$/, '');
  return `${head
    .slice(0, MAX_TITLE_CHARS - 1)
    .replace(/\s+\S*$/, '')
    .replace(/[\s,;:–—-]+$/, '')}…`;
}
