/** The one style of all pages: a phone first, calm, contrast of 4.5:1 and more, a visible focus. */
export const style = `
:root { color-scheme: light; --ink: #1b1f24; --quiet: #50575f; --line: #d5dae0; --blue: #0b57a4; --paper: #fff; --shade: #f4f6f8; }
* { box-sizing: border-box; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; padding-block: .75rem; border-bottom: 1px solid var(--line); font-size: .9375rem; }
header nav { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-right: auto; }
header a { padding: .375rem 0; } a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.who { color: var(--quiet); display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; }
main { padding-block: 1rem 4rem; }
h1 { font-size: 1.625rem; line-height: 1.25; margin: .75rem 0; text-wrap: balance; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1.0625rem; margin: 1rem 0 .25rem; }
p { margin: .5rem 0; } ul, ol { padding-left: 1.25rem; margin: .5rem 0; } li { margin: .375rem 0; }
a { color: var(--blue); } small { white-space: nowrap; } small, .quiet { color: var(--quiet); font-size: .9375rem; } .lead { font-size: 1.125rem; } h2::first-letter, h3::first-letter, th::first-letter { text-transform: uppercase; }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; }
button { font: inherit; min-height: 2.75rem; padding: .5rem 1.25rem; color: #fff; background: var(--blue); border: 1px solid var(--blue); border-radius: .375rem; cursor: pointer; }
button:hover { background: #084785; } button:disabled { opacity: .5; cursor: default; }
button.plain { min-height: 2rem; padding: .25rem 0; color: var(--blue); background: none; border: 0; text-decoration: underline; }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input, select { font: inherit; width: 100%; max-width: 32rem; min-height: 2.75rem; padding: .5rem .75rem; color: inherit; background: #fff; border: 1px solid #737b84; border-radius: .375rem; }
form button { margin-top: 1rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; } .card > :first-child { margin-top: 0; } .card > :last-child { margin-bottom: 0; }
.note { border-left: .375rem solid var(--blue); background: var(--shade); padding: .75rem 1rem; margin: 1rem 0; border-radius: .25rem; }
.note.bad { border-color: #b3261e; background: #fdf1f0; } .note.good { border-color: #1d7a3a; background: #eff8f1; } .note.wait { border-color: #b06f00; background: #fdf6e8; }
.badge { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .875rem; font-weight: 400; white-space: nowrap; color: #3b4249; background: #e8ebef; }
.badge.bad { color: #8c1d18; background: #fbe3e1; } .badge.good { color: #14592a; background: #dff2e4; } .badge.wait { color: #6f4600; background: #fbebcb; }
dl { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 1.25rem; margin: .75rem 0; } dt { color: var(--quiet); font-size: .9375rem; } dd { margin: 0 0 .5rem; }
.scroll { overflow-x: auto; background: linear-gradient(to right, var(--paper) 2rem, transparent) local, linear-gradient(to left, var(--paper) 2rem, transparent) local, linear-gradient(to right, #8a939d, transparent .75rem), linear-gradient(to left, #8a939d, transparent .75rem); scrollbar-width: thin; margin: .75rem 0; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; min-width: 28rem; font-size: .9375rem; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-top: 1px solid var(--line); } thead th { border-top: 0; background: var(--shade); font-weight: 600; }
tbody th { font-weight: 400; min-width: 10rem; } .nowrap { white-space: nowrap; } td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.figure div { white-space: normal; } tr.over td, tr.over th { background: #fdf1f0; }
.absent { color: var(--quiet); font-style: italic; } code { font-size: .875rem; overflow-wrap: anywhere; } progress { width: 6rem; accent-color: var(--blue); }
ins { color: #14592a; background: #e9f6ec; text-decoration: none; } del { color: #8c1d18; background: #fdeeed; text-decoration: none; }
ol.bare, ul.bare { list-style: none; padding: 0; }
details { margin: .75rem 0; } summary { cursor: pointer; padding: .25rem 0; color: var(--blue); }
@media (min-width: 40rem) { dl { grid-template-columns: max-content minmax(0, 1fr); gap: .375rem 1.25rem; } dd { margin: 0; } h1 { font-size: 2rem; } }
@media print { header, button { display: none; } .scroll { overflow: visible; } }
`;
