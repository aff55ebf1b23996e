import { type AbsentFigure, defaultResampling, type Resampling } from './estimate.ts'
import { majorityOf } from './majority-of.ts'
import { isCorrect, type ProblemOutcome } from './outcome.ts'
import { comparePaired, type PairedDifference } from './paired.ts'
import { questionOf } from './source-ratios.ts'

/** Majority votes of two runs that cost the same. */
export interface AtEqualTokens {
  readonly firstK: number
  /** Mean tokens a problem that `firstK` samples of the first run cost. */
  readonly firstTokens: number
  /** The most samples of the second run that cost no more. */
  readonly secondK: number
  readonly secondTokens: number
  readonly majority: PairedDifference
}

/** Two runs on the problems they share. */
export interface RunComparison {
  readonly problems: number
  /** Problems that only one of the runs has, or that cannot be compared. */
  readonly leftOut: number
  readonly passAt1?: PairedDifference
  /** By the votes the runs took themselves; no winner is wrong. */
  readonly vote?: PairedDifference
  readonly majAtK: readonly (PairedDifference & { readonly k: number })[]
  readonly equalTokens: readonly AtEqualTokens[]
  readonly absent: readonly AbsentFigure[]
}

/** What to compare, and how. */
export interface CompareOptions {
  /** Numbers of samples; 1, 2, 4 … and the most that every problem has in both runs, where absent. */
  readonly ks?: readonly number[]
  readonly resampling?: Resampling
}

/**
 * Two runs on the problems they share, by id: pass@1, the votes, maj@k, and maj@k at equal tokens.
 *
 * At equal tokens, k samples of the first run cost k times its mean tokens a sample (mean over problems); against them stand the most samples of
 * the second run that cost no more. Both sides are exact means over choices of the recorded samples ({@link majorityOf}), but for votes field by field where a choice of few samples is simulated.
 */
export function compareRuns(
  first: readonly ProblemOutcome[],
  second: readonly ProblemOutcome[],
  { ks, resampling = defaultResampling }: CompareOptions = {},
): RunComparison {
  const pairs = pairUp(first, second)
  const leftOut = first.length + second.length - 2 * pairs.length
  if (pairs.length === 0) {
    const reason = 'the runs share no problem with a known answer and samples in both'
    return { problems: 0, leftOut, majAtK: [], equalTokens: [], absent: [{ figure: 'comparison', reason }] }
  }
  const compare = (ofFirst: Value, ofSecond: Value = ofFirst) =>
    comparePaired(
      pairs.map(([one, two]) => ({ problem: questionOf(one), first: ofFirst(one), second: ofSecond(two) })),
      resampling,
    )
  const sides = [summary(pairs.map(([one]) => one)), summary(pairs.map(([, two]) => two))] as const
  const most = Math.min(sides[0].fewest, sides[1].fewest)
  const asked = ks ?? doublings(most)
  const passAt1 = compare(rightShare)
  const vote = sides.every(({ voted }) => voted) ? compare(votedRight) : undefined
  const { equalTokens, reason } = atEqualTokens(
    sides,
    ks ?? doublings(sides[0].fewest),
    compare,
    resampling.seed,
  )
  return {
    problems: pairs.length,
    leftOut,
    ...(passAt1 && { passAt1 }),
    ...(vote && { vote }),
    majAtK: asked.flatMap((k) => {
      const majority = k <= most ? compare(majorityRight(k, resampling.seed)) : undefined
      return majority === undefined ? [] : [{ k, ...majority }]
    }),
    equalTokens,
    absent: [
      ...asked
        .filter((k) => k > most)
        .map((k) => ({ figure: `k = ${k}`, reason: `some problem has only ${most} samples` })),
      ...(vote === undefined
        ? [{ figure: 'vote', reason: 'a run took no vote, or none with a winner' }]
        : []),
      ...(reason === undefined ? [] : [{ figure: 'equalTokens', reason }]),
    ],
  }
}

type Value = (problem: ProblemOutcome) => number

function pairUp(
  first: readonly ProblemOutcome[],
  second: readonly ProblemOutcome[],
): [ProblemOutcome, ProblemOutcome][] {
  const usable = ({ correct, samples }: ProblemOutcome) => correct !== undefined && samples.length > 0
  const seconds = new Map(second.filter(usable).map((problem) => [problem.id, problem]))
  return first.filter(usable).flatMap((one): [ProblemOutcome, ProblemOutcome][] => {
    const two = seconds.get(one.id)
    return two === undefined ? [] : [[one, two]]
  })
}

interface Side {
  /** Samples that every problem has. */
  readonly fewest: number
  readonly voted: boolean
  /** Tokens a sample, mean over problems; absent where a sample has no count. */
  readonly tokensPerSample?: number
}

function summary(problems: readonly ProblemOutcome[]): Side {
  const fewest = problems.reduce(
    (least, { samples }) => Math.min(least, samples.length),
    Number.POSITIVE_INFINITY,
  )
  const voted = problems.some(({ winner }) => winner !== undefined)
  let perSample = 0
  for (const { samples } of problems) {
    let tokens = 0
    for (const sample of samples) {
      if (sample.tokens === undefined) return { fewest, voted }
      tokens += sample.tokens
    }
    perSample += tokens / samples.length
  }
  return { fewest, voted, tokensPerSample: perSample / problems.length }
}

function atEqualTokens(
  [first, second]: readonly [Side, Side],
  ks: readonly number[],
  compare: (ofFirst: Value, ofSecond: Value) => PairedDifference | undefined,
  seed: number,
): { equalTokens: AtEqualTokens[]; reason?: string } {
  const firstTokens = first.tokensPerSample
  const secondTokens = second.tokensPerSample
  if (firstTokens === undefined || secondTokens === undefined) {
    return { equalTokens: [], reason: 'some samples have no record of a token count' }
  }
  if (firstTokens === 0 || secondTokens === 0) return { equalTokens: [], reason: 'a run generated no tokens' }
  const equalTokens = ks.flatMap((firstK): AtEqualTokens[] => {
    // The margin keeps rounding from losing a sample where the costs are the same.
    const secondK = Math.floor(((firstK * firstTokens) / secondTokens) * (1 + 1e-9))
    if (firstK > first.fewest || secondK < 1 || secondK > second.fewest) return []
    const majority = compare(majorityRight(firstK, seed), majorityRight(secondK, seed))
    if (majority === undefined) return []
    return [
      { firstK, firstTokens: firstK * firstTokens, secondK, secondTokens: secondK * secondTokens, majority },
    ]
  })
  if (equalTokens.length > 0) return { equalTokens }
  return { equalTokens, reason: 'no number of samples of one run costs what some number of the other does' }
}

function rightShare(problem: ProblemOutcome): number {
  return problem.samples.filter((sample) => isCorrect(sample, problem)).length / problem.samples.length
}

function votedRight({ winner, correct }: ProblemOutcome): number {
  return winner !== undefined && correct?.includes(winner) ? 1 : 0
}

/** Random orders of a vote that cannot be had exactly. */
const draws = 1000

function majorityRight(k: number, seed: number): Value {
  return (problem) => majorityOf(problem, [k], { draws, seed })[0]?.value ?? 0
}

/** 1, 2, 4 … and `most` itself. */
function doublings(most: number): number[] {
  const ks: number[] = []
  for (let k = 1; k < most; k *= 2) ks.push(k)
  return [...ks, most]
}
