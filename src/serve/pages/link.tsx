/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { createContext, type JSX, useContext } from 'hono/jsx';

const BasePath = createContext('');

/** Lets `OwnLink` and `useOwnPath` within it know the path that all of ours lie under. */
export const UnderBasePath = BasePath.Provider;

/** A path of ours as a page's reader asks for it: the base path before it. */
export const useOwnPath = (path: string): string => `${useContext(BasePath)}${path}`;

/** A link to a page or file of ours; every such link is one of these. */
export const OwnLink = ({
  href,
  children,
  ...attributes
}: JSX.IntrinsicElements['a'] & { readonly href: string }) => (
  <a href={useOwnPath(href)} {...attributes}>
    {children}
  </a>
);
