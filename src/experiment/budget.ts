import { riskOfChange } from '../vote/risk.ts'

/** What a whole set of problems may cost. The first limit that is reached ends the drawing; at least one is set. */
export interface BudgetLimits {
  /** Samples for each problem on average. */
  readonly mean?: number
  /** Samples in all. */
  readonly samples?: number
  /** Generated tokens in all; what is in flight when they are spent is still paid. */
  readonly tokens?: number
  /** Milliseconds since the start. */
  readonly timeMs?: number
}

/** What is planned for one set of problems. */
export interface BudgetPlan {
  /** How many problems there are, at least 1. */
  readonly problems: number
  readonly limits: BudgetLimits
  /** Most samples for one problem: the N whose winner the vote is to find. */
  readonly most: number
  /** Samples in flight at once, at least 1. */
  readonly slots: number
}

/** What came back for one problem so far, over all its samples. */
export interface ProblemVotes {
  /** Votes of each answer, most first. */
  readonly counts: readonly number[]
  /** Samples that ended, abstentions included. */
  readonly drawn: number
  /** Tokens generated. */
  readonly tokens: number
}

/** Spreads one budget over many problems: each next sample goes where the vote is most at risk. */
export interface Budget {
  /**
   * The problem that the next sample is for, by position; it counts as launched. `undefined` if none may be launched now: the budget
   * is spent, or every problem has what it can use, in flight or back.
   *
   * @param elapsedMs - Milliseconds since the start.
   */
  next(elapsedMs: number): number | undefined
  /** Tells what came back for a problem: after each sample, and once for what an earlier part of the run drew. */
  update(problem: number, votes: ProblemVotes): void
  /** Samples launched so far, in flight or back. */
  launched(): number
}

/** Horizon of the risk while samples are scarce, and up to how many samples a problem on average they are. */
const shortHorizon = 16
const scarceMean = 4
/** Below this risk at the short horizon, the long one decides, and comes behind. */
const shortRiskFloor = 0.001
/** Below so many samples a problem on average, a budget of tokens looks at how long a problem's samples are. */
const tokenAwareMean = 8

interface Progress extends ProblemVotes {
  readonly inFlight: number
  /** Nobody voted yet, or several answers lead together. */
  readonly open: boolean
  readonly risk: number
  readonly shortRisk: number
}

const untouched: Progress = {
  counts: [],
  drawn: 0,
  tokens: 0,
  inFlight: 0,
  open: true,
  risk: 1,
  shortRisk: 1,
}

/**
 * Starts a budget: one sample for every problem, then each next one to the problem with the highest risk that all of `most` samples
 * would elect another answer (`riskOfChange`); problems without a single leader come first. Of equals, the one with fewer samples, then
 * the earlier one. A problem whose vote cannot change any more gets nothing further.
 *
 * Half the samples give the accuracy of a uniform spread. Where at most 4 samples a problem can be spent, the risk of 16 samples
 * goes first; where tokens are short, the risk is divided by the mean tokens of the problem's samples. While more problems than slots
 * can use a sample, none has two in flight; with fewer they share the slots evenly at most.
 */
export function createBudget({ problems, limits, most, slots }: BudgetPlan): Budget {
  const progress = Array.from({ length: problems }, () => untouched)
  let launched = 0
  let drawn = 0
  let tokens = 0

  /** Samples a problem on average that the limits allow, by what samples cost so far, and whether tokens are what allows least. */
  function allowance(): { readonly mean: number; readonly byTokens: boolean } {
    const { mean = Infinity, samples = Infinity } = limits
    const bySamples = Math.min(mean, samples / problems)
    if (limits.tokens === undefined || tokens === 0) return { mean: bySamples, byTokens: false }
    const meanByTokens = (limits.tokens * drawn) / tokens / problems
    return { mean: Math.min(bySamples, meanByTokens), byTokens: meanByTokens < bySamples }
  }

  function spent(elapsedMs: number): boolean {
    const { mean = Infinity, samples = Infinity, tokens: mostTokens = Infinity, timeMs = Infinity } = limits
    const mostSamples = Math.min(samples, Math.floor(mean * problems))
    return launched >= mostSamples || tokens >= mostTokens || elapsedMs >= timeMs
  }

  function canUse({ drawn, inFlight, risk }: Progress): boolean {
    return drawn + inFlight < most && risk > 0
  }

  function launch(position: number): number {
    const problem = progress[position] ?? untouched
    progress[position] = { ...problem, inFlight: problem.inFlight + 1 }
    launched++
    return position
  }

  return {
    next(elapsedMs) {
      if (spent(elapsedMs)) return undefined
      const { mean, byTokens } = allowance()
      const urgency = (problem: Progress): number => {
        if (problem.open) return Infinity
        const per = byTokens && mean < tokenAwareMean ? problem.tokens / problem.drawn || 1 : 1
        if (mean > scarceMean) return problem.risk / per
        const short = problem.drawn < shortHorizon && problem.shortRisk > shortRiskFloor
        return (short ? problem.shortRisk : shortRiskFloor * problem.risk) / per
      }
      const usable = progress.filter(canUse).length
      const inFlightEach = Math.ceil(slots / Math.max(1, usable))
      let best: number | undefined
      let greatest = -1
      let fewest = Infinity
      progress.forEach((problem, position) => {
        if (!canUse(problem) || problem.inFlight >= inFlightEach) return
        const urgent = urgency(problem)
        const samples = problem.drawn + problem.inFlight
        if (urgent < greatest || (urgent === greatest && samples >= fewest)) return
        best = position
        greatest = urgent
        fewest = samples
      })
      return best === undefined ? undefined : launch(best)
    },
    update(position, votes) {
      const before = progress[position]
      if (before === undefined) throw new RangeError(`there is no problem ${position} of ${problems}`)
      const ended = votes.drawn - before.drawn
      const inFlight = Math.max(0, before.inFlight - ended)
      launched += ended - (before.inFlight - inFlight)
      drawn += ended
      tokens += votes.tokens - before.tokens
      const [leader, second] = votes.counts
      progress[position] = {
        ...votes,
        inFlight,
        open: leader === undefined || leader === second,
        risk: riskOfChange({ counts: votes.counts, drawn: votes.drawn, asked: most }),
        shortRisk: riskOfChange({
          counts: votes.counts,
          drawn: votes.drawn,
          asked: Math.min(most, shortHorizon),
        }),
      }
    },
    launched: () => launched,
  }
}
