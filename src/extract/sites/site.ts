/** How the pages of one site are read; data, so that a change of layout is a change of a line. */
export interface SiteRule {
  /** Names the rule in `extractedBy` as `site:<id>`; the site's main host. */
  readonly id: string;
  /** Hosts without `www.` whose pages it reads; their subdomains too. */
  readonly hosts: readonly string[];
  /** IANA zone of dates shown without one. */
  readonly zone: string;
  /** Section by path, where the page shows none: the first group is it, dashes read as spaces. */
  readonly sectionPath?: RegExp;
  /** The layouts known, newest first: the first that finds a text is taken. */
  readonly layouts: readonly SiteLayout[];
}

/** One layout of a site. A selector may match several elements: of body all count, of the others the first. */
export interface SiteLayout {
  /** When the shape was last seen by the sources that the file names, ISO date. */
  readonly seen: string;
  /** First and last day of the layout, ISO dates; it is tried on what was fetched or published within. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** The text; the first of these selectors that finds any is taken. */
  readonly body: readonly string[];
  /** What stands in the text and is none; captions are left out anyway. */
  readonly remove?: readonly string[];
  readonly title?: string;
  readonly date?: string;
  /** Each form in which the site shows a date, as an example that must be readable. */
  readonly dateForms?: readonly string[];
  readonly section?: string;
  /** Elements that name who wrote it, read where the page's data name nobody. */
  readonly author?: string;
}
