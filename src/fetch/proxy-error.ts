/** The operator's proxy could not be reached, or refused; `cause` says how. */
export class ProxyError extends Error {
  readonly code = 'PROXY';
  /** Host and port of the proxy. */
  readonly place: string;
  override readonly cause: Error;
  constructor(place: string, cause: Error) {
    super(cause.message);
    this.place = place;
    this.cause = cause;
  }
}

/** A name whose addresses cannot be found here, so that nothing is known of where a proxy would lead. */
export class UncheckedNameError extends Error {
  readonly code = 'NAME_UNCHECKED';
  constructor(cause: unknown) {
    super(
      'its name is not known here, so it cannot be checked before a proxy is asked; fetch.allow_hosts opens it',
      {
        cause,
      },
    );
  }
}

/** The environment names a proxy that cannot be used. */
export class UnusableProxyError extends Error {
  readonly code = 'PROXY_UNUSABLE';
}
