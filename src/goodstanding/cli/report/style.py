"""The tokens become the one stylesheet of a page: screens wide and narrow, dark, and paper."""

from goodstanding.cli.report.tokens import DARK, LIGHT, declared

SHEET = (
    f"""
:root {{ color-scheme: light dark; {declared(LIGHT)} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {declared(DARK)} }} }}
"""
    + """
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: break-word;
}
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-top: .75rem;
  border-top: 1px solid var(--hair); }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
p, ul { margin: .5rem 0; max-width: 42rem; }
ul { padding-left: 1.25rem; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre {
  font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
pre code { font-size: 1em; }
pre { margin: .5rem 0; padding: .75rem 1rem; background: var(--raised); border-radius: .375rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.command { -webkit-user-select: all; user-select: all; }
.lead { font-size: 1.15rem; }
.quiet, figcaption p, .signs, .unit { color: var(--quiet); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem .75rem; background: var(--ground); }
nav ol { margin: .25rem 0; padding-left: 1.5rem; columns: 18rem 2; }
nav h2 { font-size: 1rem; margin: 1.5rem 0 0; padding: 0; border: 0; }
nav a { display: inline-block; padding: .125rem 0; }

.facts { display: grid; grid-template-columns: fit-content(14rem) 1fr; gap: .25rem 1.25rem;
  margin: 1.25rem 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
  gap: .75rem; margin: 1rem 0; padding: 0; }
.figures div { padding: .75rem 1rem; background: var(--raised); border-radius: .5rem; }
.figures dt { color: var(--quiet); }
.figures dd { margin: 0; }
.figures .value { font-size: 1.75rem; line-height: 1.3; font-weight: 600; }
.figures .unit { display: inline; font-size: 1rem; }
.figures .says, .figures .interval { font-size: .9rem; color: var(--quiet); }

figure, .table { margin: 1.75rem 0; }
svg { display: block; width: 100%; height: auto; max-width: 45rem; margin-top: .75rem;
  font: 13px/1 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.signs { font-size: .875rem; }
svg text { fill: var(--ink); }
.narrow { display: none; }
@media screen and (max-width: 40rem) { .wide { display: none; } .narrow { display: block; } }
svg .axis, svg .tick, svg .unknown { fill: var(--quiet); }
.grid { stroke: var(--hair); }
.axis-line { stroke: var(--quiet); }
.s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); }
.s4 { color: var(--s4); } .s5 { color: var(--s5); }
.line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
.mark { fill: currentColor; stroke: var(--ground); stroke-width: 1; }
.band { fill: currentColor; fill-opacity: .14; }
svg .name { fill: currentColor; font-weight: 600; }
svg .name, svg .limit-label, svg .unknown, svg .halo {
  paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
.bar { fill: currentColor; stroke: currentColor; stroke-width: 1.25; }
.b1 { fill-opacity: .55; } .b2 { fill-opacity: .18; } .b3 { fill-opacity: 0; }
.b4 { fill-opacity: .85; }
.whisker { stroke: var(--ink); stroke-width: 1.25; }
.join { fill: none; stroke: currentColor; stroke-width: 1.25; stroke-opacity: .6; }
.limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 10 4; }
svg .limit-label { fill: var(--limit); font-weight: 600; }

.scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--hair); border-radius: .375rem;
  animation: reach linear; animation-timeline: scroll(self inline); }
@keyframes reach { from, to { --hint: block; } }
.hint { display: none; position: sticky; left: 0; margin: 0; padding: .375rem .75rem;
  width: fit-content; font-size: .875rem; color: var(--quiet); }
@media screen and (max-width: 40rem) { .hint { display: block; } }
@supports (animation-timeline: scroll()) { .scroll .hint { display: var(--hint, none); } }
table { border-collapse: separate; border-spacing: 0; min-width: 100%;
  font-variant-numeric: tabular-nums; }
th, td { padding: .375rem .75rem; text-align: left; vertical-align: top; background: var(--ground);
  border-bottom: 1px solid var(--hair); }
thead th { position: sticky; top: 0; z-index: 1; background: var(--raised);
  vertical-align: bottom; }
tbody th { position: sticky; left: 0; font-weight: 500; max-width: min(40vw, 20rem); }
thead th:first-child { left: 0; z-index: 2; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; }
td.number, .when, .short { white-space: nowrap; }
@media screen and (max-width: 40rem) {
  tbody th.short { white-space: normal; overflow-wrap: anywhere; }
}
.unit { font-weight: 400; display: block; font-size: .875em; }
td.unknown { color: var(--quiet); font-style: italic; }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--accent); padding: .25rem 0; width: fit-content; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--hair); }

@media print {
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip, .hint, .no-print, summary { display: none; }
  details::details-content { content-visibility: visible; display: block; }
  .scroll { overflow: visible; max-height: none; border: 0; }
  table { font-size: 9pt; }
  thead { display: table-header-group; }
  th, td { position: static !important; padding: 1mm 2mm; }
  tr, svg, .figures div { break-inside: avoid; }
  h2, h3, h2 + p, h3 + p, figcaption { break-after: avoid; }
  figure { break-inside: auto; }
  pre { white-space: pre-wrap; border: 1px solid var(--hair); }
}
"""
)
