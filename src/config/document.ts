import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
} from 'yaml';
import type { Problem } from '../model.ts';
import type { ConfigProblem } from './problems.ts';

type YamlDocument = Document.Parsed;

/** A YAML file as plain values, and the line of each. */
export interface ConfigDocument {
  readonly file: string;
  /** Undefined for an empty file. */
  readonly value: unknown;
  /** Line, from 1, of the value at a path, or of the nearest that holds it. */
  readonly lineOf: (path: Problem['path']) => number | undefined;
}

/** A document, or why its text is none. */
export type ReadDocument =
  | { readonly kind: 'read'; readonly document: ConfigDocument }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Collections open at once; ours need 8. The composer recurses, and near the end of the stack V8 ends the process while it compiles a regex (Node 20.20). */
const MAX_DEPTH = 64;
/** Aliases cost the library quadratic time: 20,000 took 8 s (yaml 2.9). */
const MAX_ALIASES = 100;

/** Reads one YAML 1.2 file; text that a parser could choke on (depth, alias bombs, cycles) is refused with its line. */
export const readDocument = (file: string, text: string): ReadDocument => {
  const lines = new LineCounter();
  const refuse = (problems: readonly ConfigProblem[]): ReadDocument => ({ kind: 'refused', problems });
  const parsed = parseTokens(text, lines);
  if (parsed.kind === 'too-deep')
    return refuse([toProblem(file, parsed.line, `at most ${MAX_DEPTH} levels of nesting`)]);
  const [document, ...others] = compose(parsed.tokens, text.length);
  if (document === undefined) throw new Error(`${file}: expected the YAML library to give a document`);
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const faults = [
    ...[...document.errors, ...document.warnings].map((error) =>
      toProblem(file, lineAt(error.pos[0]), `valid YAML: ${toOneLine(error.message)}`),
    ),
    ...others.map(({ range }) => toProblem(file, lineAt(range[0]), 'valid YAML: one document in a file')),
  ];
  if (faults.length > 0) return refuse(faults);
  const badAliases = findBadAliases(document).map(({ offset, expected }) =>
    toProblem(file, lineAt(offset), expected),
  );
  if (badAliases.length > 0) return refuse(badAliases);
  const value = toPlain(document);
  if (value === undefined) return refuse([toProblem(file, 1, 'aliases that do not multiply each other')]);
  return {
    kind: 'read',
    document: { file, value: value.plain, lineOf: (path) => findLine(document, path, lineAt) },
  };
};

const toProblem = (file: string, line: number, expected: string): ConfigProblem => ({
  file,
  line,
  path: '',
  value: undefined,
  expected,
});

const toOneLine = (message: string): string => message.split('\n')[0]?.trim() ?? message;

/** The parts of a YAML text that the composer makes documents of, or the line on which nesting passes the limit. */
type Tokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'too-deep'; readonly line: number };

/** The CST parser does not recurse, so it may see any text. */
const parseTokens = (text: string, lines: LineCounter): Tokens => {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let offset = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH)
      return { kind: 'too-deep', line: text.slice(0, offset).split('\n').length };
    offset += lexeme.length;
  }
  for (const token of parser.end()) tokens.push(token);
  return { kind: 'tokens', tokens };
};

const compose = (tokens: readonly CST.Token[], length: number): readonly YamlDocument[] => [
  ...new Composer({ prettyErrors: false, logLevel: 'error' }).compose(tokens, true, length),
];

interface BadAlias {
  readonly offset: number;
  readonly expected: string;
}

const findBadAliases = (document: YamlDocument): readonly BadAlias[] => {
  const found: BadAlias[] = [];
  let count = 0;
  visit(document, {
    Alias: (_key, alias) => {
      count += 1;
      const offset = alias.range?.[0] ?? 0;
      if (count > MAX_ALIASES) {
        found.push({ offset, expected: `at most ${MAX_ALIASES} aliases` });
        return visit.BREAK;
      }
      const target = alias.resolve(document);
      if (target === undefined)
        found.push({ offset, expected: `an anchor &${alias.source} above its alias` });
      else if ((target.range?.[1] ?? 0) > offset)
        found.push({ offset, expected: `an alias outside of its anchor &${alias.source}` });
      return undefined;
    },
  });
  return found;
};

const toPlain = (document: YamlDocument): { readonly plain: unknown } | undefined => {
  try {
    return { plain: document.contents === null ? undefined : document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    // The library's own guard: aliases of aliases that unfold to too much.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
};

const findLine = (
  document: YamlDocument,
  path: Problem['path'],
  lineAt: (offset: number) => number,
): number | undefined => {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else break;
  }
  return lineAt(offset);
};

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

const isNode = (value: unknown): value is Node =>
  isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
