import type { Language } from '../../model.ts';

/** The language of the pages' own words. */
export const PAGE_LANGUAGE = 'en';

/** A lang attribute; none where the language is not known. */
export const toLang = (language: Language): string | undefined => (language === 'und' ? undefined : language);

/** The same of words of ours; none where they are in the pages' own language. */
export const toForeign = (language: Language | undefined): string | undefined =>
  language === PAGE_LANGUAGE ? undefined : language;
