import {
  addCdata,
  addEndTag,
  addStartTag,
  addText,
  type Capture,
  openCapture,
  toElement,
} from './capture.ts';
import type { FeedRoot } from './detect.ts';
import type { FeedLimits } from './limits.ts';
import { escapeLoneSigns } from './lone-signs.ts';
import { CHILD_NAMES, FIELD_NAMES, isContainer } from './names.ts';
import { NO_ATTRIBUTES, NO_FIELDS, type RawElement, type RawEntry, type RawFeed } from './raw.ts';
import { enterScope, ROOT_SCOPE, type Scope, toAttributes, toFieldName } from './scope.ts';
import { type StartTag, tokenize } from './tokens.ts';

/**
 * Any feed in one pass, whatever is wrong with it: tags that do not pair up, bare ampersands, unknown entities, markup
 * inside fields, any namespace prefix, a document cut off. Time is linear in the text; nothing recurses.
 */
export function readTolerantly(
  text: string,
  root: FeedRoot,
  documentUrl: string,
  limits: FeedLimits,
): RawFeed {
  const reader = buildReader(root.format, documentUrl, limits);
  tokenize(escapeLoneSigns(text.slice(root.start)), 'xml', {
    onStartTag: (tag) => openTag(reader, tag),
    onEndTag: (name) => closeTag(reader, name),
    onText: (source) => {
      if (reader.open !== undefined) addText(reader.open.capture, source);
    },
    onCdata: (cdata) => {
      if (reader.open !== undefined) addCdata(reader.open.capture, cdata);
    },
  });
  return finish(reader, root);
}

/** An element that is open and may hold others. */
interface Frame {
  readonly kind: 'feed' | 'entry' | 'container' | 'other';
  /** As written, for its end tag. */
  readonly name: string;
  readonly field: string;
  readonly scope: Scope;
  /** Absent of an unknown element, whose children are not read. */
  readonly fields: Map<string, RawElement[]> | undefined;
  readonly attributes: ReadonlyMap<string, string>;
}

/** How far one document has been read; lives for one call only. */
interface Reader {
  readonly format: FeedRoot['format'];
  readonly entryName: 'entry' | 'item';
  readonly documentUrl: string;
  readonly limits: FeedLimits;
  readonly frames: Frame[];
  readonly entries: RawEntry[];
  readonly feedFields: Map<string, RawElement[]>;
  /** The field whose text is being gathered; it belongs to the innermost frame. */
  open: { readonly capture: Capture; readonly field: string; readonly isEmpty: boolean } | undefined;
  rootScope: Scope;
  rootNamespace: string;
  /** Field names already made of names as written, while the same namespaces are in scope. */
  names: { readonly namespaces: Scope['namespaces']; readonly fields: Map<string, string> };
  /** What the entry that is open may still bring, or the feed's own fields outside of entries. */
  room: Room;
  readonly feedRoom: Room;
  overLimit: number;
  overLong: number;
  ended: boolean;
}

/** UTF-16 units that may still be read, and whether something has been left out for want of them. */
interface Room {
  chars: number;
  isShort: boolean;
}

function buildReader(format: FeedRoot['format'], documentUrl: string, limits: FeedLimits): Reader {
  const room = toRoom(limits);
  return {
    format,
    entryName: format === 'atom' ? 'entry' : 'item',
    documentUrl,
    limits,
    frames: [],
    entries: [],
    feedFields: new Map(),
    open: undefined,
    rootScope: ROOT_SCOPE,
    rootNamespace: '',
    names: { namespaces: ROOT_SCOPE.namespaces, fields: new Map() },
    room,
    feedRoom: room,
    overLimit: 0,
    overLong: 0,
    ended: false,
  };
}

/** A field takes at most this share of the room there is: a long content leaves some for the link that follows it. */
const FIELD_SHARE = 0.9;

const toRoom = ({ maxEntryChars }: FeedLimits): Room => ({ chars: maxEntryChars, isShort: false });

/** Whether there is room for a tag; it is taken. */
function takeRoom({ room }: Reader, { start, end }: StartTag): boolean {
  const fits = end - start <= room.chars;
  if (fits) room.chars -= end - start;
  else room.isShort = true;
  return fits;
}

