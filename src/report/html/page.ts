import type { RunReport } from '../report.ts'
import { headline } from '../report-text.ts'
import { html } from './markup.ts'
import { openPlots } from './plot.ts'
import { anchorOf, sourceSection } from './source-section.ts'
import { style } from './style.ts'

/**
 * A report as one HTML page that needs nothing else: no network, no script, no font, no image.
 *
 * All model text in it is escaped; beside that, the page forbids itself scripts and anything from elsewhere (Content-Security-Policy).
 */
export async function reportHtml(report: RunReport): Promise<string> {
  let page = ''
  for await (const piece of reportHtmlPieces(report)) page += piece
  return page
}

/** The same page piece by piece, for a file: a large one is never in memory as a whole. */
export async function* reportHtmlPieces(report: RunReport): AsyncGenerator<string, void, undefined> {
  const draw = await openPlots()
  const { title, sources, createdAt, magiVersion } = report
  const contents =
    sources.length > 1 &&
    html`<nav><ul>${sources.map((source, place) => html`<li><a href="#${anchorOf(place)}">${headline(source)}</a></li>`)}</ul></nav>`
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${title}</h1>${contents}</header>
<main>
`.text
  for (const [place, source] of sources.entries())
    for (const piece of sourceSection(source, place, draw)) yield piece.text
  yield html`</main>
<footer><p>Magi ${magiVersion}, <time datetime="${createdAt}">${createdAt.slice(0, 16).replace('T', ' ')}</time> UTC</p></footer>
</body>
</html>
`.text
}
