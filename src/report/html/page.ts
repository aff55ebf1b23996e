import type { RunReport, SourceReport } from '../report.ts'
import { headline, simulatedLine } from '../report-text.ts'
import { calibrationFigure } from './calibration-figure.ts'
import { curvesFigure } from './curves.ts'
import { gradedFields } from './field-tables.ts'
import { lengthFigure, tokensFigure } from './length-figures.ts'
import { html, type Markup } from './markup.ts'
import { type DrawPlot, openPlots } from './plot.ts'
import { problemDetails } from './problem-details.ts'
import { type Anchors, problemTable } from './problem-table.ts'
import { style } from './style.ts'
import { remarks, summary } from './summary.ts'
import { timelineFigure } from './timeline-figure.ts'

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
    for (const piece of section(source, place, draw)) yield piece.text
  yield html`</main>
<footer><p>Magi ${magiVersion}, <time datetime="${createdAt}">${createdAt.slice(0, 16).replace('T', ' ')}</time> UTC</p></footer>
</body>
</html>
`.text
}

function* section(source: SourceReport, place: number, draw: DrawPlot): Generator<Markup, void, undefined> {
  const { problems, settings, simulated, fairSamples, fields } = source
  const anchor = anchorOf(place)
  const anchors: Anchors = {
    problem: (problem) => `${anchor}-${problem}`,
    sample: (problem, index) => `${anchor}-${problem}-${index}`,
  }
  const curves = curvesFigure(source)
  const figures = [
    calibrationFigure(problems),
    tokensFigure(problems, fairSamples),
    lengthFigure(problems),
    timelineFigure(problems),
  ].flatMap((figure) => (figure === undefined ? [] : [draw(figure)]))
  yield html`<section id="${anchor}">
<h2>${headline(source)}</h2>${simulated && html`<p class="banner">${simulatedLine}</p>`}
<div class="top"><div>${summary(source)}</div><div>${curves && draw(curves)}${remarks(source)}</div></div>
${fields !== undefined && gradedFields(fields)}${figures.length > 0 && html`<h3>Plots</h3><div class="plots">${figures}</div>`}
`
  if (problems.length > 0) {
    yield html`<h3>Problems</h3>${problemTable(problems, anchors)}
<h3>Samples</h3>`
    for (const [at, problem] of problems.entries()) yield problemDetails(problem, at, anchors)
  }
  yield html`${settings.length > 0 && html`<h3>Settings</h3><dl>${settings.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`}
</section>
`
}

function anchorOf(place: number): string {
  return `source-${place + 1}`
}
