import { formatShare } from '../../report/format.ts'
import type { VoteTrack } from '../../vote/vote-track.ts'
import { wilsonInterval } from '../../vote/wilson.ts'

/** How it is decided what is drawn. */
export type BenchDrawing = 'fixed' | 'stopped' | 'budget'

/** Says whether an answer is right. */
type Grader = (answer: string) => { readonly correct: boolean }

/** One problem with a known answer, as it stands. */
interface Standing {
  /** Share of its samples that voted for a right answer. */
  readonly rightShare: number
  readonly leaderRight: boolean
  readonly enough: boolean
}

/** How right an experiment is so far, by the votes: the same samples count as in its report. */
export class BenchAccuracy {
  readonly #drawing: BenchDrawing
  readonly #graderOf: (problem: string) => Grader | undefined
  readonly #graders = new Map<string, Grader | undefined>()
  readonly #standings = new Map<string, Standing>()

  /**
   * @param graderOfProblem - Asked once for each problem that is drawn; `undefined` for one without a known answer.
   * @param drawing - `fixed`: every problem gets all its samples; figures over samples would be biased otherwise. `stopped`: by a rule.
   * `budget`: the votes stand at any time.
   */
  constructor(graderOfProblem: (problem: string) => Grader | undefined, drawing: BenchDrawing) {
    this.#graderOf = graderOfProblem
    this.#drawing = drawing
  }

  /** Looks at the vote on a problem. */
  look(
    problem: string,
    { standing, answers, enough }: Pick<VoteTrack, 'standing' | 'answers' | 'enough'>,
  ): void {
    if (standing.drawn === 0) return
    if (!this.#graders.has(problem)) this.#graders.set(problem, this.#graderOf(problem))
    const grade = this.#graders.get(problem)
    if (grade === undefined) return
    const isRight = ({ spellings }: { spellings: readonly string[] }) =>
      spellings.some((text) => grade(text).correct)
    const right = answers.filter(isRight).reduce((sum, { votes }) => sum + votes, 0)
    const { leader } = standing
    this.#standings.set(problem, {
      rightShare: right / standing.drawn,
      leaderRight: leader !== undefined && isRight(leader),
      enough,
    })
  }

  /** `pass@1 70 % (58 to 82 %)`, and the votes of problems that have enough; nothing where no right answer is known. */
  pieces(n: number): string[] {
    const all = [...this.#standings.values()]
    const fixed = this.#drawing === 'fixed'
    const done = all.filter(({ enough }) => enough || this.#drawing === 'budget')
    const range = ([low, high]: readonly [number, number]) => ` (${formatShare(low)} to ${formatShare(high)})`
    const right = done.filter(({ leaderRight }) => leaderRight).length
    const voted = `${fixed ? `maj@${n}` : 'right votes'} ${formatShare(right / Math.max(1, done.length))}`
    const shares = all.map(({ rightShare }) => rightShare)
    return [
      ...(fixed && all.length > 0
        ? [`pass@1 ${formatShare(mean(shares))}${shares.length > 1 ? range(meanInterval(shares)) : ''}`]
        : []),
      ...(done.length > 0 ? [`${voted}${range(wilsonInterval(right, done.length))}`] : []),
    ]
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** 95 % interval of a mean over problems: mean ± 1.96 · s/√C, within 0 and 1. */
function meanInterval(values: readonly number[]): [number, number] {
  const centre = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  const spread = 1.96 * Math.sqrt(squares / (values.length - 1) / values.length)
  return [Math.max(0, centre - spread), Math.min(1, centre + spread)]
}
