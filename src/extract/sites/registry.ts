import { parseHttpUrl, toDomain } from '../../text/url.ts';
import { INTERFAX_COM_UA } from './interfax-com-ua.ts';
import { REPORT_AZ } from './report-az.ts';
import type { SiteRule } from './site.ts';

/** Every site with a rule of its own, sorted by id; each has a fixture under test/fixtures/sites. */
export const SITES: readonly SiteRule[] = [INTERFAX_COM_UA, REPORT_AZ];

/** The rule for a page's address, or undefined. */
export const findSite = (url: string): SiteRule | undefined => {
  const hostname = parseHttpUrl(url)?.hostname.replace(/\.$/, '');
  if (hostname === undefined) return undefined;
  const domain = toDomain(hostname);
  return SITES.find((site) => site.hosts.some((host) => domain === host || domain.endsWith(`.${host}`)));
};
