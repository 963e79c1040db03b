import { Parser } from 'htmlparser2';

/** A feed as an OPML file names it. */
export interface OpmlEntry {
  readonly url: string;
  readonly title: string | undefined;
}

/** The feeds of an OPML file, or what it should have been. */
export type ParsedOpml =
  | { readonly kind: 'parsed'; readonly entries: readonly OpmlEntry[] }
  | { readonly kind: 'refused'; readonly expected: string };

/** 8 MiB hold 40,000 feeds with all that other readers write beside them. */
export const MAX_OPML_BYTES = 8 * 1024 * 1024;
const MAX_TAGS = 100_000;
/** Folders in folders; the reader's cost grows with the depth. */
const MAX_DEPTH = 100;

/** Reads the feeds of an OPML file (http://opml.org/spec2.opml), nested in whatever folders; tolerant of broken XML. */
export const parseOpml = (text: string): ParsedOpml => {
  const entries: OpmlEntry[] = [];
  let root: string | undefined;
  let tags = 0;
  let depth = 0;
  let refused: string | undefined;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        root ??= name.toLowerCase();
        tags += 1;
        depth += 1;
        if (tags > MAX_TAGS) refused = `at most ${MAX_TAGS} elements`;
        if (depth > MAX_DEPTH) refused = `at most ${MAX_DEPTH} levels of folders`;
        if (refused !== undefined) parser.pause();
        if (name.toLowerCase() === 'outline') entries.push(...toEntry(attributes));
      },
      onclosetag: () => {
        depth -= 1;
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  if (root !== 'opml') return { kind: 'refused', expected: 'an OPML file, which begins with <opml>' };
  if (refused !== undefined) return { kind: 'refused', expected: refused };
  return { kind: 'parsed', entries };
};

// Some readers write xmlurl or XMLURL.
const toEntry = (attributes: Readonly<Record<string, string>>): readonly OpmlEntry[] => {
  const get = (name: string): string | undefined =>
    Object.entries(attributes)
      .find(([key, value]) => key.toLowerCase() === name && value.trim() !== '')?.[1]
      .trim();
  const url = get('xmlurl');
  return url === undefined ? [] : [{ url, title: get('title') ?? get('text') }];
};
