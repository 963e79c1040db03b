/** How the pages of one site are read; data, so that a change of layout is a change of a line. */
export interface SiteRule {
  /** Names the rule in `extractedBy` as `site:<id>`; by habit the site's main host. */
  readonly id: string;
  /** Hosts without `www.` whose pages it reads; their subdomains too. */
  readonly hosts: readonly string[];
  /** When the shape was last seen, ISO date. */
  readonly seen: string;
  /** IANA zone of dates shown without one. */
  readonly zone: string;
  readonly title: string;
  /** The element that holds the text. */
  readonly body: string;
  /** What stands in the body and is no text of the article. */
  readonly remove: readonly string[];
  /** The element that shows the date, its parts as children: day and time in either order. */
  readonly date: string | undefined;
  /** The link or line that names the section. */
  readonly section: string | undefined;
  /** Section by path: the first group is it, dashes read as spaces. */
  readonly sectionPath: RegExp | undefined;
}