function openTag(reader: Reader, tag: StartTag): void {
  const frame = reader.frames.at(-1);
  if (reader.ended) return;
  if (frame === undefined) {
    openRoot(reader, tag);
  } else if (reader.open !== undefined && !breaksField(reader, tag)) {
    addStartTag(reader.open.capture, tag);
  } else if (reader.frames.length < reader.limits.maxDepth) {
    closeField(reader);
    openChild(reader, tag, frame);
  }
}

/** Elements that begin a field even inside another one, whose end tag must then be missing. */
const BREAKS_FIELD: ReadonlySet<string> = new Set(['guid', 'pubdate', 'enclosure']);

function breaksField(reader: Reader, tag: StartTag): boolean {
  const name = tag.name.toLowerCase();
  return name === reader.entryName || BREAKS_FIELD.has(name) || reader.open?.isEmpty === true;
}

/** Fields that are all attributes: whatever begins inside one shows that its end tag is missing. */
const isEmptyField = (field: string, tag: StartTag): boolean =>
  EMPTY_FIELDS.has(field) ||
  (field === 'link' && tag.attributes.some(({ name }) => name.toLowerCase() === 'href'));
const EMPTY_FIELDS: ReadonlySet<string> = new Set(['enclosure', 'atom:link', 'media:thumbnail']);

function openRoot(reader: Reader, tag: StartTag): void {
  const scope = enterScope(ROOT_SCOPE, tag.attributes, reader.documentUrl);
  const colon = tag.name.indexOf(':');
  const namespace = scope.namespaces.get(colon < 0 ? '' : tag.name.slice(0, colon)) ?? '';
  reader.rootScope = scope;
  // RDF is only the frame; the elements in it are RSS's, whose namespaces are known.
  reader.rootNamespace = reader.format === 'rdf' ? '' : namespace;
  const isFeed = reader.format === 'atom' || tag.name.toLowerCase() === 'channel';
  if (isFeed) openFrame(reader, tag, { kind: 'feed', scope, field: '', fields: reader.feedFields });
  else openFrame(reader, tag, { kind: 'other', scope, field: '', fields: undefined });
}

function openChild(reader: Reader, tag: StartTag, frame: Frame): void {
  const scope = enterScope(frame.scope, tag.attributes, reader.documentUrl);
  const field = nameField(reader, tag.name, scope);
  if (field === reader.entryName) {
    openEntry(reader, tag);
  } else if (field === 'channel' && reader.format !== 'atom') {
    openFrame(reader, tag, { kind: 'feed', scope, field, fields: reader.feedFields });
  } else if (!isRead(field, frame) || !takeRoom(reader, tag)) {
    openFrame(reader, tag, { kind: 'other', scope, field, fields: undefined });
  } else if (isContainer(field, reader.format)) {
    openFrame(reader, tag, { kind: 'container', scope, field, fields: new Map() });
  } else {
    const capture = openCapture(tag, scope, reader.room.chars * FIELD_SHARE, reader.limits.maxDepth);
    if (tag.selfClosing) addTo(frame, field, toElement(capture));
    else reader.open = { capture, field, isEmpty: isEmptyField(field, tag) };
  }
}

function nameField(reader: Reader, name: string, scope: Scope): string {
  if (reader.names.namespaces !== scope.namespaces)
    reader.names = { namespaces: scope.namespaces, fields: new Map() };
  const known = reader.names.fields.get(name);
  if (known !== undefined) return known;
  const field = toFieldName(name, scope, reader.rootNamespace);
  reader.names.fields.set(name, field);
  return field;
}

function isRead(field: string, frame: Frame): boolean {
  if (frame.kind === 'other') return false;
  return (frame.kind === 'container' ? CHILD_NAMES : FIELD_NAMES).has(field);
}

function openEntry(reader: Reader, tag: StartTag): void {
  const open = reader.frames.findIndex((frame) => frame.kind === 'entry');
  // An item inside an item: the first one's end tag is missing.
  if (open >= 0) closeDownTo(reader, open);
  const outer = reader.frames.at(-1)?.scope ?? reader.rootScope;
  const scope = enterScope(outer, tag.attributes, reader.documentUrl);
  reader.room = toRoom(reader.limits);
  openFrame(reader, tag, { kind: 'entry', scope, field: '', fields: new Map() });
}

