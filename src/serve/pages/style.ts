/** The pages' one style sheet: system fonts, light and dark, nothing loaded from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf9; --ink: #1d1c1a; --soft: #5e5a53; --line: #e3ded5; --edge: #8f887c; --panel: #f4f1eb;
  --link: #8c2f16; --mark: #fdeeb5; --bad: #a11d1d; --good: #2c6a3f; --put: #e4f1e4; --cut: #f8e6e2;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --ink: #e9e5dd; --soft: #aaa398; --line: #35322d; --edge: #7d766b; --panel: #201e1b;
    --link: #f2a98f; --mark: #4b3f14; --bad: #f29b93; --good: #8fce9f; --put: #1e3223; --cut: #3a211f;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans);
  overflow-wrap: break-word; font-kerning: normal;
}
h1, h2, h3 { line-height: 1.22; letter-spacing: -0.012em; text-wrap: balance; margin: 0; font-weight: 650; }
p { margin: 0; text-wrap: pretty; }
ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
time, .number { font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.4rem 0.8rem; }
.frame { max-width: 68rem; margin-inline: auto; padding-inline: 1.25rem; }

.masthead { border-bottom: 1px solid var(--line); }
.masthead .frame { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 1.5rem; padding-block: 0.8rem; }
.brand { font-weight: 700; font-size: 1.15rem; letter-spacing: -0.02em; color: var(--ink); text-decoration: none; }
.masthead nav { display: flex; gap: 1.1rem; font-size: 0.9375rem; }
.masthead nav a { color: var(--soft); text-decoration: none; padding-block: 0.2rem; }
.masthead nav a[aria-current] { color: var(--ink); text-decoration: underline; text-underline-offset: 0.35em; }
.masthead nav a:hover { color: var(--link); text-decoration: underline; }
.search { margin-left: auto; flex: 0 1 21rem; min-width: 0; }
.search form { display: flex; gap: 0.4rem; }
.search input { flex: 1; min-width: 0; }
input[type=search], select, button {
  font: inherit; font-size: 0.9375rem; color: inherit; background: var(--panel);
  border: 1px solid var(--edge); border-radius: 0.4rem; padding: 0.35rem 0.65rem;
}
input[aria-invalid] { border-color: var(--bad); }
.fault { overflow-wrap: anywhere; color: var(--bad); font-size: 0.875rem; margin-top: 0.3rem; }
::placeholder { color: var(--soft); opacity: 1; }
button { cursor: pointer; padding-inline: 0.8rem; }
button:hover { border-color: var(--link); color: var(--link); }

main { padding-block: 1.75rem 3rem; }
main:focus { outline: none; }
.columns { display: grid; gap: 2.5rem; grid-template-columns: minmax(0, 1fr); }
.head { margin-bottom: 1.5rem; }
.head h1 { font-size: clamp(1.6rem, 1.2rem + 1.6vw, 2.1rem); }
.head p { color: var(--soft); margin-top: 0.4rem; font-size: 0.9375rem; }
.ways { margin-top: 0.8rem; }
.ways a { display: inline-block; padding-block: 0.15rem; }
.conditions { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.7rem; }
.conditions li { display: flex; align-items: center; font-size: 0.9375rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 0.4rem; padding-left: 0.6rem; min-width: 0; overflow-wrap: anywhere; }
.conditions a { flex: none; width: 1.75rem; line-height: 1.75rem; text-align: center; text-decoration: none; color: var(--soft); }
.conditions a:hover { color: var(--link); }
.tools { display: flex; flex-wrap: wrap; gap: 0 2rem; margin-top: 0.5rem; font-size: 0.9375rem; }
.follow { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.head .follow { margin: 0; }
.follow a, .follow span { padding-block: 0.15rem; }
.narrow[open] { flex-basis: 100%; padding-bottom: 0.4rem; }
.narrow .fieldset { display: flex; flex-wrap: wrap; align-items: end; gap: 0.6rem 0.8rem; margin-top: 0.5rem; }
.narrow label { font-size: 0.875rem; color: var(--soft); max-width: 100%; }
.narrow label span { display: block; }
.narrow select { max-width: 100%; color: var(--ink); }
.head .api { flex-basis: 100%; margin-top: 0.3rem; font-size: 0.875rem; }
.api code { color: var(--ink); user-select: all; }

.day { font-size: 0.875rem; font-weight: 600; letter-spacing: 0; color: var(--soft); padding-bottom: 0.45rem;
  border-bottom: 1px solid var(--line); margin-top: 2.25rem; max-width: 40rem; }
.day:first-child { margin-top: 0; }
.entries > li { padding-block: 0.95rem 1.05rem; border-bottom: 1px solid var(--line); max-width: 40rem; }
.entries > li:last-child { border-bottom: 0; }
.meta { color: var(--soft); font-size: 0.875rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.9rem; }
.publisher { font-weight: 600; color: var(--ink); text-decoration: none; }
.publisher:hover { color: var(--link); text-decoration: underline; }
.new { font-weight: 600; color: var(--link); }
.count { font-weight: 600; margin-bottom: 0.9rem; }
.count + .day { margin-top: 0; }
.entries h3 { font-size: 1.1875rem; line-height: 1.3; margin-top: 0.2rem; text-wrap: pretty; }
.entries h3 a { color: inherit; text-decoration: none; }
.entries h3 a:hover { text-decoration: underline; color: var(--link); }
.summary { margin-top: 0.35rem; color: var(--soft); line-height: 1.5; }
.tags { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; margin-top: 0.55rem; font-size: 0.8125rem; line-height: 1.35; }
.tags li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.35rem; min-width: 0; }
.tags a { font-weight: 600; color: var(--link); text-decoration: none; padding-block: 0.22rem; }
.tags a:hover { text-decoration: underline; }
.because { color: var(--ink); background: var(--mark); border-radius: 0.15rem; padding-inline: 0.15em; overflow-wrap: anywhere; }
.older { margin-top: 1.3rem; font-weight: 600; }
.older a, .onward a, .meta a { display: inline-block; padding-block: 0.1rem; }
.none { color: var(--soft); max-width: 36rem; }

.topics + .topics { margin-top: 2rem; }
.topics h2, .side h2 { font-size: 1rem; margin-bottom: 0.7rem; }
.topics .tree { columns: 2; column-gap: 1.5rem; }
.topics .tree > li { break-inside: avoid; margin-bottom: 0.55rem; font-size: 0.9375rem; }
.topics .tree ul { padding-left: 0.9rem; }
.topics .tree a { display: flex; justify-content: space-between; gap: 0.6rem; padding-block: 0.12rem;
  color: var(--ink); text-decoration: none; }
.topics .tree a:hover { color: var(--link); text-decoration: underline; }
.topics .tree a[aria-current] { color: var(--link); font-weight: 600; }
.topics .tree ul a { color: var(--soft); }
.topics .number { color: var(--soft); font-size: 0.8125rem; padding-top: 0.1rem; }
.topics .note { color: var(--soft); font-size: 0.8125rem; margin-top: 0.6rem; }

.activity { margin-top: 0.7rem; font-size: 0.9375rem; max-width: 42rem; }
.activity p { margin-top: 0.6rem; color: var(--soft); overflow-wrap: anywhere; }
.volume { margin: 0.7rem 0 0; max-width: 24rem; }
.volume svg { display: block; width: 100%; height: 4rem; fill: var(--link); border-bottom: 1px solid var(--line); }
.volume figcaption { color: var(--soft); font-size: 0.8125rem; margin-top: 0.3rem; }

.item .head { max-width: 44rem; margin-bottom: 1.25rem; }
.item .head h1 { text-wrap: pretty; }
.item .columns { gap: 1.5rem; }
.item .meta { margin-top: 0.7rem; font-size: 0.9375rem; }
.why { background: var(--panel); border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.9rem 1.1rem 1rem;
  font-size: 0.9375rem; line-height: 1.45; }
.why h2 { font-size: 0.9375rem; margin-bottom: 0.55rem; }
.why dl > div + div { margin-top: 0.45rem; }
.why dt { font-weight: 600; }
.why dt a { color: inherit; }
.why dt, .why dd { display: inline; }
.why dd { color: var(--soft); margin-left: 0.5rem; }
.why mark { color: var(--ink); }
.why code { font-size: 0.8125rem; color: var(--soft); overflow-wrap: anywhere; }
.why .score { font-weight: 400; color: var(--soft); font-size: 0.8125rem; margin-left: 0.35rem; }
.why details { margin-top: 0.7rem; }
.why details dl { margin-top: 0.6rem; }
summary { cursor: pointer; color: var(--link); width: fit-content; padding-block: 0.1rem; }
mark { background: var(--mark); color: inherit; border-radius: 0.15rem; padding: 0.02em 0.1em; margin-inline: -0.1em; }
h1 mark { background: linear-gradient(transparent 66%, var(--mark) 66%, var(--mark) 94%, transparent 94%);
  border-radius: 0; padding: 0; margin: 0; }
.text { font-size: 1.0938rem; line-height: 1.62; max-width: 36.5rem; hyphens: manual; }
.text p + p { margin-top: 1em; }
.text p { white-space: pre-line; }
.notice { border-left: 3px solid var(--link); padding: 0.15rem 0 0.15rem 0.9rem; margin-bottom: 1.25rem; color: var(--soft);
  max-width: 36.5rem; }
.notice b { color: var(--ink); font-weight: 600; }
.onward { margin-top: 1.4rem; font-weight: 600; }
.picture { display: block; max-width: 100%; max-height: 26rem; border-radius: 0.4rem; margin-bottom: 1.25rem; background: var(--panel); }

.provenance, .neighbours { margin-top: 2.25rem; padding-top: 1rem; border-top: 1px solid var(--line); max-width: 36.5rem; font-size: 0.9375rem; }
.provenance h2, .neighbours h2 { font-size: 1rem; margin-bottom: 0.6rem; }
.provenance dl > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 1rem; padding-block: 0.15rem; }
.provenance dt { color: var(--soft); }
.provenance dd { overflow-wrap: anywhere; }
.neighbours li { display: grid; grid-template-columns: 4rem minmax(0, 1fr); padding-block: 0.25rem; }
.neighbours li span { color: var(--soft); }

.versions { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); max-width: 36.5rem; font-size: 0.9375rem; }
.versions h2 { font-size: 1rem; margin-bottom: 0.6rem; }
.versions li + li { margin-top: 0.9rem; }
.versions li > p:first-child, .versions .field { color: var(--soft); }
.versions .change { white-space: pre-line; overflow-wrap: anywhere; margin-top: 0.2rem; }
.versions .onward { margin-top: 0.9rem; }
ins { text-decoration: underline; text-decoration-color: var(--good); text-decoration-thickness: 2px; background: var(--put); }
del { color: var(--soft); text-decoration-color: var(--bad); background: var(--cut); }

.prose { max-width: 42rem; }
.prose nav { margin-bottom: 1.25rem; }
.prose h2 { font-size: 1.3rem; margin: 2.4rem 0 0.6rem; }
.prose h3 { font-size: 1rem; margin: 1.3rem 0 0.4rem; }
.prose p + p { margin-top: 0.7em; }
code, pre { font-family: var(--mono); font-size: 0.875em; }
code { overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.7rem 0.9rem; margin: 0.7rem 0;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.fields { margin-top: 0.6rem; }
.fields > div { padding-block: 0.5rem; border-top: 1px solid var(--line); display: grid; gap: 0 1.2rem; }
.fields dt { font-family: var(--mono); font-size: 0.875rem; overflow-wrap: anywhere; }
.fields dd { color: var(--soft); font-size: 0.9375rem; }
.fields .example { display: block; font-size: 0.875rem; }

.filter { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.8rem; }
.filter a { display: block; font-size: 0.9375rem; color: var(--ink); text-decoration: none; padding: 0.2rem 0.7rem;
  border: 1px solid var(--line); border-radius: 0.4rem; background: var(--panel); }
.filter a[aria-current] { border-color: var(--ink); font-weight: 600; }
.filter a:hover { border-color: var(--link); color: var(--link); }
.filter .number { color: var(--soft); }

.states > li { padding-block: 0.8rem; border-top: 1px solid var(--line); max-width: 48rem; }
.states .name { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.9rem; }
.states h2 { font-size: 1rem; letter-spacing: 0; }
.states h2 a { display: inline-block; padding-block: 0.15rem; }
.states .url, .states .times { color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.states .times { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
.trouble { font-size: 0.9375rem; margin: 0.3rem 0 0.4rem; padding-left: 0.8rem; border-left: 3px solid var(--bad); }
.state { font-weight: 600; font-size: 0.875rem; }
.state-failing, .state-silent { color: var(--bad); } .state-ok { color: var(--good); } .state-new { color: var(--soft); }

.colophon { border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }
.colophon .frame { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.4rem 1.4rem; padding-block: 1.1rem 2rem; }
.colophon a { color: inherit; padding-block: 0.15rem; }
.colophon button { font-size: inherit; color: inherit; background: none; border: 0; padding: 0.15rem 0; text-decoration: underline;
  text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 0.6rem; padding: 1.1rem 1.4rem 1.3rem;
  max-width: min(26rem, calc(100vw - 2rem)); }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
dialog h2 { font-size: 1.125rem; margin-bottom: 0.6rem; }
dialog dl > div { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); padding-block: 0.15rem; }
dialog form { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.6rem 1.5rem; margin-top: 1rem; }
dialog label { padding-block: 0.2rem; }
kbd { font-family: var(--mono); font-size: 0.875em; border: 1px solid var(--edge); border-radius: 0.25rem; padding: 0.05em 0.4em; }
.colophon span { margin-left: auto; }

@media (min-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr) 15rem; gap: 4rem; }
  .why dt, .why dd { display: block; margin: 0; }
  .why dl > div + div { margin-top: 0.65rem; }
  .topics .tree { columns: 1; }
  .item .columns { grid-template-columns: minmax(0, 36.5rem) minmax(0, 1fr); gap: 3.5rem; }
  .item .why { order: 2; align-self: start; }
  .fields > div { grid-template-columns: 10rem minmax(0, 1fr); }
}
@media (max-width: 30rem) {
  .search { flex-basis: 100%; margin-left: 0; }
  .topics .tree { columns: 1; }
  .colophon span { margin-left: 0; }
  .summary { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden; }
  .text { hyphens: auto; }
}
@media print { .masthead, .colophon, .tags, .older { display: none; } }
`;

/** The pages' icon: two lines of text, one of them marked. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#8c2f16"/><path d="M3.5 5h9M3.5 8h5M3.5 11h9" stroke="#fcfbf9" stroke-width="1.6"/><path d="M9 8h3.5" stroke="#f8d66d" stroke-width="1.6"/></svg>`;
