import { formatCount, formatMany, formatShare } from '../format.ts'
import { lengthBins } from '../length-bins.ts'
import type { ReportedProblem } from '../report.ts'
import { accuracyByTokens } from '../share-bins.ts'
import { endingColours, endingLabel, endingLegend } from './endings.ts'
import type { PlotFigure } from './plot.ts'

/** Samples by length, stacked by how they ended. */
export function lengthFigure(problems: readonly ReportedProblem[]): PlotFigure | undefined {
  const bins = lengthBins(problems.flatMap(({ samples }) => samples))
  const [first] = bins
  if (first === undefined) return undefined
  const endings = bins.map(({ ending }) => ending)
  const counts = new Map<string, number>()
  for (const { ending, count } of bins) counts.set(ending, (counts.get(ending) ?? 0) + count)
  return {
    title: 'Length of samples by ending',
    description: `Histogram of tokens generated, in bins of ${formatCount(first.high - first.low)}: ${[
      ...counts,
    ]
      .map(([ending, count]) => `${formatMany(count, 'sample')} ${endingLabel(ending)}`)
      .join(', ')}.`,
    legend: endingLegend(endings),
    options: (plot, width) => ({
      x: { label: 'tokens generated →', tickFormat: '~s', ticks: width < 500 ? 4 : 8 },
      y: { label: '↑ samples', grid: true, tickFormat: '~s' },
      color: endingColours(endings),
      marks: [
        plot.rectY(
          bins,
          plot.stackY(
            { order: endingColours(endings).domain },
            { x1: 'low', x2: 'high', y: 'count', fill: 'ending', z: 'ending', inset: 0.5 },
          ),
        ),
        plot.ruleY([0]),
      ],
    }),
  }
}

/**
 * Accuracy of samples against their length, each point of as many samples.
 *
 * @param fair - Only this many samples of each problem: the others were chosen by what had been seen, and would bias it.
 */
export function tokensFigure(problems: readonly ReportedProblem[], fair?: number): PlotFigure | undefined {
  if (problems.every(({ gold }) => gold === undefined)) return undefined
  const bins = accuracyByTokens(problems.flatMap(({ samples }) => samples.slice(0, fair)))
  const [first] = bins
  const last = bins.at(-1)
  if (first === undefined || last === undefined || bins.length < 2) return undefined
  const points = bins.map(({ centre, share, interval, low, high, count }) => ({
    tokens: centre,
    low,
    high,
    percent: 100 * share,
    least: 100 * interval[0],
    most: 100 * interval[1],
    count,
  }))
  return {
    title: 'Right samples by length',
    description:
      `Share of right samples in ${bins.length} groups by length, each of about ${formatMany(first.count, 'sample')}: ` +
      `${formatShare(first.share)} of the shortest (up to ${formatCount(first.high)} tokens), ` +
      `${formatShare(last.share)} of the longest (from ${formatCount(last.low)} tokens).`,
    note: `Each point is a group of about ${formatMany(first.count, 'sample')}; lines are 95 % Wilson intervals, which take the samples as independent.${
      fair === undefined
        ? ''
        : ` Only the first ${fair === 1 ? 'sample' : `${fair} samples`} of each problem.`
    }`,
    options: (plot, width) => ({
      x: {
        label: 'tokens generated, mean of the group →',
        tickFormat: '~s',
        ticks: width < 500 ? 4 : 8,
        nice: true,
      },
      y: { label: '↑ right, %', domain: [0, 100], grid: true },
      marks: [
        plot.ruleX(points, {
          x: 'tokens',
          y1: 'least',
          y2: 'most',
          stroke: 'var(--majority)',
          strokeWidth: 2,
        }),
        plot.lineY(points, { x: 'tokens', y: 'percent', stroke: 'var(--majority)', strokeOpacity: 0.4 }),
        plot.dot(points, { x: 'tokens', y: 'percent', fill: 'var(--majority)', r: 4 }),
      ],
    }),
  }
}
