import { type Curve, majorityCurve, passAllCurve, passCurve, weightedCurve } from './curve-ratios.ts'
import {
  type AbsentFigure,
  defaultResampling,
  type Estimate,
  type EstimateAtK,
  type Resampling,
} from './estimate.ts'
import { firstSamples, type ProblemOutcome } from './outcome.ts'
import { estimateRatios, type Ratio } from './ratio.ts'
import { type Drawing, reportable } from './reportable.ts'
import { majorityOfSameProblems, passAt1OfSameProblems } from './same-problems.ts'
import { type SingleFigure, type SourceEstimates, shareFigures, singleFigures } from './source-estimates.ts'
import { type RatioOrReason, sampleRatios, voteRatios, withKnownAnswer } from './source-ratios.ts'

/** What to estimate, and how. */
export interface EstimateOptions {
  /** Numbers of samples for pass@k and maj@k; every k up to the samples that each problem has where absent. */
  readonly ks?: readonly number[]
  /** `fixed` where absent. */
  readonly drawing?: Drawing
  /** Samples planned of each problem: a problem with fewer is not done and left out of every figure. */
  readonly planned?: number
  readonly resampling?: Resampling
  /** Random orders for weighted maj@k where it cannot be had exactly; 1,000 where absent. */
  readonly simulationDraws?: number
}

/**
 * All figures of one source.
 *
 * pass@k and maj@k are means over problems, each problem weighing the same; rates are shares of samples; costs are ratios of totals.
 * Standard errors and intervals: {@link estimateRatios}.
 */
export function estimateSource(
  outcomes: readonly ProblemOutcome[],
  options: EstimateOptions = {},
): SourceEstimates {
  const {
    drawing = { type: 'fixed' },
    planned = 1,
    resampling = defaultResampling,
    simulationDraws = 1000,
  } = options
  const done = outcomes.filter(({ samples }) => samples.length >= Math.max(1, planned))
  const usable = reportable(drawing)
  const cut = usable.samples === 'all' ? done : done.map((outcome) => firstSamples(outcome, usable.first))
  const { ks, unreached } = reachedKs(cut, options.ks)
  const graded = withKnownAnswer(cut)
  const simulation = { draws: simulationDraws, seed: resampling.seed }
  const [passAtK = [], passAllK = [], majAtK = [], weightedMajAtK = []] = estimateCurves(
    [
      passCurve(graded, ks),
      passAllCurve(graded, ks),
      majorityCurve(graded, ks, simulation),
      weightedCurve(graded, ks, simulation),
    ],
    resampling,
  )
  const { single, absent } = estimateSingle({ ...sampleRatios(cut), ...voteRatios(done) }, resampling)
  return {
    problems: done.length,
    samples: done.reduce((sum, { samples }) => sum + samples.length, 0),
    ...single,
    ...(single.passAt1 && { passAt1: passAt1OfSameProblems(graded, single.passAt1) }),
    passAtK,
    passAllK,
    majAtK: majAtK.map((estimate) => {
      const isOverAll = graded.every(({ samples }) => samples.length === estimate.k)
      return isOverAll ? { ...estimate, ...majorityOfSameProblems(graded, estimate, simulation) } : estimate
    }),
    weightedMajAtK,
    absent: [
      ...notDone(outcomes.length, done.length),
      ...(usable.samples === 'first' ? [{ figure: 'samples', reason: usable.reason }] : []),
      ...(done.length === 0 ? [] : [...absent, ...unreached]),
    ],
  }
}

function notDone(all: number, done: number): AbsentFigure[] {
  return done === all
    ? []
    : [{ figure: 'problems', reason: `${all - done} of ${all} do not have all their samples yet` }]
}

/** A k is reached where every problem has that many samples: a curve over other problems at each k would compare nothing. */
function reachedKs(problems: readonly ProblemOutcome[], asked: readonly number[] | undefined) {
  const fewest = problems.reduce(
    (least, { samples }) => Math.min(least, samples.length),
    Number.POSITIVE_INFINITY,
  )
  if (!Number.isFinite(fewest)) return { ks: [], unreached: [] }
  if (asked === undefined) return { ks: Array.from({ length: fewest }, (_, i) => i + 1), unreached: [] }
  const shortest = problems.find(({ samples }) => samples.length === fewest)
  const sorted = [...new Set(asked)].sort((a, b) => a - b)
  return {
    ks: sorted.filter((k) => k <= fewest),
    unreached: sorted
      .filter((k) => k > fewest)
      .map((k) => ({ figure: `k = ${k}`, reason: `problem "${shortest?.id}" has only ${fewest} samples` })),
  }
}

function estimateCurves(curves: readonly Curve[], resampling: Resampling): EstimateAtK[][] {
  const estimates = estimateRatios(
    curves.flatMap(({ ratios }) => ratios),
    resampling,
    () => true,
  )
  return curves.map(({ ks, ratios, simulationErrors }) =>
    estimates.splice(0, ratios.length).flatMap((estimate, at) => {
      if (estimate === undefined) return []
      const simulationError = simulationErrors[at] ?? 0
      return [{ k: ks[at] ?? 1, ...estimate, ...(simulationError > 0 ? { simulationError } : {}) }]
    }),
  )
}

function estimateSingle(figures: Record<SingleFigure, RatioOrReason>, resampling: Resampling) {
  const single: Partial<Record<SingleFigure, Estimate>> = {}
  const absent: AbsentFigure[] = []
  const defined = singleFigures.filter((figure) => typeof figures[figure] !== 'string')
  const estimates = estimateRatios(
    defined.map((figure) => figures[figure] as Ratio),
    resampling,
    (position) => shareFigures.has(defined[position] ?? 'tokensPerProblem'),
  )
  for (const figure of singleFigures) {
    const estimate = estimates[defined.indexOf(figure)]
    const reason = figures[figure]
    if (estimate === undefined) {
      absent.push({ figure, reason: typeof reason === 'string' ? reason : 'there is nothing to divide by' })
      continue
    }
    single[figure] = estimate
    // What is the same for every problem has no spread, which its standard error of 0 says.
    if (estimate.interval === undefined && estimate.standardError !== 0)
      absent.push({ figure: `${figure}.interval`, reason: whyNoInterval(estimate) })
  }
  return { single, absent }
}

function whyNoInterval({ problems }: Estimate): string {
  return problems < 2
    ? 'one problem only: there is no spread between problems to judge by'
    : 'too few right answers: over 2.5 % of the resamples hold none'
}
