import { parseHttpUrl, toDomain } from '../../text/url.ts';
import { ALJAZEERA_COM } from './aljazeera-com.ts';
import { APA_AZ } from './apa-az.ts';
import { AZERNEWS_AZ } from './azernews-az.ts';
import { AZERTAG_AZ } from './azertag-az.ts';
import { BBC_COM } from './bbc-com.ts';
import { DW_COM } from './dw-com.ts';
import { FRANCE24_COM } from './france24-com.ts';
import { INTERFAX_COM_UA } from './interfax-com-ua.ts';
import { KOMMERSANT_RU } from './kommersant-ru.ts';
import { LENTA_RU } from './lenta-ru.ts';
import { MEDUZA_IO } from './meduza-io.ts';
import { OXU_AZ } from './oxu-az.ts';
import { PRAVDA_COM_UA } from './pravda-com-ua.ts';
import { QAFQAZINFO_AZ } from './qafqazinfo-az.ts';
import { REPORT_AZ } from './report-az.ts';
import type { SiteRule } from './site.ts';
import { SUSPILNE_MEDIA } from './suspilne-media.ts';
import { THEGUARDIAN_COM } from './theguardian-com.ts';
import { TREND_AZ } from './trend-az.ts';
import { UKRINFORM_NET } from './ukrinform-net.ts';
import { UNIAN_UA } from './unian-ua.ts';

/** Every site with a rule of its own, sorted by id; each has a fixture under test/fixtures/sites. */
export const SITES: readonly SiteRule[] = [
  ALJAZEERA_COM,
  APA_AZ,
  AZERNEWS_AZ,
  AZERTAG_AZ,
  BBC_COM,
  DW_COM,
  FRANCE24_COM,
  INTERFAX_COM_UA,
  KOMMERSANT_RU,
  LENTA_RU,
  MEDUZA_IO,
  OXU_AZ,
  PRAVDA_COM_UA,
  QAFQAZINFO_AZ,
  REPORT_AZ,
  SUSPILNE_MEDIA,
  THEGUARDIAN_COM,
  TREND_AZ,
  UKRINFORM_NET,
  UNIAN_UA,
];

/** The rule for a page's address, or undefined. */
export const findSite = (url: string): SiteRule | undefined => {
  const hostname = parseHttpUrl(url)?.hostname.replace(/\.$/, '');
  if (hostname === undefined) return undefined;
  const domain = toDomain(hostname);
  return SITES.find((site) => site.hosts.some((host) => domain === host || domain.endsWith(`.${host}`)));
};
