import { buildExtractor, type ExtractArticle } from '../../src/extract/article.ts';
import { buildScorer } from '../../src/extract/score.ts';
import { fitExtractor } from './fit-extractor.ts';
import { type Gold, toSite } from './gold-files.ts';
import { readLabelledPages, toPart } from './labelled-pages.ts';

/**
 * For each page of the sets in a folder an extractor fitted to the other parts of the sites, so that it has seen no
 * page of that site: what a new site gets. Takes a minute or so a part.
 */
export const fitLeftOut = (data: string, parts: number): ((gold: Gold) => ExtractArticle) => {
  const { pages, names } = readLabelledPages(data);
  const extractors = Array.from({ length: parts }, (_, part) => {
    const others = pages.filter(({ site }) => toPart(site, parts) !== part);
    const { weights, judgement } = fitExtractor(others, names);
    return buildExtractor(buildScorer(weights, judgement));
  });
  return (gold) => {
    const extractor = extractors[toPart(toSite(gold), parts)];
    if (extractor === undefined) throw new Error(`no extractor for ${gold.id}`);
    return extractor;
  };
};
