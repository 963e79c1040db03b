import { Command } from 'commander';
import { extractArticle } from '../extract/article.ts';
import type { Dateline, ExtractOutcome } from '../model.ts';
import { decodeBody } from '../text/charset.ts';
import { isZone } from '../text/date.ts';
import type { BuildCommand } from './command.ts';
import { FilterInputError, type FilterRow, readBytes, readText, runFilter } from './filter.ts';

/** `topicwire extract`: pages in, articles out, one JSON object a line. */
export const buildExtract: BuildCommand = (context) =>
  new Command('extract')
    .description(
      'Reads {id, url, html | body_base64, content_type?, zone?} a line, writes the article or {id, error}.',
    )
    .option('--no-site-rules', 'the general extractor alone')
    .action(async (options: { readonly siteRules: boolean }) => {
      await runFilter(context, (row) =>
        toRow(
          extractArticle(readHtml(row), readText(row, 'url') ?? '', {
            zone: readZone(row),
            siteRules: options.siteRules,
          }),
        ),
      );
    });

function readZone(row: FilterRow): string {
  const zone = readText(row, 'zone') ?? 'UTC';
  if (!isZone(zone)) throw new FilterInputError(`zone "${zone}": expected an IANA time zone`);
  return zone;
}

function readHtml(row: FilterRow): string {
  const html = readText(row, 'html');
  if (html !== undefined) return html;
  const bytes = readBytes(row, 'body_base64');
  if (bytes === undefined) throw new FilterInputError('html or body_base64: expected one of them');
  return decodeBody(bytes, readText(row, 'content_type'), 'html').text;
}

const toDateline = (dateline: Dateline | undefined): object | null =>
  dateline === undefined
    ? null
    : {
        text: dateline.text,
        place: dateline.place ?? null,
        date: dateline.date ?? null,
        agency: dateline.agency ?? null,
      };

function toRow(outcome: ExtractOutcome): object {
  if (outcome.kind === 'failed') return { error: { kind: outcome.failure, detail: outcome.detail } };
  const { article } = outcome;
  return {
    text: article.text,
    html: article.html,
    title: article.title ?? null,
    authors: article.authors,
    credits: article.credits,
    published_at: article.publishedAt?.toISOString() ?? null,
    modified_at: article.modifiedAt?.toISOString() ?? null,
    language: article.language ?? null,
    section: article.section ?? null,
    keywords: article.keywords,
    lead_image: article.leadImage ?? null,
    canonical_url: article.canonicalUrl ?? null,
    alternates: article.alternates,
    paywalled: article.paywalled,
    dateline: toDateline(article.dateline),
    extracted_by: article.extractedBy,
    confidence: Math.round(article.confidence * 100) / 100,
    site_rule: article.siteRule,
  };
}