function openFrame(
  reader: Reader,
  tag: StartTag,
  frame: Pick<Frame, 'kind' | 'scope' | 'field' | 'fields'>,
): void {
  const { kind, scope, field, fields } = frame;
  const attributes = kind === 'other' ? NO_ATTRIBUTES : toAttributes(tag.attributes);
  reader.frames.push({ kind, name: tag.name, field, scope, fields, attributes });
  if (tag.selfClosing) closeFrame(reader);
}

function closeTag(reader: Reader, name: string): void {
  if (reader.ended) return;
  const capture = reader.open?.capture;
  if (capture?.name === name) {
    if (addEndTag(capture, name) === 'closes') closeField(reader);
    return;
  }
  const index = reader.frames.findLastIndex((frame) => frame.name === name);
  // The end of what holds an open field closes the field with it; any other end tag is markup in the field.
  const isHolder = capture === undefined || index <= reader.frames.findLastIndex(isHolding);
  if (index >= 0 && isHolder) closeDownTo(reader, index);
  else if (capture !== undefined) addEndTag(capture, name);
}

const isHolding = (frame: Frame): boolean => frame.kind !== 'other';

function closeField(reader: Reader): void {
  const { open } = reader;
  const frame = reader.frames.at(-1);
  reader.open = undefined;
  if (open === undefined || frame === undefined) return;
  reader.room.chars -= open.capture.maxChars - open.capture.room;
  reader.room.isShort ||= open.capture.isCut;
  addTo(frame, open.field, toElement(open.capture));
}

function closeDownTo(reader: Reader, index: number): void {
  closeField(reader);
  while (reader.frames.length > index) closeFrame(reader);
}

function closeFrame(reader: Reader): void {
  const frame = reader.frames.pop();
  const parent = reader.frames.at(-1);
  if (frame?.kind === 'entry') {
    if (reader.room.isShort) reader.overLong++;
    reader.room = reader.feedRoom;
    if (reader.entries.length < reader.limits.maxEntries) reader.entries.push(toEntry(frame));
    else reader.overLimit++;
  } else if (frame?.kind === 'container' && parent !== undefined) {
    addTo(parent, frame.field, toContainer(frame));
  }
  reader.ended = reader.frames.length === 0;
}

/** What was read; an entry that the document's end cuts off is counted, not kept: its link may be half a link. */
function finish(reader: Reader, root: FeedRoot): RawFeed {
  const cutOff = reader.frames.some((frame) => frame.kind === 'entry') ? 1 : 0;
  const isWhole = reader.ended;
  if (cutOff === 0) closeField(reader);
  if (reader.feedRoom.isShort) reader.overLong++;
  return {
    format: reader.format,
    fields: reader.feedFields,
    base: reader.rootScope.base,
    language: reader.rootScope.language,
    version: root.attributes.get('version'),
    entries: reader.entries,
    isWhole,
    skipped: { overLimit: reader.overLimit, overLong: reader.overLong, cutOff },
  };
}

function addTo(frame: Frame, name: string, element: RawElement): void {
  const elements = frame.fields?.get(name);
  if (elements === undefined) frame.fields?.set(name, [element]);
  else elements.push(element);
}

const toContainer = (frame: Frame): RawElement => ({
  text: '',
  markup: false,
  escapedTwice: false,
  attributes: frame.attributes,
  children: frame.fields ?? NO_FIELDS,
  base: frame.scope.base,
});

const toEntry = (frame: Frame): RawEntry => ({
  fields: frame.fields ?? NO_FIELDS,
  about: findAbout(frame.attributes),
  base: frame.scope.base,
  language: frame.scope.language,
});

/** rdf:about, whatever prefix the feed gives to RDF. */
function findAbout(attributes: ReadonlyMap<string, string>): string | undefined {
  for (const [name, value] of attributes) if (name.endsWith(':about')) return value;
  return undefined;
}
