import { riskOfChange } from '../vote/risk.ts'
import { BestPlace } from './best-place.ts'

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
  /**
   * Tells what came back for a problem: after each sample, once for what an earlier part of the run drew, and with fewer `drawn` when
   * samples were set aside to be drawn again (they stay spent).
   */
  update(problem: number, votes: ProblemVotes): void
  /** Takes back one launch that drew nothing: the sample was not started after all, or was cancelled. */
  withdraw(problem: number): void
  /** Samples launched so far, in flight or back. */
  launched(): number
}

/** Horizon of the risk while samples are scarce, and up to how many samples a problem on average they are. */
const shortHorizon = 16
const scarceMean = 4
/** Below this risk at the short horizon, the long one decides, and comes behind. */
const shortRiskFloor = 0.001
/** Below this many samples a problem on average, a budget of tokens looks at how long a problem's samples are. */
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
  const { mean = Infinity, samples = Infinity, tokens: mostTokens = Infinity, timeMs = Infinity } = limits
  const mostSamples = Math.min(samples, Math.floor(mean * problems))
  const progress = Array.from({ length: problems }, () => untouched)
  // What each problem's next sample is worth. Of equals the one with fewer samples goes first, then the earlier.
  const worth = new Float64Array(problems).fill(Infinity)
  const samplesOf = (position: number) => {
    const { drawn: ended, inFlight } = progress[position] ?? untouched
    return ended + inFlight
  }
  const places = new BestPlace(problems, (one, other) => {
    const ahead = (worth[one] ?? -1) - (worth[other] ?? -1)
    // Two that are infinite differ by no number.
    return ahead > 0 || (!(ahead < 0) && samplesOf(one) <= samplesOf(other))
  })
  let index = plainIndex
  let usable = problems
  let launched = 0
  let drawn = 0
  let tokens = 0

  /** How to weigh the risks now, by the samples a problem on average that the limits allow at the tokens a sample took so far. */
  function indexNow(): RiskIndex {
    const bySamples = mostSamples / problems
    const byTokens = tokens > 0 ? (mostTokens * drawn) / tokens / problems : Infinity
    return {
      scarce: Math.min(bySamples, byTokens) <= scarceMean,
      perToken: byTokens < Math.min(bySamples, tokenAwareMean),
      inFlightEach: Math.ceil(slots / Math.max(1, usable)),
    }
  }

  function change(position: number, problem: Progress): void {
    usable += Number(canUse(problem, most)) - Number(canUse(progress[position] ?? untouched, most))
    progress[position] = problem
    worth[position] = worthOf(problem, index, most)
    places.changed(position)
  }

  return {
    next(elapsedMs) {
      if (launched >= mostSamples || tokens >= mostTokens || elapsedMs >= timeMs) return undefined
      const now = indexNow()
      if (!sameIndex(now, index)) {
        index = now
        progress.forEach((problem, position) => {
          worth[position] = worthOf(problem, index, most)
        })
        places.rebuild()
      }
      const { best } = places
      const chosen = progress[best]
      // The risk of one that may have a further sample is above 0.
      if (chosen === undefined || !((worth[best] ?? -1) >= 0)) return undefined
      change(best, { ...chosen, inFlight: chosen.inFlight + 1 })
      launched++
      return best
    },
    update(position, votes) {
      const before = progress[position]
      if (before === undefined) throw new RangeError(`there is no problem ${position} of ${problems}`)
      // Samples come back in any order, and a resumed run tells of many at once that this budget never launched: those are paid too. Where samples
      // were set aside `more` is negative, and nothing is given back: they were drawn, and cost.
      const more = votes.drawn - before.drawn
      const back = Math.min(Math.max(0, more), before.inFlight)
      launched += Math.max(0, more - back)
      drawn += more
      tokens += votes.tokens - before.tokens
      const [leader, second] = votes.counts
      const riskAt = (asked: number) => riskOfChange({ counts: votes.counts, drawn: votes.drawn, asked })
      change(position, {
        ...votes,
        inFlight: before.inFlight - back,
        open: leader === undefined || leader === second,
        risk: riskAt(most),
        shortRisk: riskAt(Math.min(most, shortHorizon)),
      })
    },
    withdraw(position) {
      const problem = progress[position]
      if (problem === undefined || problem.inFlight === 0) return
      change(position, { ...problem, inFlight: problem.inFlight - 1 })
      launched--
    },
    launched: () => launched,
  }
}

/** How risks are weighed against each other. */
interface RiskIndex {
  /** Few samples a problem: the risk at the short horizon goes first. */
  readonly scarce: boolean
  /** Few tokens: risk for a token, not for a sample. */
  readonly perToken: boolean
  /** Most samples in flight for one problem. */
  readonly inFlightEach: number
}

const plainIndex: RiskIndex = { scarce: false, perToken: false, inFlightEach: 1 }

function sameIndex(left: RiskIndex, right: RiskIndex): boolean {
  const { scarce, perToken, inFlightEach } = left
  return scarce === right.scarce && perToken === right.perToken && inFlightEach === right.inFlightEach
}

function canUse({ drawn, inFlight, risk }: Progress, most: number): boolean {
  return drawn + inFlight < most && risk > 0
}

/** What a further sample is worth to a problem: its weighed risk, infinite without a single leader; -1 if it may not have one. */
function worthOf(problem: Progress, { scarce, perToken, inFlightEach }: RiskIndex, most: number): number {
  // A problem with enough in flight waits, however great its risk: what comes back may already settle it.
  if (!canUse(problem, most) || problem.inFlight >= inFlightEach) return -1
  // Without a single leader there is no answer whose risk could be weighed, and one vote can make one: nothing helps more.
  if (problem.open) return Infinity
  const { risk, shortRisk, drawn, tokens } = problem
  // What one more token lowers the risk by, where tokens run out first: the mean so far is the best guess at what a sample takes.
  const tokensEach = perToken && tokens > 0 ? tokens / drawn : 1
  if (!scarce) return risk / tokensEach
  // With few samples to give, the risk at the long horizon is high nearly everywhere and tells problems apart badly. The short one does; where it has
  // nothing left to say, the long one orders the rest, scaled by the floor so that all of these come behind.
  const short = drawn < shortHorizon && shortRisk > shortRiskFloor
  return (short ? shortRisk : shortRiskFloor * risk) / tokensEach
}
