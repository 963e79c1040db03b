import { Tokenizer } from 'htmlparser2';

const ENTITY = /&(?:#[xX]?)?[\da-zA-Z]+;?/g;

const ignore = () => {};

/** What htmlparser2's tokenizer reads in a piece of markup: texts and values of attributes, entities decoded. */
const decode = (markup: string): string => {
  let decoded = '';
  const add = (start: number, end: number): void => {
    decoded += markup.slice(start, end);
  };
  const addEntity = (codepoint: number): void => {
    decoded += String.fromCodePoint(codepoint);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: add,
      ontextentity: addEntity,
      onattribdata: add,
      onattribentity: addEntity,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onopentagname: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
    },
  );
  tokenizer.write(markup);
  tokenizer.end();
  return decoded;
};

/**
 * Decodes the entities of a page. A tokenizer that decodes must look at every character; one that does not skips from
 * bracket to bracket, and of a hundred texts of a page one holds an entity, of a few kinds each made once.
 */
export const buildEntities = () => {
  const texts = new Map<string, string>();
  const values = new Map<string, string>();
  const lookUp = (known: Map<string, string>, entity: string, toMarkup: (entity: string) => string) => {
    const found = known.get(entity);
    if (found !== undefined) return found;
    const decoded = decode(toMarkup(entity));
    known.set(entity, decoded);
    return decoded;
  };
  return {
    inText: (text: string): string =>
      text.includes('&') ? text.replace(ENTITY, (entity) => lookUp(texts, entity, (markup) => markup)) : text,
    inAttribute: (text: string): string =>
      text.includes('&')
        ? text.replace(ENTITY, (entity, at: number) =>
            // Before a sign of equality an entity without its semicolon is the name of a parameter.
            !entity.endsWith(';') && text.charAt(at + entity.length) === '='
              ? entity
              : lookUp(values, entity, (markup) => `<a b="${markup}">`),
          )
        : text,
  };
};
