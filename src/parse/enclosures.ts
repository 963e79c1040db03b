import type { Enclosure } from '../model.ts';
import { parseHttpUrl } from '../text/url.ts';
import { MAX_LABELS } from './limits.ts';
import { allOf, type RawElement, type RawFields } from './raw.ts';

/** Files that go with an entry, in the order of trust, each URL once. */
export function toEnclosures(fields: RawFields, base: string): readonly Enclosure[] {
  const found = new Map<string, Enclosure>();
  const add = (element: RawElement, url: string | undefined): void => {
    if (url === undefined || found.has(url) || found.size === MAX_LABELS) return;
    const enclosure = toEnclosure(element, url, base);
    if (enclosure !== undefined && !found.has(enclosure.url)) found.set(enclosure.url, enclosure);
  };
  for (const element of allOf(fields, 'enclosure')) add(element, element.attributes.get('url'));
  for (const name of LINKS)
    for (const link of allOf(fields, name))
      if (link.attributes.get('rel')?.trim().toLowerCase() === 'enclosure')
        add(link, link.attributes.get('href'));
  addMedia(fields, add);
  for (const group of allOf(fields, 'media:group')) addMedia(group.children, add);
  for (const image of allOf(fields, 'image')) add(image, toImageUrl(image));
  return found.size === 0 ? NONE : [...found.values()];
}

const NONE: readonly Enclosure[] = [];
const LINKS = ['link', 'atom:link'];
const MEDIA = ['media:content', 'media:thumbnail', 'media:peerlink'];

/** Media RSS 1.5: files, and the pictures that stand for them. */
function addMedia(fields: RawFields, add: (element: RawElement, url: string | undefined) => void): void {
  for (const name of MEDIA)
    for (const element of allOf(fields, name)) {
      add(element, element.attributes.get('url') ?? element.attributes.get('href'));
      for (const thumbnail of allOf(element.children, 'media:thumbnail'))
        add(thumbnail, thumbnail.attributes.get('url'));
    }
}

/** Qafqazinfo (2026) puts an entry's picture into `<image><url>`; others into the element's text or href. */
const toImageUrl = (image: RawElement): string | undefined =>
  allOf(image.children, 'url')[0]?.text ??
  image.attributes.get('href') ??
  image.attributes.get('url') ??
  image.text;

function toEnclosure(element: RawElement, url: string, base: string): Enclosure | undefined {
  const absolute = parseHttpUrl(url, element.base ?? base)?.href;
  if (absolute === undefined) return undefined;
  const type = element.attributes.get('type')?.trim();
  const length = element.attributes.get('length') ?? element.attributes.get('filesize');
  return { url: absolute, type: type === '' ? undefined : type, length: toLength(length) };
}

/** Bytes; 0 is what generators write when they do not know. */
function toLength(text: string | undefined): number | undefined {
  const length = text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : 0;
  return length > 0 ? length : undefined;
}
