import { formatMany, formatShare } from '../format.ts'
import type { ReportedProblem } from '../report.ts'
import { calibration } from '../share-bins.ts'
import type { PlotFigure } from './plot.ts'

/** How often votes are right, by the share that the winner got. */
export function calibrationFigure(problems: readonly ReportedProblem[]): PlotFigure | undefined {
  const bins = calibration(problems)
  if (bins.length === 0) return undefined
  const points = bins.map(({ centre, share, interval, count }) => ({
    said: 100 * centre,
    right: 100 * share,
    least: 100 * interval[0],
    most: 100 * interval[1],
    count,
  }))
  return {
    title: 'Vote share against accuracy',
    description: `${bins
      .map(
        ({ centre, share, count }) =>
          `Winners with about ${formatShare(centre)} of the ballots: ${formatShare(share)} right (${formatMany(count, 'problem')}).`,
      )
      .join(' ')}`,
    note: 'On top: how many problems. Lines are 95 % Wilson intervals; on the dotted line a share is right as often as it says.',
    options: (plot) => ({
      x: { label: "winner's share of the ballots, % →", domain: [0, 104], ticks: [0, 20, 40, 60, 80, 100] },
      y: {
        label: 'right votes, %',
        labelAnchor: 'center',
        domain: [0, 104],
        ticks: [0, 20, 40, 60, 80, 100],
        grid: true,
      },
      r: { range: [3, 12] },
      marks: [
        plot.line(
          [
            [0, 0],
            [100, 100],
          ],
          { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '2 4' },
        ),
        plot.ruleX(points, { x: 'said', y1: 'least', y2: 'most', stroke: 'var(--majority)', strokeWidth: 2 }),
        plot.dot(points, { x: 'said', y: 'right', r: 'count', fill: 'var(--majority)', fillOpacity: 0.85 }),
        plot.text(points, {
          x: 'said',
          text: ({ count }: { count: number }) => String(count),
          frameAnchor: 'top',
          dy: -14,
          fill: 'currentColor',
        }),
      ],
    }),
  }
}
