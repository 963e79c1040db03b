/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { createContext, type JSX, useContext } from 'hono/jsx';
import { toPath } from '../asked.ts';

/** What a page's links to pages of ours have in common. */
export interface OwnWay {
  /** The path that all of ours lie under. */
  readonly basePath: string;
  /** The language that the reader asked for by `lang`, and wants on the next page too. */
  readonly lang: string | undefined;
}

const Way = createContext<OwnWay>({ basePath: '', lang: undefined });

/** Lets `OwnLink`, `useOwnPath` and `useLang` within it know the way. */
export const OnOwnWay = Way.Provider;

/** A path of ours as a page's reader asks for it: the base path before it. */
export const useOwnPath = (path: string): string => `${useContext(Way).basePath}${path}`;

/** The language that the reader asked for by `lang`. */
export const useLang = (): string | undefined => useContext(Way).lang;

/** A link to a page or file of ours; every such link is one of these. */
export const OwnLink = ({
  href,
  children,
  ...attributes
}: JSX.IntrinsicElements['a'] & { readonly href: string }) => (
  <a href={useOwnPath(withLang(href, useLang()))} {...attributes}>
    {children}
  </a>
);

function withLang(href: string, lang: string | undefined): string {
  if (lang === undefined) return href;
  const { pathname, searchParams, hash } = new URL(href, 'http://localhost');
  return `${toPath(pathname, searchParams, { lang })}${hash}`;
}
