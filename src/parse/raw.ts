/** A feed as any of the readers found it, before anything is understood: the one shape the mapper takes. */
export interface RawFeed {
  readonly format: 'rss' | 'rdf' | 'atom';
  /** The feed's own fields: those of channel, or of Atom's root. */
  readonly fields: RawFields;
  readonly base: string | undefined;
  /** xml:lang of the root. */
  readonly language: string | undefined;
  /** Atom 0.3 has other rules for text than 1.0. */
  readonly version: string | undefined;
  readonly entries: readonly RawEntry[];
  /** False where the document ends before its root does. */
  readonly isWhole: boolean;
  readonly skipped: Skipped;
}

/** Entries that were left out or shortened. */
export interface Skipped {
  /** Beyond the bound of entries. */
  readonly overLimit: number;
  /** Shortened to the bound of one entry's length. */
  readonly overLong: number;
  /** The one that the document's end cuts off. */
  readonly cutOff: number;
}

export interface RawEntry {
  readonly fields: RawFields;
  /** rdf:about, which is RSS 1.0's guid. */
  readonly about: string | undefined;
  readonly base: string | undefined;
  readonly language: string | undefined;
}

/** Elements by their one name (see `toFieldName`), in document order. */
export type RawFields = ReadonlyMap<string, readonly RawElement[]>;

/** One element of a feed. */
export interface RawElement {
  /** Decoded text; where `markup` is set, HTML serialised from child elements. */
  readonly text: string;
  readonly markup: boolean;
  /** Escaped once more than its format asks, and not by a CDATA section of the author's choice. */
  readonly escapedTwice: boolean;
  /** By lower-case name as written. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of containers (author, source, media:group …) only. */
  readonly children: RawFields;
  /** xml:base in scope, absolute; undefined where the document sets none. */
  readonly base: string | undefined;
}

export const NO_FIELDS: RawFields = new Map();
export const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** The first element of a name. */
export const firstOf = (fields: RawFields, name: string): RawElement | undefined => fields.get(name)?.[0];

/** All elements of a name. */
export const allOf = (fields: RawFields, name: string): readonly RawElement[] =>
  fields.get(name) ?? NO_ELEMENTS;
const NO_ELEMENTS: readonly RawElement[] = [];
