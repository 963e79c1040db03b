import { Tokenizer } from 'htmlparser2';
import type { RawAttribute } from './scope.ts';

/** A start tag as it stands in its document, from `start` to before `end`. */
export interface StartTag {
  readonly name: string;
  readonly attributes: readonly RawAttribute[];
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly selfClosing: boolean;
}

/** What a document consists of, in order; text is as written, undecoded. */
export interface TokenHandler {
  readonly onStartTag: (tag: StartTag) => void;
  readonly onEndTag: (name: string) => void;
  readonly onText: (source: string) => void;
  readonly onCdata: (text: string) => void;
}

/** More attributes than any real element has are left out: 100,000 on one are an attack. */
const MAX_ATTRIBUTES = 64;
const NONE: readonly RawAttribute[] = [];

/** Cuts a document into tags and text by XML's rules or HTML's; never fails, whatever the text is. */
export function tokenize(document: string, rules: 'xml' | 'html', handler: TokenHandler): void {
  let start = 0;
  let name = '';
  let attribute = '';
  let value = '';
  let at = 0;
  let attributes: RawAttribute[] | undefined;
  const finish = (last: number, selfClosing: boolean): void => {
    const tag = { name, attributes: attributes ?? NONE, document, start, end: last + 1, selfClosing };
    attributes = undefined;
    handler.onStartTag(tag);
  };
  const ignore = (): void => {};
  const tokenizer = new Tokenizer(
    { xmlMode: rules === 'xml', decodeEntities: false },
    {
      onopentagname: (from, to) => {
        start = from - 1;
        name = document.slice(from, to);
      },
      onattribname: (from, to) => {
        attribute = document.slice(from, to);
        value = '';
        at = to;
      },
      onattribdata: (from, to) => {
        if (value === '') at = from;
        value += document.slice(from, to);
      },
      onattribend: () => {
        attributes ??= [];
        if (attributes.length < MAX_ATTRIBUTES) attributes.push({ name: attribute, value, at });
      },
      onopentagend: (last) => finish(last, false),
      onselfclosingtag: (last) => finish(last, true),
      onclosetag: (from, to) => handler.onEndTag(document.slice(from, to)),
      ontext: (from, to) => handler.onText(document.slice(from, to)),
      oncdata: (from, to, offset) => handler.onCdata(document.slice(from, to - offset)),
      onattribentity: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(document);
  tokenizer.end();
}
