import type { Estimate, EstimateAtK } from '../experiment/estimate/estimate.ts'
import { type SingleFigure, singleFigures } from '../experiment/estimate/source-estimates.ts'
import { formatCount } from './format.ts'
import type { PublishedFigure, SourceReport } from './report.ts'

/** What a figure counts in. */
export type FigureUnit = 'share' | 'samples' | 'tokens' | 'seconds'

/** One figure of a source, as every format prints it. */
export interface FigureRow {
  /** Its name as a field: `majAtK`, `tokensPerProblem`. */
  readonly figure: string
  /** Its name for a person: `maj@16`, `tokens a problem`. */
  readonly label: string
  readonly k?: number
  readonly unit: FigureUnit
  readonly estimate: Estimate
  /** The same figure as others published it; measured and published are never mixed. */
  readonly published: readonly PublishedFigure[]
}

const singles: Readonly<Record<SingleFigure, readonly [label: string, unit: FigureUnit]>> = {
  passAt1: ['pass@1', 'share'],
  voteAccuracy: ['right votes', 'share'],
  answerRate: ['samples that vote', 'share'],
  truncationRate: ['cut at the token limit', 'share'],
  loopRate: ['stopped in a loop', 'share'],
  tripRate: ['stopped by another guard', 'share'],
  failureRate: ['failed', 'share'],
  samplesPerProblem: ['samples a problem', 'samples'],
  tokensPerProblem: ['tokens a problem', 'tokens'],
  tokensPerCorrectSample: ['tokens for a right sample', 'tokens'],
  tokensPerCorrectVote: ['tokens for a right vote', 'tokens'],
  secondsPerCorrectSample: ['slot seconds for a right sample', 'seconds'],
  secondsPerCorrectVote: ['slot seconds for a right vote', 'seconds'],
}

/** The name of a figure for a person, by its name as a field. */
export function figureLabel(figure: string): string {
  return Object.hasOwn(singles, figure) ? singles[figure as SingleFigure][0] : figure
}

/** All the figures of a source: pass@1, the curves, then votes, rates and costs. */
export function allFigures({ estimates, published }: SourceReport): FigureRow[] {
  const single = singleFigures.flatMap((figure): FigureRow[] => {
    const estimate = estimates[figure]
    const [label, unit] = singles[figure]
    return estimate === undefined
      ? []
      : [{ figure, label, unit, estimate, published: withMetric(published, label) }]
  })
  const curve = (figure: string, name: string, points: readonly EstimateAtK[]) =>
    points.map((estimate): FigureRow => {
      const label = `${name}${estimate.k}`
      return {
        figure,
        label,
        k: estimate.k,
        unit: 'share',
        estimate,
        published: withMetric(published, label),
      }
    })
  return [
    ...single.slice(0, 1).filter(({ figure }) => figure === 'passAt1'),
    ...curve('majAtK', 'maj@', estimates.majAtK),
    ...curve('passAtK', 'pass@', estimates.passAtK),
    ...curve('passAllK', 'pass^', estimates.passAllK),
    ...single.filter(({ figure }) => figure !== 'passAt1'),
  ]
}

/**
 * The figures for a person: of the curves only k = 2, 4, 8 …, the largest, and those that somebody published. k = 1 of both curves is pass@1.
 */
export function shownFigures(source: SourceReport): FigureRow[] {
  const rows = allFigures(source)
  const largest = Math.max(0, ...rows.map(({ k = 0 }) => k))
  return rows.filter(({ k, published }) => {
    if (k === undefined) return true
    return k > 1 && (Number.isInteger(Math.log2(k)) || k === largest || published.length > 0)
  })
}

/** The columns of a table of figures, in every format that is read by a person. */
export const figureColumns = ['measured', '± s.e.', '95 % interval', 'these problems', 'published'] as const

/** What the columns and rows of such a table are, said below it. */
export function figureLegend(rows: readonly FigureRow[]): string[] {
  const has = (figure: string) => rows.some((row) => row.figure === figure)
  return [
    ...(rows.some(({ estimate }) => estimate.interval !== undefined)
      ? ['95 % interval: for other problems of this kind (bootstrap over problems)']
      : []),
    ...(rows.some(({ estimate }) => estimate.sameProblems !== undefined)
      ? ['these problems: 95 % interval for the same problems with samples drawn anew']
      : []),
    ...(has('voteAccuracy') && has('majAtK')
      ? [
          'right votes: the votes as they were held; maj@k: the mean over every choice of k samples, ties at random',
        ]
      : []),
    ...(has('passAllK') ? ['pass@k: at least one of k samples is right; pass^k: all of them are'] : []),
  ]
}

/** The cells of a row, in the order of {@link figureColumns}. */
export function figureCells(row: FigureRow): string[] {
  const { estimate, unit } = row
  return [
    formatFigure(estimate.mean, unit),
    formatError(row),
    formatInterval(estimate.interval, unit),
    formatInterval(estimate.sameProblems, unit),
    row.published.map(formatPublished).join(', '),
  ]
}

/** Published figures that stand beside no measured one. */
export function unmatchedPublished(source: SourceReport): PublishedFigure[] {
  const matched = new Set(allFigures(source).flatMap(({ published }) => published))
  return source.published.filter((figure) => !matched.has(figure))
}

function withMetric(published: readonly PublishedFigure[], label: string): PublishedFigure[] {
  return published.filter(({ metric }) => metric === label)
}

/** A value in its unit: `70.4 %`, `5,314`, `12.5 s`. */
export function formatFigure(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'share':
      return `${(100 * value).toFixed(1)} %`
    case 'seconds':
      return `${value < 100 ? value.toFixed(1) : formatCount(value)} s`
    case 'samples':
      return value.toFixed(2)
    default:
      return formatCount(value)
  }
}

/** The standard error in the unit of its figure, without the sign: `5.6`. Empty where there is none. */
function formatError({ estimate: { standardError }, unit }: FigureRow): string {
  return standardError === undefined ? '' : formatFigure(standardError, unit).replace(/ [%s]$/, '')
}

/** An interval in the unit of its figure: `62.8 … 84.1`. Empty where there is none. */
function formatInterval(interval: Estimate['interval'], unit: FigureUnit): string {
  return interval === undefined
    ? ''
    : interval.map((end) => formatFigure(end, unit).replace(/ [%s]$/, '')).join(' … ')
}

/** A published figure in a few words: `70.7 % (AIME24)`, with the model where it is another one. */
export function formatPublished({ percent, benchmark, model }: PublishedFigure): string {
  return `${percent.toFixed(1)} % (${model === undefined ? benchmark : `${model}, ${benchmark}`})`
}
