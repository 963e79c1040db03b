import { z } from '@hono/zod-openapi';
import type { ArticleView } from '../store/item-view.ts';

const maybe = (description: string) => z.string().nullable().openapi({ description });

/** What the page said of its article, as the API gives it. */
export const ArticleJson = z
  .object({
    modified_at: maybe('When it was last changed, as the page claims.'),
    section: z.string().nullable(),
    keywords: z.array(z.string()).openapi({ description: "The article's own, none of its site or frame." }),
    credits: z.array(z.string()).openapi({ description: 'Departments, agencies and houses it credits.' }),
    alternates: z
      .array(z.object({ language: z.string(), url: z.string() }))
      .openapi({ description: 'The same article in other languages.' }),
    paywalled: z.boolean().openapi({ description: 'The publisher says that it is not free to read.' }),
    dateline: z
      .object({
        text: z.string(),
        place: maybe('As written.'),
        date: maybe('As written.'),
        agency: z.string().nullable(),
      })
      .nullable()
      .openapi({ description: 'What stood before the first sentence: where, when and by whom it was sent.' }),
  })
  .openapi('Article');

/** The page's word on its article in JSON. */
export const toArticleJson = (article: ArticleView): z.infer<typeof ArticleJson> => ({
  modified_at: article.modifiedAt?.toISOString() ?? null,
  section: article.section ?? null,
  keywords: [...article.keywords],
  credits: [...article.credits],
  alternates: [...article.alternates],
  paywalled: article.paywalled,
  dateline:
    article.dateline === undefined
      ? null
      : {
          text: article.dateline.text,
          place: article.dateline.place ?? null,
          date: article.dateline.date ?? null,
          agency: article.dateline.agency ?? null,
        },
});
