/** A path as routes have it: without the base path, which a proxy before us may have taken away already. */
export const toOwnPath = (path: string, basePath: string): string =>
  path === basePath ? '/' : path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
