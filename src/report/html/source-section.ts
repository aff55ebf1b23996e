import type { SourceReport } from '../report.ts'
import { headline, simulatedLine } from '../report-text.ts'
import { calibrationFigure } from './calibration-figure.ts'
import { curvesFigure } from './curves.ts'
import { lengthFigure, tokensFigure } from './length-figures.ts'
import { html, type Markup } from './markup.ts'
import type { DrawPlot } from './plot.ts'
import { problemDetails } from './problem-details.ts'
import { type Anchors, problemTable } from './problem-table.ts'
import { strip, stripLegend } from './strip.ts'
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
  const { problems, simulated } = source
  const anchors = anchorsOf(place, whole)
  const curves = curvesFigure(source)
  yield html`<section id="${anchorOf(place)}">
<h2>${headline(source)}</h2>${simulated && html`<p class="banner">${simulatedLine}</p>`}
<div class="top"><div>${summary(source)}</div><div>${curves && draw(curves)}${remarks(source)}</div></div>
${plots(source, draw)}
`
  if (problems.length > 0) {
    yield html`<h3>Problems</h3>${problemTable(problems, anchors)}
<h3>Samples</h3>`
    for (const [at, problem] of problems.entries()) yield problemDetails(problem, at, anchors)
  }
  yield html`${settingsList(source)}
</section>
`
}

/**
 * One vote for those who want to read it: its ballots and its samples first, then plots and settings. Figures over problems say nothing of it.
 *
 * @param whole - Address of a page that has one sample whole; absent where there is none.
 */
export function voteSection(source: SourceReport, draw: DrawPlot, whole?: Anchors['whole']): Markup {
  const { problems, simulated } = source
  const anchors = anchorsOf(0, whole)
  return html`<section id="${anchorOf(0)}">
<h2>Samples</h2>${simulated && html`<p class="banner">${simulatedLine}</p>`}
${stripLegend(problems)}${problems.map(
  (problem, place) =>
    html`<p>${strip(problem, ({ index }) => anchors.sample(place, index))}</p>${problemDetails(problem, place, anchors)}`,
)}
${plots(source, draw)}
${settingsList(source)}
</section>
`
}

function plots({ problems, fairSamples }: SourceReport, draw: DrawPlot): Markup {
  const figures = [
    calibrationFigure(problems),
    tokensFigure(problems, fairSamples),
    lengthFigure(problems),
    timelineFigure(problems),
  ].flatMap((figure) => (figure === undefined ? [] : [draw(figure)]))
  return html`${figures.length > 0 && html`<h3>Plots</h3><div class="plots">${figures}</div>`}`
}

function settingsList({ settings }: SourceReport): Markup {
  return html`${settings.length > 0 && html`<h3>Settings</h3><dl>${settings.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`}`
}

/** Where the parts of a source stand on its page. */
function anchorsOf(place: number, whole: Anchors['whole']): Anchors {
  const anchor = anchorOf(place)
  return {
    problem: (problem) => `${anchor}-${problem}`,
    sample: (problem, index) => `${anchor}-${problem}-${index}`,
    whole,
  }
}

/** Where a source stands on its page. */
export function anchorOf(place: number): string {
  return `source-${place + 1}`
}
