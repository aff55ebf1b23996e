import type { EstimateAtK } from '../../experiment/estimate/estimate.ts'
import { formatFigure } from '../figure-rows.ts'
import type { SourceReport } from '../report.ts'
import type { PlotFigure } from './plot.ts'

interface Point {
  readonly curve: string
  readonly k: number
  readonly percent: number
  readonly low?: number
  readonly high?: number
}

/** maj@k and pass@k against k, with their intervals as bands and what others published as crosses. */
export function curvesFigure({ estimates, published }: SourceReport): PlotFigure | undefined {
  const points = [...pointsOf('maj@k', estimates.majAtK), ...pointsOf('pass@k', estimates.passAtK)]
  const most = Math.max(0, ...points.map(({ k }) => k))
  if (most < 2) return undefined
  const marks = published.flatMap(({ metric, percent, model }) => {
    const [, curve, k] = /^(maj|pass)@(\d+)$/.exec(metric) ?? []
    return curve === undefined || model !== undefined ? [] : [{ curve: `${curve}@k`, k: Number(k), percent }]
  })
  const last = points.filter(({ k }) => k === most)
  return {
    title: 'Accuracy by number of samples',
    description: [
      ...['maj@k', 'pass@k'].map((curve) => describe(points.filter((point) => point.curve === curve))),
      ...marks.map(({ curve, k, percent }) => `Published: ${curve.replace('@k', `@${k}`)} ${percent} %.`),
    ].join(' '),
    note: `Bands are 95 % bootstrap intervals over problems.${marks.length > 0 ? ' Crosses are published figures, measured by others.' : ''}`,
    options: (plot, width) => ({
      marginRight: 58,
      x: {
        type: 'log',
        base: 2,
        label: 'samples k →',
        ticks: doublings(Math.max(most, ...marks.map(({ k }) => k)), width),
        tickFormat: 'd',
      },
      y: { label: '↑ right, %', grid: true, nice: true },
      color: { domain: ['maj@k', 'pass@k'], range: ['var(--majority)', 'var(--any)'] },
      marks: [
        plot.areaY(
          points.filter(({ low }) => low !== undefined),
          {
            x: 'k',
            y1: 'low',
            y2: 'high',
            fill: 'curve',
            fillOpacity: 0.16,
          },
        ),
        plot.lineY(points, { x: 'k', y: 'percent', stroke: 'curve', strokeWidth: 2 }),
        plot.dot(
          points.filter(({ k }) => Number.isInteger(Math.log2(k)) || k === most),
          { x: 'k', y: 'percent', fill: 'curve', r: 3 },
        ),
        plot.dot(marks, { x: 'k', y: 'percent', symbol: 'times', stroke: 'curve', strokeWidth: 2, r: 6 }),
        // Below its cross and inside the frame, where the curves do not run; a rim in the colour of the page for where they do.
        ...marks.map(({ k, percent }) =>
          plot.text([{ k, percent }], {
            x: 'k',
            y: 'percent',
            text: () => 'published',
            dy: k === 1 ? 22 : 15,
            textAnchor: k === 1 ? 'start' : k > most ? 'end' : 'middle',
            fill: 'var(--soft)',
            stroke: 'var(--ground)',
            strokeWidth: 4,
          }),
        ),
        ...apart(last, points).map(({ point, dy }) =>
          plot.text([point], {
            x: 'k',
            y: 'percent',
            text: 'curve',
            dx: 8,
            dy,
            textAnchor: 'start',
            fill: 'curve',
            fontWeight: 600,
          }),
        ),
      ],
    }),
  }
}

/** Share of the height of the plot that a name at the end of a curve takes. */
const nameShare = 0.07

/** The last points of the curves, with how far to move the name of each, in pixels, where the names would lie on each other. */
function apart(last: readonly Point[], all: readonly Point[]): { point: Point; dy: number }[] {
  const ends = all.flatMap(({ percent, low = percent, high = percent }) => [low, high])
  const range = Math.max(...ends) - Math.min(...ends)
  const [one, other] = last
  const near =
    one !== undefined && other !== undefined && Math.abs(one.percent - other.percent) < nameShare * range
  const highest = Math.max(...last.map(({ percent }) => percent))
  const upper = last.findLast(({ percent }) => percent === highest)
  return last.map((point) => ({ point, dy: near ? (point === upper ? -7 : 7) : 0 }))
}

function pointsOf(curve: string, estimates: readonly EstimateAtK[]): Point[] {
  return estimates.map(({ k, mean, interval }) => ({
    curve,
    k,
    percent: 100 * mean,
    ...(interval === undefined ? {} : { low: 100 * interval[0], high: 100 * interval[1] }),
  }))
}

function describe(points: readonly Point[]): string {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return ''
  const value = ({ percent }: Point) => formatFigure(percent / 100, 'share')
  return `${first.curve} goes from ${value(first)} at k = ${first.k} to ${value(last)} at k = ${last.k}.`
}

/** 1, 2, 4 … up to `most`, every other one where the window is narrow. */
function doublings(most: number, width: number): number[] {
  const ks: number[] = []
  for (let k = 1; k <= most; k *= 2) ks.push(k)
  return width < 500 && ks.length > 6 ? ks.filter((_, place) => place % 2 === 0) : ks
}
