import { formatShare } from '../../report/format.ts'
import { winnerOf } from '../../vote/vote.ts'
import type { VoteTrack } from '../../vote/vote-track.ts'

/** How it is decided what is drawn. */
export type BenchDrawing = 'fixed' | 'stopped' | 'budget'

/** Says whether an answer is right. */
type Grader = (answer: string) => { readonly correct: boolean }

/** One problem with a known answer, as it stands. */
interface Standing {
  /** Share of its samples that voted for a right answer. */
  readonly rightShare: number
  /** Whether its vote can be told: it has enough, or it stands at any time. */
  readonly isVoted: boolean
  readonly voteRight: boolean
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
  look(problem: string, track: Pick<VoteTrack, 'standing' | 'answers' | 'enough' | 'outcome'>): void {
    const { standing, answers, enough } = track
    if (standing.drawn === 0) return
    if (!this.#graders.has(problem)) this.#graders.set(problem, this.#graderOf(problem))
    const grade = this.#graders.get(problem)
    if (grade === undefined) return
    const isRight = ({ spellings }: { spellings: readonly string[] }) =>
      spellings.some((text) => grade(text).correct)
    const right = answers.filter(isRight).reduce((sum, { votes }) => sum + votes, 0)
    const isVoted = enough || this.#drawing === 'budget'
    const winner = isVoted ? winnerOf(track.outcome().vote) : undefined
    this.#standings.set(problem, {
      rightShare: right / standing.drawn,
      isVoted,
      voteRight: winner !== undefined && isRight(winner),
    })
  }

  /**
   * `pass@1 70 %`, and the right votes among the problems that have enough; nothing where no right answer is known. Without intervals, which the
   * report gives once all is drawn.
   */
  pieces(): string[] {
    const all = [...this.#standings.values()]
    const fixed = this.#drawing === 'fixed'
    const done = all.filter(({ isVoted }) => isVoted)
    const right = done.filter(({ voteRight }) => voteRight).length
    const shares = all.map(({ rightShare }) => rightShare)
    return [
      ...(fixed && all.length > 0 ? [`pass@1 ${formatShare(mean(shares))}`] : []),
      ...(done.length > 0 ? [`right votes ${formatShare(right / done.length)}`] : []),
    ]
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
