import type { SourceReport } from '../report.ts'
import { headline, simulatedLine } from '../report-text.ts'
import { calibrationFigure } from './calibration-figure.ts'
import { curvesFigure } from './curves.ts'
import { lengthFigure, tokensFigure } from './length-figures.ts'
import { html, type Markup } from './markup.ts'
import type { DrawPlot } from './plot.ts'
import { problemDetails } from './problem-details.ts'
import { type Anchors, problemTable } from './problem-table.ts'
import { remarks, summary } from './summary.ts'
import { timelineFigure } from './timeline-figure.ts'

/**
 * One source of a report, piece by piece: figures, plots, problems with their samples, settings.
 *
 * @param place - Which of the sources of its page, from 0.
 * @param whole - Address of a page that has one sample whole; absent where there is none.
 */
export function* sourceSection(
  source: SourceReport,
  place: number,
  draw: DrawPlot,
  whole?: Anchors['whole'],
): Generator<Markup, void, undefined> {
  const { problems, settings, simulated, fairSamples } = source
  const anchor = anchorOf(place)
  const anchors: Anchors = {
    problem: (problem) => `${anchor}-${problem}`,
    sample: (problem, index) => `${anchor}-${problem}-${index}`,
    whole,
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
${figures.length > 0 && html`<h3>Plots</h3><div class="plots">${figures}</div>`}
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

/** Where a source stands on its page. */
export function anchorOf(place: number): string {
  return `source-${place + 1}`
}
