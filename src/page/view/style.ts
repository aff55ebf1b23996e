import { Markup } from '../../report/html/markup.ts'
import { style as reportStyle } from '../../report/html/style.ts'

/** The style sheet of the page: that of a report, and what only a page has. */
export const pageStyle = new Markup(`${reportStyle.text}
.skip { position: absolute; left: 8px; top: -60px; background: var(--ground); padding: 8px 12px; z-index: 2; }
.skip:focus { top: 8px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.bar-top { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding-top: 12px; padding-bottom: 12px; border-bottom: 1px solid var(--line); }
.bar-top a { display: inline-block; padding: 6px 0; }
.bar-top .home { font-weight: 700; font-size: 1.1rem; text-decoration: none; color: var(--text); }
.bar-top a[aria-current] { color: var(--text); text-decoration: none; border-bottom: 2px solid var(--majority); }
main { padding-bottom: 48px; }
main > section:first-child > h2 { border-top: 0; margin-top: 12px; }
label { font-weight: 600; }
textarea, input, select, button { font: inherit; font-weight: 400; color: var(--text); background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; padding: 8px 10px; min-height: 44px; }
textarea { display: block; width: 100%; margin: 4px 0 10px; resize: vertical; }
button, .button { cursor: pointer; font-weight: 600; background: var(--raised); }
button.first { background: var(--majority); border-color: var(--majority); color: var(--ground); }
.fields { display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: end; }
.fields label { display: grid; gap: 4px; font-size: .9rem; }
.fields input[type=number] { width: 7rem; }
.fields input[type=search] { width: min(100%, 24rem); }
form.search input { flex: 1 1 16rem; }
.inline { display: inline; }
article.vote { content-visibility: visible; background: var(--raised); }
article.vote pre { background: var(--ground); }
article.vote h3 { margin: 0 0 4px; overflow-wrap: anywhere; }
.standing { font-weight: 600; }
ol.lanes { list-style: none; padding: 0; margin: 8px 0; font-variant-numeric: tabular-nums; }
ol.lanes li { padding: 2px 0; overflow-wrap: anywhere; }
.trouble { border-left: 4px solid var(--wrong); padding: 4px 12px; overflow-wrap: anywhere; }
.question { max-height: 16rem; }
pre.whole { max-height: none; }
pre:empty::before { content: 'nothing yet'; color: var(--soft); }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
#connection:empty { display: none; }
@media (max-width: 719px) { .wide-only { display: none; } td.answer { max-width: 12rem; } button { padding: 8px 16px; } }
`)
