import { Markup } from './markup.ts'

/**
 * The style sheet of a report. Colours after Okabe & Ito 2008, "Color universal design", which stay apart for colour-blind readers; the dark set
 * is lighter, for contrast.
 */
export const style = new Markup(`
:root { color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --line: #d9dce1; --text: #1b1f24; --soft: #57606a; --link: #0550ae;
  --majority: #0060a8; --any: #a14d00;
  --right: #0072b2; --wrong: #d55e00; --unknown: #6e7781;
  --finished: #0072b2; --truncated: #b8860b; --looped: #a8327d; --tripped: #00806a; --failed: #1b1f24; --cancelled: #8c959f; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #0d1117; --raised: #161b22; --line: #30363d; --text: #e6edf3; --soft: #9aa4af; --link: #79b8ff;
  --majority: #56b4e9; --any: #f0a35e;
  --right: #56b4e9; --wrong: #ff8f4d; --unknown: #8b949e;
  --finished: #56b4e9; --truncated: #e6c229; --looped: #e58ac4; --tripped: #33c9ac; --failed: #e6edf3; --cancelled: #6e7681; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 1400px; margin: 0 auto; padding: 0 16px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 24px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 40px 0 8px; padding-top: 16px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
h3 { font-size: 1.05rem; margin: 28px 0 8px; }
h4 { font-size: 1rem; margin: 0 0 6px; overflow-wrap: anywhere; }
a { color: var(--link); }
[id] { scroll-margin-top: 5rem; }
p { margin: 8px 0; }
.soft, footer { color: var(--soft); font-size: .875rem; }
.banner { background: var(--wrong); color: #000; padding: 8px 12px; border-radius: 6px; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: 4px 14px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody th { color: var(--text); font-weight: 500; white-space: nowrap; }
th small { display: none; font-weight: 400; }
.top { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); gap: 0 32px; align-items: start; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 640px), 1fr)); gap: 12px 24px; }
figure { margin: 12px 0; min-width: 0; }
figcaption { font-weight: 600; }
figure svg.plot { display: block; max-width: 100%; height: auto; --plot-background: var(--ground); }
svg.plot { font-size: 12px; }
svg.plot text { white-space: pre; }
svg.narrow { display: none !important; }
@media (max-width: 719px) { svg.wide { display: none !important; } svg.narrow { display: block !important; } .aside { display: none; } th, td { padding-right: 10px; } .error, .published { display: none; } tbody th { min-width: 7.5rem; white-space: normal; } th small { display: block; color: var(--soft); } }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 4px 0; font-size: .85rem; }
.legend span { white-space: nowrap; }
svg.key { width: 11px; height: 11px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table.ballots { width: 100%; max-width: 44rem; margin: 8px 0; }
table.ballots th { max-width: 20rem; color: var(--text); overflow-wrap: anywhere; }
table.ballots tbody th { white-space: normal; min-width: 0; }
table.ballots td:last-child { width: 60%; padding-right: 0; }
svg.bar { display: block; width: 100%; height: 1.5em; fill: var(--unknown); }
svg.bar .most { fill: var(--majority); }
svg.strip { vertical-align: middle; }
td svg.strip { min-width: 60px; }
.mark-right { fill: var(--right); } .mark-wrong { fill: var(--wrong); } .mark-unknown { fill: var(--unknown); }
.mark-no-answer { fill: var(--soft); } .mark-truncated { fill: var(--truncated); } .mark-looped { fill: var(--looped); fill-rule: evenodd; }
.mark-tripped { fill: var(--tripped); } .mark-failed { fill: var(--failed); } .mark-cancelled { fill: var(--cancelled); }
svg.strip a:hover path, svg.strip a:focus path { fill: var(--text); }
td.answer { max-width: 18rem; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: 6px; padding: 12px; margin: 12px 0; content-visibility: auto; contain-intrinsic-size: auto 220px; }
details { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: 4px 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); padding: 8px 10px; border-radius: 6px; max-height: 32rem; overflow-y: auto; font: .85rem/1.5 ui-monospace, monospace; margin: 4px 0 10px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; font-size: .9rem; margin: 8px 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 719px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 6px; } }
@media print { details, pre { max-height: none; } }
`)
