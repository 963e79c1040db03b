import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeBody } from '../../src/text/charset.ts';

/** What is known of a page's article by others; each set holds its own part of it. */
export interface Gold {
  readonly id: string;
  readonly url?: string | undefined;
  readonly title?: string | null | undefined;
  /** Names with commas between. */
  readonly author?: string | null | undefined;
  readonly date?: string | null | undefined;
  /** The same two as the real pages spell them. */
  readonly authors?: readonly string[] | undefined;
  readonly published?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly must_contain?: readonly string[] | undefined;
  readonly must_not_contain?: readonly string[] | undefined;
}

/** A page as it lies in a folder: what is known of it and its HTML. */
export interface StoredPage {
  readonly gold: Gold;
  readonly html: string;
}

export const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8'));
export const readHtml = (file: string): string =>
  decodeBody(gunzipSync(readFileSync(file)), undefined, 'html').text;

/** Every page of a folder of `<id>.json` beside `<id>.html.gz`, one after the other. */
export function* readStored(folder: string): Generator<StoredPage> {
  for (const name of readdirSync(folder).sort())
    if (name.endsWith('.json'))
      yield {
        gold: readJson<Gold>(join(folder, name)),
        html: readHtml(join(folder, name.replace(/json$/, 'html.gz'))),
      };
}

/** The host of a page's address, or its id where it has none. */
export const toSite = ({ id, url }: Gold): string =>
  url !== undefined && URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : id;
