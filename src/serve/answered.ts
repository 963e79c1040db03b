/** An answer for the command that asked, or why there is none. */
export type Answered =
  | { readonly kind: 'answered'; readonly json: object }
  | { readonly kind: 'refused'; readonly detail: string };
